-- Holders: persons who hold lines. Name, birth date, address and document numbers stand in the vault under the holder's id;
-- blind indexes (keyed hashes) find the same document and the same identity again.
create table holder(
  id text collate "C" primary key not null,
  category text collate "C" not null check(category in ('citizen', 'foreigner', 'minor', 'organisation_user')),
  identity_index text collate "C" check(length(identity_index) = 64),   -- of name and birth date; not unique: people share names
  same_as text collate "C" references holder(id),                       -- found to be the same person as; then the other one counts
  guardian_id text collate "C" references holder(id),
  created_at bigint not null,
  destroyed_at bigint,
  version bigint not null check(version > 0),
  check(same_as is null or same_as <> id),
  check(guardian_id is null or guardian_id <> id),
  check((category = 'minor') = (guardian_id is not null)),
  check((destroyed_at is null) = (identity_index is not null))
);
create index holder_by_identity on holder(identity_index) where identity_index is not null;
create index holder_by_same_as on holder(same_as) where same_as is not null;
create trigger holder_fixed before update on holder for each row
  when (old.destroyed_at is not null or new.id <> old.id or new.created_at <> old.created_at or new.version <> old.version + 1
    or (new.identity_index is distinct from old.identity_index and new.identity_index is not null))
  execute function muster_refuse('holder_immutable: What identifies a holder never changes; after destruction nothing does.');
create function holder_same_as_chain() returns trigger language plpgsql as $$ begin
  if new.same_as is distinct from old.same_as and new.same_as is not null
    and exists(select 1 from holder h where h.id = new.same_as and (h.same_as is not null or h.destroyed_at is not null)) then
    raise exception 'holder_link_chain: A holder is linked to one that counts for itself.';
  end if;
  return new; end $$;
select muster_pin('holder_same_as_chain');
create trigger holder_same_as_chain before update of same_as on holder for each row execute function holder_same_as_chain();
create function holder_same_as_evidence() returns trigger language plpgsql as $$ begin
  if new.same_as is distinct from old.same_as and not exists(select 1 from holder_link k where k.holder_id = new.id and k.into_id = new.same_as)
    and not exists(select 1 from holder_link k where k.holder_id = old.same_as and k.into_id = new.same_as) then
    raise exception 'holder_link_evidence: Two records are one person by recorded evidence alone.';
  end if;
  return new; end $$;
select muster_pin('holder_same_as_evidence');
create trigger holder_same_as_evidence before update of same_as on holder for each row execute function holder_same_as_evidence();
create function holder_guardian() returns trigger language plpgsql as $$ begin
  if new.guardian_id is not null and exists(select 1 from holder g where g.id = new.guardian_id and (g.category = 'minor' or g.destroyed_at is not null)) then
    raise exception 'guardian_minor: A minor is no guardian.';
  end if;
  return new; end $$;
select muster_pin('holder_guardian');
create trigger holder_guardian before insert on holder for each row execute function holder_guardian();
create function holder_destroy_held() returns trigger language plpgsql as $$ begin
  if new.destroyed_at is not null and exists(select 1 from line_ownership o where o.holder_id = new.id and o.until_at is null) then
    raise exception 'holder_has_lines: The holder has a line; the data stays until a term after its end.';
  end if;
  return new; end $$;
select muster_pin('holder_destroy_held');
create trigger holder_destroy_held before update of destroyed_at on holder for each row execute function holder_destroy_held();
create function holder_destroy_hold() returns trigger language plpgsql as $$ begin
  if new.destroyed_at is not null and exists(select 1 from holder_hold k where k.holder_id = new.id and k.lifted_at is null) then
    raise exception 'holder_legal_hold: A legal hold keeps these data.';
  end if;
  return new; end $$;
select muster_pin('holder_destroy_hold');
create trigger holder_destroy_hold before update of destroyed_at on holder for each row execute function holder_destroy_hold();
create trigger holder_no_delete before delete on holder for each row
  execute function muster_refuse('holder_kept: A holder stays on record; its data are destroyed by their key.');

create table holder_document(
  id text collate "C" primary key not null,
  holder_id text collate "C" not null references holder(id),
  ordinal bigint not null check(ordinal > 0),    -- its number stands in the vault as document_<ordinal>
  kind text collate "C" not null check(kind <> ''),
  country text collate "C" not null check(length(country) = 3),
  number_index text collate "C" check(length(number_index) = 64),
  expires_on text collate "C" not null,                      -- YYYY-MM-DD, or ''
  evidence text collate "C" not null check(evidence in ('capture', 'both_documents_shown', 'register_extract', 'court_record', 'issuer_confirmation')),
  evidence_ref text collate "C" not null,
  added_by text collate "C" not null check(added_by <> ''),
  added_at bigint not null,
  unique(holder_id, ordinal),
  check((evidence = 'capture') = (ordinal = 1)),
  check(evidence = 'capture' or evidence_ref <> '')
);
create unique index holder_document_by_number on holder_document(number_index) where number_index is not null;
create index holder_document_expires on holder_document(expires_on, id) where expires_on <> '';
create trigger holder_document_fixed before update on holder_document for each row
  when (new.id <> old.id or new.holder_id <> old.holder_id or new.ordinal <> old.ordinal or new.kind <> old.kind or new.country <> old.country
    or new.expires_on <> old.expires_on or new.evidence <> old.evidence or new.evidence_ref <> old.evidence_ref or new.added_by <> old.added_by
    or new.added_at <> old.added_at or (new.number_index is distinct from old.number_index and new.number_index is not null))
  execute function muster_refuse('document_immutable: A document on record never changes; add the new one.');
create trigger holder_document_no_delete before delete on holder_document for each row
  execute function muster_refuse('document_kept: A document stays on record; its number is destroyed by its key.');

-- Two records that were found to be one person.
create table holder_link(
  id text collate "C" primary key not null,
  holder_id text collate "C" not null references holder(id),
  into_id text collate "C" not null references holder(id),
  evidence text collate "C" not null check(evidence in ('both_documents_shown', 'register_extract', 'court_record', 'issuer_confirmation')),
  evidence_ref text collate "C" not null check(evidence_ref <> ''),
  linked_by text collate "C" not null check(linked_by <> ''),
  at bigint not null,
  check(holder_id <> into_id)
);
create index holder_link_by_holder on holder_link(holder_id, into_id);
create trigger holder_link_no_update before update on holder_link for each row
  execute function muster_refuse('link_immutable: Recorded evidence never changes.');
create trigger holder_link_no_delete before delete on holder_link for each row
  execute function muster_refuse('link_immutable: Recorded evidence never changes.');

create table holder_hold(
  id text collate "C" primary key not null,
  holder_id text collate "C" not null references holder(id),
  reference text collate "C" not null check(reference <> ''),   -- number of the court's or authority's letter
  placed_by text collate "C" not null check(placed_by <> ''),
  placed_at bigint not null,
  lifted_at bigint
);
create index holder_hold_open on holder_hold(holder_id) where lifted_at is null;
create trigger holder_hold_fixed before update on holder_hold for each row
  when (old.lifted_at is not null or new.lifted_at is null or new.id <> old.id or new.holder_id <> old.holder_id or new.reference <> old.reference
    or new.placed_by <> old.placed_by or new.placed_at <> old.placed_at)
  execute function muster_refuse('hold_immutable: A legal hold can be lifted, once.');
create trigger holder_hold_no_delete before delete on holder_hold for each row
  execute function muster_refuse('hold_immutable: A legal hold stays on record.');
