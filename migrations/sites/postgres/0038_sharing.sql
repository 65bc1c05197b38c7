-- Sharing with other operators: what is told of orders as STIX objects, version by version; who may read it and who is
-- read; what they say. What came from a peer is a clue and never an entry.

-- Which orders each follower looks at again, and when (enforcement/watch.h).
create table order_watch(
  follower text not null,
  order_id text not null references orders(id),
  due_at bigint not null,
  primary key(follower, order_id));
create index order_watch_by_due on order_watch(follower, due_at, order_id);

create table share_object(
  id text not null,                     -- of STIX: "indicator--…"
  version bigint not null,              -- modified, in microseconds; of objects without one, when they were added
  type text not null,
  order_id text references orders(id),
  revoked bigint not null check(revoked in (0, 1)),
  body text not null,
  added_at bigint not null unique,      -- grows from object to object: what a reader goes on from
  is_last bigint not null check(is_last in (0, 1)),
  primary key(id, version));
create index share_object_last on share_object(added_at) where is_last = 1;
create index share_object_last_of on share_object(id) where is_last = 1;
create index share_object_by_order on share_object(order_id) where is_last = 1;
create function share_object_fits() returns trigger language plpgsql as $$ begin
  if new.type in ('indicator', 'sighting') and new.revoked = 0 and not exists(
      select 1 from standing_order o where o.id = new.order_id and o.executor = 'network' and o.network_allowed = 1 and o.sealed = 0) then
    raise exception 'share_without_order: Only what an order in force does is told to others, and nothing sealed.'; end if;
  if exists(select 1 from share_object s where s.id = new.id and s.revoked = 1) then
    raise exception 'share_revoked: What was withdrawn stays withdrawn.'; end if;
  return new;
end $$;
create trigger share_object_fits before insert on share_object for each row execute function share_object_fits();
create function share_object_changes() returns trigger language plpgsql as $$ begin
  if new.is_last <> 0 or new.id <> old.id or new.version <> old.version or new.type <> old.type
      or new.order_id is distinct from old.order_id or new.revoked <> old.revoked or new.body <> old.body or new.added_at <> old.added_at then
    raise exception 'share_kept: A version that was told is never changed.'; end if;
  return new;
end $$;
create trigger share_object_changes before update on share_object for each row execute function share_object_changes();
create trigger share_object_no_delete before delete on share_object for each row
  execute function muster_refuse('share_kept: A version that was told is never removed.');
create trigger share_object_no_truncate before truncate on share_object for each statement
  execute function muster_refuse('share_kept: A version that was told is never removed.');

-- The indicator that stands for an order now; an order that comes back gets another one (STIX 2.1 §3.6.2: what is revoked stays so).
create table share_order(
  order_id text primary key not null references orders(id),
  turn bigint not null check(turn > 0),
  told_sha256 text not null);  -- of what was told, '' withdrawn

create table share_peer(
  id text primary key not null,
  label text not null check(length(label) between 1 and 100),
  identity_id text not null unique,     -- of STIX: who makes its objects
  collection_url text not null,         -- where it is read, '' nowhere
  token_sha256 text not null unique check(length(token_sha256) = 64),  -- that it shows to read and to tell us
  added_by text not null references person(id),
  added_at bigint not null,
  ended_at bigint,
  cursor text not null default '',      -- added_after of the next question
  polled_at bigint,
  reached_at bigint,                    -- when it answered last
  whole_at bigint,                      -- when all of it was read last
  fault text not null default '');  -- a code: why it was not reached

create table received_object(
  object_id text primary key not null,
  peer_id text not null references share_peer(id),
  version bigint not null,
  revoked bigint not null check(revoked in (0, 1)),
  names text not null,                  -- separated by spaces; "*.name": everything below it
  ground text not null,
  order_number text not null,
  valid_from bigint not null,
  valid_until bigint,
  received_at bigint not null,
  day text not null,                    -- on which it first came: so many a day from one peer
  state text not null check(state in ('waiting', 'raised', 'unknown_ground', 'withdrawn')),
  suspicion_id text,
  raised_day text not null default '');
create index received_by_peer on received_object(peer_id, object_id);
create index received_by_state on received_object(peer_id, state, received_at);
create index received_by_day on received_object(peer_id, day);
create index received_by_raised on received_object(peer_id, raised_day);
create function received_changes() returns trigger language plpgsql as $$ begin
  if new.peer_id <> old.peer_id then raise exception 'received_owner: An object belongs to the peer that told of it first.'; end if;
  if new.version < old.version or (old.revoked = 1 and new.revoked = 0) then
    raise exception 'received_version: A version only grows, and what was withdrawn stays withdrawn.'; end if;
  return new;
end $$;
create trigger received_changes before update on received_object for each row execute function received_changes();

-- What became of an envelope that a peer sent, for a day.
create table share_status(
  id text primary key not null,
  peer_id text not null references share_peer(id),
  at bigint not null,
  body text not null);
create index share_status_by_peer on share_status(peer_id, at);
