-- Which generation of the index key the values of blind indexes are made of. `generation` is the one that all of them had when
-- the last rotation ended; `coming` is the one that they are turning to, while a rotation is under way. Every transaction
-- that looks up or writes such a value reads this row first, so that it sees rows and generation as of one moment.
create table vault_index(
  name text primary key check(name = 'index'),
  generation bigint not null check(generation >= 1),
  coming bigint check(coming = generation + 1),
  changed_at bigint not null) without rowid;
insert into vault_index(name, generation, coming, changed_at) values('index', 1, null, 0);
create trigger vault_index_forward before update on vault_index
  when not (new.name = old.name and ((old.coming is null and new.coming is not null and new.generation = old.generation)
    or (old.coming is not null and new.coming is null and new.generation = old.coming))) begin
  select raise(abort, 'vault_index_forward: A rotation of the index key goes forward: it begins, and it comes to its end.'); end;
create trigger vault_index_no_insert before insert on vault_index begin
  select raise(abort, 'vault_index_forward: There is one index key.'); end;
create trigger vault_index_no_delete before delete on vault_index begin
  select raise(abort, 'vault_index_forward: There is one index key.'); end;
