-- The gate asks the address resources themselves; blocks of their own in the filings' room are gone.
drop table provider_block;

-- Why a domain's registrant may be another than the filing's subject: its shareholder, head or senior manager, or the same
-- entity under another name. Recorded by the register's staff on evidence; it speaks of that holder alone, so that it ends by
-- itself when the domain changes hands.
create table registrant_relation(
  id text primary key not null,
  subject_id text not null references subject(id),
  holder_id text not null references domain_holder(id),
  relation text not null check(relation in ('shareholder', 'head', 'senior_manager', 'same_entity')),
  evidence text not null check(evidence <> ''),  -- the document's number; never a person's data
  recorded_by text not null,
  recorded_at bigint not null,
  ended_by text,
  ended_at bigint,
  check((ended_by is null) = (ended_at is null))
) without rowid;
create unique index registrant_relation_in_force on registrant_relation(subject_id, holder_id) where ended_at is null;
create index registrant_relation_by_holder on registrant_relation(holder_id, id);
create trigger registrant_relation_fixed before update on registrant_relation
  when old.ended_at is not null or new.id <> old.id or new.subject_id <> old.subject_id or new.holder_id <> old.holder_id
    or new.relation <> old.relation or new.evidence <> old.evidence or new.recorded_by <> old.recorded_by or new.recorded_at <> old.recorded_at begin
  select raise(abort, 'relation_immutable: A recorded relation is ended, and another one recorded; it is never rewritten.'); end;
create trigger registrant_relation_no_replace before insert on registrant_relation when exists(select 1 from registrant_relation where id = new.id) begin
  select raise(abort, 'relation_exists: This relation is on record already.'); end;
create trigger registrant_relation_no_delete before delete on registrant_relation begin
  select raise(abort, 'relation_kept: A relation stays on record; it is ended.'); end;
