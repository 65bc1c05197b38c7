-- The Merkle log (RFC 9162). A leaf commits with its record; the sequencer gives it its index within a second.
-- Tables without a hidden row number and guards on existing keys: `insert or replace` is refused even where a client has
-- recursive triggers switched off.
create table ledger_leaf(
  event_id text primary key references event(id),
  data text not null,
  hash text not null check(length(hash) = 64)) without rowid;
create trigger ledger_leaf_no_update before update on ledger_leaf begin select raise(abort, 'ledger_append_only: The ledger only grows.'); end;
create trigger ledger_leaf_no_delete before delete on ledger_leaf begin select raise(abort, 'ledger_append_only: The ledger only grows.'); end;
create trigger ledger_leaf_no_replace before insert on ledger_leaf when exists(select 1 from ledger_leaf x where x.event_id = new.event_id) begin
  select raise(abort, 'ledger_append_only: The ledger only grows.'); end;

create table ledger_sequence(
  idx bigint primary key,
  event_id text not null unique references ledger_leaf(event_id)) without rowid;
create trigger ledger_sequence_no_update before update on ledger_sequence begin select raise(abort, 'ledger_append_only: The ledger only grows.'); end;
create trigger ledger_sequence_no_delete before delete on ledger_sequence begin select raise(abort, 'ledger_append_only: The ledger only grows.'); end;
create trigger ledger_sequence_no_replace before insert on ledger_sequence when exists(select 1 from ledger_sequence x where x.event_id = new.event_id) begin
  select raise(abort, 'ledger_append_only: The ledger only grows.'); end;
create trigger ledger_sequence_no_gap before insert on ledger_sequence when new.idx <> coalesce((select max(x.idx) + 1 from ledger_sequence x), 0) begin
  select raise(abort, 'ledger_gap: An entry of the ledger follows the last one; nothing stands between or beyond.'); end;

-- Waiting for their index, in the order of writing.
create table ledger_pending(
  seq integer primary key autoincrement,
  event_id text not null unique references ledger_leaf(event_id));
create trigger ledger_pending_no_update before update on ledger_pending begin select raise(abort, 'ledger_append_only: The ledger only grows.'); end;
create trigger ledger_pending_no_delete before delete on ledger_pending when not exists(select 1 from ledger_sequence x where x.event_id = old.event_id) begin
  select raise(abort, 'ledger_append_only: A leaf that waits for its index can not be dropped.'); end;

-- Complete subtrees of level 1 and above; level 0 are the leaves' own hashes.
create table ledger_node(
  level bigint not null check(level between 1 and 62),
  idx bigint not null check(idx >= 0),
  hash text not null check(length(hash) = 64),
  primary key(level, idx)) without rowid;
create trigger ledger_node_no_update before update on ledger_node begin select raise(abort, 'ledger_append_only: The ledger only grows.'); end;
create trigger ledger_node_no_delete before delete on ledger_node begin select raise(abort, 'ledger_append_only: The ledger only grows.'); end;
create trigger ledger_node_no_replace before insert on ledger_node when exists(select 1 from ledger_node x where x.level = new.level and x.idx = new.idx) begin
  select raise(abort, 'ledger_append_only: The ledger only grows.'); end;

-- Signed notes (C2SP tlog-checkpoint), one for each state of the tree that anybody may have seen.
create table ledger_checkpoint(
  size bigint primary key check(size > 0),
  root text not null check(length(root) = 64),
  note text not null,
  at bigint not null) without rowid;
create trigger ledger_checkpoint_no_update before update on ledger_checkpoint begin select raise(abort, 'ledger_append_only: The ledger only grows.'); end;
create trigger ledger_checkpoint_no_delete before delete on ledger_checkpoint begin select raise(abort, 'ledger_append_only: The ledger only grows.'); end;
create trigger ledger_checkpoint_fits before insert on ledger_checkpoint
  when new.size <> (select coalesce(max(x.idx) + 1, 0) from ledger_sequence x) or exists(select 1 from ledger_checkpoint x where x.size >= new.size) begin
  select raise(abort, 'ledger_append_only: A checkpoint covers all entries there are, and follows the last one.'); end;

-- Who cosigns (C2SP tlog-witness). A witness is retired, never removed: its cosignatures stay.
create table ledger_witness(
  name text primary key,
  verifier text not null,
  url text not null,
  enrolled_at bigint not null,
  enrolled_by text not null check(length(enrolled_by) > 0),
  retired_at bigint) without rowid;
create trigger ledger_witness_no_update before update on ledger_witness
  when old.retired_at is not null or new.retired_at is null or new.name <> old.name or new.verifier <> old.verifier or new.url <> old.url or
       new.enrolled_at <> old.enrolled_at or new.enrolled_by <> old.enrolled_by begin
  select raise(abort, 'ledger_append_only: A witness can be retired, once; nothing else of it changes.'); end;
create trigger ledger_witness_no_delete before delete on ledger_witness begin
  select raise(abort, 'ledger_append_only: A witness is retired, never removed.'); end;
create trigger ledger_witness_no_replace before insert on ledger_witness when exists(select 1 from ledger_witness x where x.name = new.name) begin
  select raise(abort, 'already_exists: A record with this key exists already; nothing was changed.'); end;

create table ledger_cosignature(
  size bigint not null references ledger_checkpoint(size),
  witness text not null references ledger_witness(name),
  line text not null,
  at bigint not null,
  primary key(size, witness)) without rowid;
create index ledger_cosignature_by_witness on ledger_cosignature(witness, size);
create trigger ledger_cosignature_no_update before update on ledger_cosignature begin select raise(abort, 'ledger_append_only: The ledger only grows.'); end;
create trigger ledger_cosignature_no_delete before delete on ledger_cosignature begin select raise(abort, 'ledger_append_only: The ledger only grows.'); end;
create trigger ledger_cosignature_no_replace before insert on ledger_cosignature
  when exists(select 1 from ledger_cosignature x where x.size = new.size and x.witness = new.witness) begin
  select raise(abort, 'ledger_append_only: The ledger only grows.'); end;
