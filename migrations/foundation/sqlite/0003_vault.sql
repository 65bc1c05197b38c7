-- Personal data, encrypted field by field under a key of its record, which is wrapped by a key outside of the database.
create table vault_key(
  record_id text primary key,
  kek_id text not null,
  data_key_id text not null,
  wrapped_key text not null);
create trigger vault_key_not_again before insert on vault_key
  when exists (select 1 from vault_destroyed d where d.record_id = new.record_id) begin
  select raise(abort, 'vault_destroyed: The protected fields of this record were destroyed; they can not be written again.'); end;
create trigger vault_key_update before update on vault_key
  when new.record_id <> old.record_id or new.data_key_id <> old.data_key_id begin
  select raise(abort, 'vault_key_bound: A key can be wrapped anew; it can not move to another record.'); end;

create table vault_field(
  record_id text not null references vault_key(record_id) deferrable initially deferred,
  field text not null,
  ciphertext text not null,
  primary key(record_id, field));

create table vault_destroyed(
  record_id text primary key,
  at bigint not null,
  reason text not null) without rowid;
create trigger vault_destroyed_no_replace before insert on vault_destroyed
  when exists(select 1 from vault_destroyed x where x.record_id = new.record_id) begin
  select raise(abort, 'vault_destroyed: What was destroyed stays destroyed.'); end;
create trigger vault_destroyed_no_update before update on vault_destroyed begin
  select raise(abort, 'vault_destroyed: What was destroyed stays destroyed.'); end;
create trigger vault_destroyed_no_delete before delete on vault_destroyed begin
  select raise(abort, 'vault_destroyed: What was destroyed stays destroyed.'); end;

-- Keys that left the key ring. Nothing may be wrapped by them again, not by a process that still holds one either.
create table vault_retired_key(
  kek_id text primary key,
  at bigint not null) without rowid;
create trigger vault_retired_key_no_update before update on vault_retired_key begin
  select raise(abort, 'vault_key_retired: A retired key stays retired.'); end;
create trigger vault_retired_key_no_delete before delete on vault_retired_key begin
  select raise(abort, 'vault_key_retired: A retired key stays retired.'); end;
create trigger vault_key_not_retired before insert on vault_key
  when exists (select 1 from vault_retired_key r where r.kek_id = new.kek_id) begin
  select raise(abort, 'vault_key_retired: The key was rotated out meanwhile; nothing was changed. Try again.'); end;
create trigger vault_key_not_retired_update before update on vault_key
  when exists (select 1 from vault_retired_key r where r.kek_id = new.kek_id) begin
  select raise(abort, 'vault_key_retired: The key was rotated out meanwhile; nothing was changed. Try again.'); end;
create index vault_key_by_kek on vault_key(kek_id);
