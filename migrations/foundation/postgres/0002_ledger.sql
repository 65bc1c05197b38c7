-- The Merkle log (RFC 9162). A leaf commits with its record; the sequencer gives it its index within a second.
create table ledger_leaf(
  event_id text primary key references event(id),
  data text not null,
  hash text not null check(length(hash) = 64));
create trigger ledger_leaf_no_change before update or delete or truncate on ledger_leaf
  for each statement execute function muster_refuse('ledger_append_only: The ledger only grows.');

create table ledger_sequence(
  idx bigint primary key,
  event_id text not null unique references ledger_leaf(event_id));
create trigger ledger_sequence_no_change before update or delete or truncate on ledger_sequence
  for each statement execute function muster_refuse('ledger_append_only: The ledger only grows.');
create function ledger_sequence_no_gap() returns trigger language plpgsql as $$
begin
  if new.idx <> coalesce((select max(x.idx) + 1 from ledger_sequence x), 0) then
    -- Two sequencers at once: the slower one starts again on what the other has written.
    raise exception 'ledger_gap: An entry of the ledger follows the last one; nothing stands between or beyond.';
  end if;
  return new;
end $$;
select muster_pin('ledger_sequence_no_gap');
create trigger ledger_sequence_no_gap before insert on ledger_sequence for each row execute function ledger_sequence_no_gap();

-- Waiting for their index, in the order of writing.
create table ledger_pending(
  seq bigint generated always as identity primary key,
  event_id text not null unique references ledger_leaf(event_id));
create trigger ledger_pending_no_change before update or truncate on ledger_pending
  for each statement execute function muster_refuse('ledger_append_only: The ledger only grows.');
create function ledger_pending_no_delete() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from ledger_sequence x where x.event_id = old.event_id) then
    raise exception 'ledger_append_only: A leaf that waits for its index can not be dropped.';
  end if;
  return old;
end $$;
select muster_pin('ledger_pending_no_delete');
create trigger ledger_pending_no_delete before delete on ledger_pending for each row execute function ledger_pending_no_delete();

-- Complete subtrees of level 1 and above; level 0 are the leaves' own hashes.
create table ledger_node(
  level bigint not null check(level between 1 and 62),
  idx bigint not null check(idx >= 0),
  hash text not null check(length(hash) = 64),
  primary key(level, idx));
create trigger ledger_node_no_change before update or delete or truncate on ledger_node
  for each statement execute function muster_refuse('ledger_append_only: The ledger only grows.');

-- Signed notes (C2SP tlog-checkpoint), one for each state of the tree that anybody may have seen.
create table ledger_checkpoint(
  size bigint primary key check(size > 0),
  root text not null check(length(root) = 64),
  note text not null,
  at bigint not null);
create trigger ledger_checkpoint_no_change before update or delete or truncate on ledger_checkpoint
  for each statement execute function muster_refuse('ledger_append_only: The ledger only grows.');
create function ledger_checkpoint_fits() returns trigger language plpgsql as $$
begin
  if new.size <> (select coalesce(max(x.idx) + 1, 0) from ledger_sequence x) or exists (select 1 from ledger_checkpoint x where x.size >= new.size) then
    raise exception 'ledger_append_only: A checkpoint covers all entries there are, and follows the last one.';
  end if;
  return new;
end $$;
select muster_pin('ledger_checkpoint_fits');
create trigger ledger_checkpoint_fits before insert on ledger_checkpoint for each row execute function ledger_checkpoint_fits();

-- Who cosigns (C2SP tlog-witness). A witness is retired, never removed: its cosignatures stay.
create table ledger_witness(
  name text primary key,
  verifier text not null,
  url text not null,
  enrolled_at bigint not null,
  enrolled_by text not null check(length(enrolled_by) > 0),
  retired_at bigint);
create trigger ledger_witness_no_update before update on ledger_witness for each row
  when (old.retired_at is not null or new.retired_at is null or new.name <> old.name or new.verifier <> old.verifier or new.url <> old.url or
        new.enrolled_at <> old.enrolled_at or new.enrolled_by <> old.enrolled_by)
  execute function muster_refuse('ledger_append_only: A witness can be retired, once; nothing else of it changes.');
create trigger ledger_witness_no_delete before delete or truncate on ledger_witness
  for each statement execute function muster_refuse('ledger_append_only: A witness is retired, never removed.');

create table ledger_cosignature(
  size bigint not null references ledger_checkpoint(size),
  witness text not null references ledger_witness(name),
  line text not null,
  at bigint not null,
  primary key(size, witness));
create index ledger_cosignature_by_witness on ledger_cosignature(witness, size);
create trigger ledger_cosignature_no_change before update or delete or truncate on ledger_cosignature
  for each statement execute function muster_refuse('ledger_append_only: The ledger only grows.');
