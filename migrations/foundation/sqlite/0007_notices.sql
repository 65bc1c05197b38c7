-- Letters to parties and people, in the app and by e-mail. What was written stays; how it travelled is beside it.
-- Tables without a hidden row number and guards on existing keys: `insert or replace` is refused even where a client has
-- recursive triggers switched off.
create table notice(
  id text primary key,
  kind text not null,               -- name of the letter: "prior_notice", "decision", "order" …
  party_id text references party(id),
  person_id text references person(id),
  recipient_ref text,               -- where neither is known here: an opaque reference that its room resolves
  record_kind text not null,
  record_id text not null,
  language text not null check(language in ('en', 'zh')),
  subject text not null,
  body text not null,
  created_at bigint not null,
  created_by text not null,
  sent_at bigint,                   -- the first channel that took it
  read_at bigint,
  state text not null default 'queued' check(state in ('queued', 'sent', 'delivered', 'failed')),
  check(party_id is not null or person_id is not null or recipient_ref is not null),
  check((state in ('sent', 'delivered')) <= (sent_at is not null))) without rowid;
create trigger notice_no_replace before insert on notice when exists(select 1 from notice x where x.id = new.id) begin
  select raise(abort, 'already_exists: A record with this key exists already; nothing was changed.'); end;
create index notice_by_party on notice(party_id, id);
create index notice_by_person on notice(person_id, id);
create index notice_by_record on notice(record_kind, record_id, id);
create trigger notice_no_delete before delete on notice begin select raise(abort, 'notice_kept: A notice is never removed.'); end;
create trigger notice_stays before update on notice
  when new.id <> old.id or new.kind <> old.kind or new.party_id is not old.party_id or new.person_id is not old.person_id
    or new.recipient_ref is not old.recipient_ref or new.record_kind <> old.record_kind or new.record_id <> old.record_id
    or new.language <> old.language or new.subject <> old.subject or new.body <> old.body or new.created_at <> old.created_at
    or new.created_by <> old.created_by or (old.sent_at is not null and new.sent_at is not old.sent_at)
    or (old.read_at is not null and new.read_at is not old.read_at) begin
  select raise(abort, 'notice_immutable: What was written in a notice never changes.'); end;

create table notice_delivery(
  notice_id text not null references notice(id),
  channel text not null check(channel in ('in_app', 'email')),
  state text not null default 'queued' check(state in ('queued', 'sent', 'delivered', 'failed')),
  attempts bigint not null default 0,
  next_at bigint not null,
  error_code text not null default '',
  changed_at bigint not null,
  primary key(notice_id, channel)) without rowid;
create trigger notice_delivery_no_replace before insert on notice_delivery
  when exists(select 1 from notice_delivery x where x.notice_id = new.notice_id and x.channel = new.channel) begin
  select raise(abort, 'already_exists: A record with this key exists already; nothing was changed.'); end;
create index notice_delivery_by_turn on notice_delivery(state, next_at, notice_id);
create trigger notice_delivery_no_delete before delete on notice_delivery begin
  select raise(abort, 'notice_kept: How a notice travelled is never removed.'); end;

-- Who of a party has read a notice to that party.
create table notice_reading(
  notice_id text not null references notice(id),
  person_id text not null references person(id),
  read_at bigint not null,
  primary key(notice_id, person_id)) without rowid;
create trigger notice_reading_no_replace before insert on notice_reading when exists(select 1 from notice_reading x where x.notice_id = new.notice_id and x.person_id = new.person_id) begin
  select raise(abort, 'already_exists: A record with this key exists already; nothing was changed.'); end;
