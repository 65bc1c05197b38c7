-- What this database is, and everything that ever happened in it.
create function muster_refuse() returns trigger language plpgsql as $$
begin raise exception '%', tg_argv[0]; end $$;
-- A trigger's function that reads tables must be pinned to this schema: without it, a session could put a temporary table
-- of the same name before the real one. Call: select muster_pin('the_function');
create function muster_pin(name text) returns void language plpgsql as $$
begin execute format('alter function %I() set search_path = %I, pg_temp', name, current_schema()); end $$;

create table instance(
  only_row bigint primary key check(only_row = 1),
  kind text not null check(kind in ('production', 'training', 'demo')),
  name text not null,
  created_at bigint not null);
create trigger instance_no_change before update or delete or truncate on instance
  for each statement execute function muster_refuse('instance_immutable: An instance never changes its kind; a demo can not become production.');

create table event(
  id text primary key,
  kind text not null,
  version bigint not null,
  at bigint not null,
  actor text not null,
  record_kind text not null,
  record_id text not null);
create index event_by_record on event(record_kind, record_id, id);
create index event_by_kind on event(kind, id);
create trigger event_no_update before update or truncate on event
  for each statement execute function muster_refuse('event_immutable: What happened can not be changed.');
create trigger event_no_delete before delete on event
  for each statement execute function muster_refuse('event_immutable: What happened can not be removed.');

-- Bodies stand apart, so that one can be destroyed when its term ends; the ledger holds a salted commitment to it.
create table event_payload(
  event_id text primary key references event(id),
  salt text not null,
  body text not null);
create trigger event_payload_no_update before update or truncate on event_payload
  for each statement execute function muster_refuse('event_immutable: What happened can not be changed.');

-- At least once, in order of seq, until each consumer has moved its cursor past it.
create table outbox(
  seq bigint generated always as identity primary key,
  event_id text not null references event(id));
create table outbox_cursor(
  consumer text primary key,
  seq bigint not null);
