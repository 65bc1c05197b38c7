-- Accounts, sessions and answers kept for repeated requests. Of secrets only hashes stand here.
create table account(
  id text primary key,
  person_id text not null references person(id),
  user_name text not null unique check(length(user_name) between 3 and 64 and user_name = lower(user_name)),
  password_hash text not null check(password_hash like '$argon2id$%'),
  state text not null default 'active' check(state in ('active', 'disabled')),
  must_change_password bigint not null default 0 check(must_change_password in (0, 1)),
  failed bigint not null default 0 check(failed >= 0),
  locked_until bigint,
  created_at bigint not null,
  signed_in_at bigint) without rowid;
create index account_by_person on account(person_id, id);
create trigger account_no_replace before insert on account when exists(select 1 from account x where x.id = new.id or x.user_name = new.user_name) begin
  select raise(abort, 'already_exists: A record with this key exists already; nothing was changed.'); end;
create trigger account_no_delete before delete on account begin
  select raise(abort, 'account_kept: An account is never removed; disable it.'); end;
create trigger account_person_stays before update on account when new.id <> old.id or new.person_id <> old.person_id or new.user_name <> old.user_name begin
  select raise(abort, 'account_person_immutable: An account never changes its person or its name; make a new one.'); end;

create table session(
  id text primary key,
  account_id text not null references account(id),
  token_hash text not null unique check(length(token_hash) = 64),
  csrf_hash text not null check(length(csrf_hash) = 64),
  created_at bigint not null,
  seen_at bigint not null,
  expires_at bigint not null check(expires_at > created_at),
  ended_at bigint) without rowid;
create index session_by_account on session(account_id, id);
create index session_by_expiry on session(expires_at);
create trigger session_no_revival before update on session
  when new.id <> old.id or new.account_id <> old.account_id or new.token_hash <> old.token_hash or new.csrf_hash <> old.csrf_hash
    or new.created_at <> old.created_at or new.expires_at > old.expires_at or (old.ended_at is not null and new.ended_at is not old.ended_at) begin
  select raise(abort, 'session_immutable: A session can only be used or end.'); end;
create trigger session_needs_active_account before insert on session
  when exists(select 1 from account a where a.id = new.account_id and a.state <> 'active') begin
  select raise(abort, 'account_disabled: This account is disabled.'); end;

-- Whoever is given or loses a role, or leaves, signs in anew.
create trigger session_ends_with_new_role after insert on role_assignment begin
  update session set ended_at = seen_at where ended_at is null and account_id in (select a.id from account a where a.person_id = new.person_id); end;
create trigger session_ends_with_role after update on role_assignment begin
  update session set ended_at = seen_at where ended_at is null and account_id in (select a.id from account a where a.person_id = new.person_id); end;
create trigger session_ends_with_person after update on person when new.state = 'ended' begin
  update session set ended_at = seen_at where ended_at is null and account_id in (select a.id from account a where a.person_id = new.id); end;
create trigger session_ends_with_account after update on account when new.state = 'disabled' begin
  update session set ended_at = seen_at where ended_at is null and account_id = new.id; end;

-- One request with an Idempotency-Key: hashes, and the answer sealed with a key that only the client's own key yields.
create table idempotency(
  key_hash text primary key check(length(key_hash) = 64),
  request_hash text not null check(length(request_hash) = 64),
  at bigint not null,
  sealed text) without rowid;
create index idempotency_by_age on idempotency(at);
