-- What was destroyed is written to a list outside of the database, in the order in which it happened.
create index vault_destroyed_by_at on vault_destroyed(at, record_id);
