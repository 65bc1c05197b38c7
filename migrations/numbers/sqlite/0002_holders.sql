-- Holders: persons who hold lines. Name, birth date, address and document numbers stand in the vault under the holder's id;
-- blind indexes (keyed hashes) find the same document and the same identity again.
create table holder(
  id text primary key not null,
  category text not null check(category in ('citizen', 'foreigner', 'minor', 'organisation_user')),
  identity_index text check(length(identity_index) = 64),   -- of name and birth date; not unique: people share names
  same_as text references holder(id),                       -- found to be the same person as; then the other one counts
  guardian_id text references holder(id),
  created_at bigint not null,
  destroyed_at bigint,
  version bigint not null check(version > 0),
  check(same_as is null or same_as <> id),
  check(guardian_id is null or guardian_id <> id),
  check((category = 'minor') = (guardian_id is not null)),
  check((destroyed_at is null) = (identity_index is not null))
) without rowid;
create index holder_by_identity on holder(identity_index) where identity_index is not null;
create index holder_by_same_as on holder(same_as) where same_as is not null;
create trigger holder_fixed before update on holder
  when old.destroyed_at is not null or new.id <> old.id or new.created_at <> old.created_at or new.version <> old.version + 1
    or (new.identity_index is not old.identity_index and new.identity_index is not null) begin
  select raise(abort, 'holder_immutable: What identifies a holder never changes; after destruction nothing does.'); end;
create trigger holder_same_as_chain before update of same_as on holder
  when new.same_as is not old.same_as and new.same_as is not null
    and exists(select 1 from holder h where h.id = new.same_as and (h.same_as is not null or h.destroyed_at is not null)) begin
  select raise(abort, 'holder_link_chain: A holder is linked to one that counts for itself.'); end;
create trigger holder_same_as_evidence before update of same_as on holder
  when new.same_as is not old.same_as and not exists(select 1 from holder_link k where k.holder_id = new.id and k.into_id = new.same_as)
    and not exists(select 1 from holder_link k where k.holder_id = old.same_as and k.into_id = new.same_as) begin
  select raise(abort, 'holder_link_evidence: Two records are one person by recorded evidence alone.'); end;
create trigger holder_guardian before insert on holder
  when new.guardian_id is not null and exists(select 1 from holder g where g.id = new.guardian_id and (g.category = 'minor' or g.destroyed_at is not null)) begin
  select raise(abort, 'guardian_minor: A minor is no guardian.'); end;
create trigger holder_destroy_held before update of destroyed_at on holder
  when new.destroyed_at is not null and exists(select 1 from line_ownership o where o.holder_id = new.id and o.until_at is null) begin
  select raise(abort, 'holder_has_lines: The holder has a line; the data stays until a term after its end.'); end;
create trigger holder_destroy_hold before update of destroyed_at on holder
  when new.destroyed_at is not null and exists(select 1 from holder_hold k where k.holder_id = new.id and k.lifted_at is null) begin
  select raise(abort, 'holder_legal_hold: A legal hold keeps these data.'); end;
create trigger holder_no_replace before insert on holder when exists(select 1 from holder where id = new.id) begin
  select raise(abort, 'holder_exists: This holder is on record already.'); end;
create trigger holder_no_delete before delete on holder begin
  select raise(abort, 'holder_kept: A holder stays on record; its data are destroyed by their key.'); end;

create table holder_document(
  id text primary key not null,
  holder_id text not null references holder(id),
  ordinal bigint not null check(ordinal > 0),    -- its number stands in the vault as document_<ordinal>
  kind text not null check(kind <> ''),
  country text not null check(length(country) = 3),
  number_index text check(length(number_index) = 64),
  expires_on text not null,                      -- YYYY-MM-DD, or ''
  evidence text not null check(evidence in ('capture', 'both_documents_shown', 'register_extract', 'court_record', 'issuer_confirmation')),
  evidence_ref text not null,
  added_by text not null check(added_by <> ''),
  added_at bigint not null,
  unique(holder_id, ordinal),
  check((evidence = 'capture') = (ordinal = 1)),
  check(evidence = 'capture' or evidence_ref <> '')
) without rowid;
create unique index holder_document_by_number on holder_document(number_index) where number_index is not null;
create index holder_document_expires on holder_document(expires_on, id) where expires_on <> '';
create trigger holder_document_fixed before update on holder_document
  when new.id <> old.id or new.holder_id <> old.holder_id or new.ordinal <> old.ordinal or new.kind <> old.kind or new.country <> old.country
    or new.expires_on <> old.expires_on or new.evidence <> old.evidence or new.evidence_ref <> old.evidence_ref or new.added_by <> old.added_by
    or new.added_at <> old.added_at or (new.number_index is not old.number_index and new.number_index is not null) begin
  select raise(abort, 'document_immutable: A document on record never changes; add the new one.'); end;
create trigger holder_document_no_replace before insert on holder_document
  when exists(select 1 from holder_document where id = new.id or number_index = new.number_index) begin
  select raise(abort, 'document_known: This document is on record already.'); end;
create trigger holder_document_no_delete before delete on holder_document begin
  select raise(abort, 'document_kept: A document stays on record; its number is destroyed by its key.'); end;

-- Two records that were found to be one person.
create table holder_link(
  id text primary key not null,
  holder_id text not null references holder(id),
  into_id text not null references holder(id),
  evidence text not null check(evidence in ('both_documents_shown', 'register_extract', 'court_record', 'issuer_confirmation')),
  evidence_ref text not null check(evidence_ref <> ''),
  linked_by text not null check(linked_by <> ''),
  at bigint not null,
  check(holder_id <> into_id)
) without rowid;
create index holder_link_by_holder on holder_link(holder_id, into_id);
create trigger holder_link_no_update before update on holder_link begin select raise(abort, 'link_immutable: Recorded evidence never changes.'); end;
create trigger holder_link_no_delete before delete on holder_link begin select raise(abort, 'link_immutable: Recorded evidence never changes.'); end;
create trigger holder_link_no_replace before insert on holder_link when exists(select 1 from holder_link where id = new.id) begin
  select raise(abort, 'link_immutable: Recorded evidence never changes.'); end;

create table holder_hold(
  id text primary key not null,
  holder_id text not null references holder(id),
  reference text not null check(reference <> ''),   -- number of the court's or authority's letter
  placed_by text not null check(placed_by <> ''),
  placed_at bigint not null,
  lifted_at bigint
) without rowid;
create index holder_hold_open on holder_hold(holder_id) where lifted_at is null;
create trigger holder_hold_fixed before update on holder_hold
  when old.lifted_at is not null or new.lifted_at is null or new.id <> old.id or new.holder_id <> old.holder_id or new.reference <> old.reference
    or new.placed_by <> old.placed_by or new.placed_at <> old.placed_at begin
  select raise(abort, 'hold_immutable: A legal hold can be lifted, once.'); end;
create trigger holder_hold_no_delete before delete on holder_hold begin select raise(abort, 'hold_immutable: A legal hold stays on record.'); end;
create trigger holder_hold_no_replace before insert on holder_hold when exists(select 1 from holder_hold where id = new.id) begin
  select raise(abort, 'hold_immutable: A legal hold stays on record.'); end;
