-- The Merkle log (RFC 9162). A leaf commits with its record; the sequencer gives it its index within a second.
create table ledger_leaf(
  event_id text primary key references event(id),
  data text not null,
  hash text not null check(length(hash) = 64));
create trigger ledger_leaf_no_change before update or delete or truncate on ledger_leaf
  for each statement execute function muster_refuse('ledger_append_only: The ledger only grows.');

create table ledger_pending(event_id text primary key references ledger_leaf(event_id));
