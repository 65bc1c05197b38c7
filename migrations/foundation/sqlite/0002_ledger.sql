-- The Merkle log (RFC 9162). A leaf commits with its record; the sequencer gives it its index within a second.
create table ledger_leaf(
  event_id text primary key references event(id),
  data text not null,
  hash text not null check(length(hash) = 64));
create trigger ledger_leaf_no_update before update on ledger_leaf begin select raise(abort, 'ledger_append_only: The ledger only grows.'); end;
create trigger ledger_leaf_no_delete before delete on ledger_leaf begin select raise(abort, 'ledger_append_only: The ledger only grows.'); end;

create table ledger_pending(event_id text primary key references ledger_leaf(event_id));
