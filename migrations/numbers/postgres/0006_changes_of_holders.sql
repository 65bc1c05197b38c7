-- What changes of a holder after the first capture: corrections by two persons, links that are undone, coming of age; and what
-- a holder is told. What was wrong stands in the vault under the correction's own id, until its term ends.
create table holder_correction(
  id text collate "C" primary key not null,
  holder_id text collate "C" not null references holder(id),
  part text collate "C" not null check(part in ('name', 'birth_date', 'address', 'document')),
  document_id text collate "C" references holder_document(id),       -- that was recorded with a wrong number
  kind text collate "C" not null,                                    -- of the right document; '' for the other parts
  country text collate "C" not null,
  expires_on text collate "C" not null,
  identity_index text collate "C" check(length(identity_index) = 64),   -- of name and birth date as corrected; with the confirmation
  evidence text collate "C" not null check(evidence in ('both_documents_shown', 'register_extract', 'court_record', 'issuer_confirmation')),
  evidence_ref text collate "C" not null check(evidence_ref <> ''),
  state text collate "C" not null check(state in ('asked', 'confirmed', 'refused', 'withdrawn')),
  asked_by text collate "C" not null check(asked_by <> ''),
  asked_at bigint not null,
  decided_by text collate "C",
  decided_at bigint,
  former_until bigint,        -- until when the former value is kept
  former_gone_at bigint,
  check((part = 'document') = (document_id is not null)),
  check((part = 'document') = (kind <> '')),
  check((state = 'asked') = (decided_by is null)),
  check((decided_by is null) = (decided_at is null)),
  check((state = 'confirmed') = (former_until is not null)),
  check(identity_index is null or state = 'confirmed')
);
create index holder_correction_by_holder on holder_correction(holder_id, id);
create unique index holder_correction_open on holder_correction(holder_id, part) where state = 'asked';
create index holder_correction_waiting on holder_correction(id) where state = 'asked';
create index holder_correction_term on holder_correction(former_until, id) where former_until is not null and former_gone_at is null;
create trigger holder_correction_first before insert on holder_correction for each row
  when (new.state <> 'asked')
  execute function muster_refuse('correction_state: A correction begins as asked for.');
create trigger holder_correction_fixed before update on holder_correction for each row
  when (new.id <> old.id or new.holder_id <> old.holder_id or new.part <> old.part or new.document_id is distinct from old.document_id or new.kind <> old.kind
    or new.country <> old.country or new.expires_on <> old.expires_on or new.evidence <> old.evidence or new.evidence_ref <> old.evidence_ref
    or new.asked_by <> old.asked_by or new.asked_at <> old.asked_at
    or (old.state <> 'asked' and (new.state <> old.state or new.decided_by is distinct from old.decided_by or new.decided_at is distinct from old.decided_at
      or new.former_until is distinct from old.former_until or (new.identity_index is not null and new.identity_index is distinct from old.identity_index)))
    or (old.former_gone_at is not null and new.former_gone_at is distinct from old.former_gone_at))
  execute function muster_refuse('correction_immutable: What was asked for and decided never changes.');
create trigger holder_correction_two_persons before update of state on holder_correction for each row
  when (new.state in ('confirmed', 'refused') and new.decided_by = new.asked_by)
  execute function muster_refuse('correction_one_person: Who asks for a correction does not decide on it.');
create trigger holder_correction_no_delete before delete on holder_correction for each row
  execute function muster_refuse('correction_immutable: What was asked for and decided never changes.');

-- A link that was wrong: two persons after all.
create table holder_unlink(
  link_id text collate "C" primary key not null references holder_link(id),
  holder_id text collate "C" not null references holder(id),
  evidence text collate "C" not null check(evidence in ('both_documents_shown', 'register_extract', 'court_record', 'issuer_confirmation')),
  evidence_ref text collate "C" not null check(evidence_ref <> ''),
  undone_by text collate "C" not null check(undone_by <> ''),
  at bigint not null
);
create index holder_link_by_into on holder_link(into_id, holder_id);
create trigger holder_unlink_no_update before update on holder_unlink for each row
  execute function muster_refuse('link_immutable: Recorded evidence never changes.');
create trigger holder_unlink_no_delete before delete on holder_unlink for each row
  execute function muster_refuse('link_immutable: Recorded evidence never changes.');

-- What identifies a holder changes by a confirmed correction alone; a link ends by recorded evidence alone.
drop trigger holder_fixed on holder;
create function holder_fixed() returns trigger language plpgsql as $$ begin
  if old.destroyed_at is not null or new.id <> old.id or new.created_at <> old.created_at or new.version <> old.version + 1
    or (new.identity_index is distinct from old.identity_index and new.identity_index is not null
      and not exists(select 1 from holder_correction c where c.holder_id = new.id and c.state = 'confirmed' and c.identity_index = new.identity_index)) then
    raise exception 'holder_immutable: What identifies a holder never changes but by a correction; after destruction nothing does.';
  end if;
  return new; end $$;
select muster_pin('holder_fixed');
create trigger holder_fixed before update on holder for each row execute function holder_fixed();
drop trigger holder_same_as_evidence on holder;
drop function holder_same_as_evidence();
create function holder_same_as_evidence() returns trigger language plpgsql as $$ begin
  if new.same_as is distinct from old.same_as and ((new.same_as is null and exists(select 1 from holder_link k where k.holder_id = new.id
      and not exists(select 1 from holder_unlink u where u.link_id = k.id)))
    or (new.same_as is not null
      and not exists(select 1 from holder_link k join holder h on h.id = k.into_id where k.holder_id = new.id and (k.into_id = new.same_as or coalesce(h.same_as, h.id) = new.same_as)
        and not exists(select 1 from holder_unlink u where u.link_id = k.id))
      and not exists(select 1 from holder_link k where k.holder_id = old.same_as and k.into_id = new.same_as
        and not exists(select 1 from holder_unlink u where u.link_id = k.id)))) then
    raise exception 'holder_link_evidence: Two records are one person by recorded evidence alone.';
  end if;
  return new; end $$;
select muster_pin('holder_same_as_evidence');
create trigger holder_same_as_evidence before update of same_as on holder for each row execute function holder_same_as_evidence();

-- The day of birth of minors as a keyed hash, so that who comes of age today is found without reading anybody's.
create table holder_minor(
  holder_id text collate "C" primary key not null references holder(id),
  birth_index text collate "C" not null check(length(birth_index) = 64)
);
create index holder_minor_by_birth on holder_minor(birth_index, holder_id);
create index holder_minors on holder(id) where category = 'minor' and destroyed_at is null;
create table holder_majority(
  holder_id text collate "C" primary key not null references holder(id),
  found_at bigint not null,
  due_at bigint not null,       -- until when the person is asked to take the lines over
  adopted_at bigint,
  adopted_by text collate "C",              -- who took the declaration
  document_id text collate "C" references holder_document(id),
  consent text collate "C" not null,        -- the text that the person agreed to; '' before
  check((adopted_at is null) = (adopted_by is null)),
  check((adopted_at is null) = (document_id is null)),
  check((adopted_at is null) = (consent = ''))
);
create index holder_majority_waiting on holder_majority(due_at, holder_id) where adopted_at is null;
create trigger holder_majority_fixed before update on holder_majority for each row
  when (old.adopted_at is not null or new.holder_id <> old.holder_id or new.found_at <> old.found_at or new.due_at <> old.due_at)
  execute function muster_refuse('majority_immutable: Who took over their lines, and when, never changes.');
create trigger holder_majority_no_delete before delete on holder_majority for each row
  execute function muster_refuse('majority_immutable: Who took over their lines, and when, never changes.');

-- What a holder is told. The words are the channel's; here stand what of, and when.
create table holder_notice(
  id text collate "C" primary key not null,
  holder_id text collate "C" not null references holder(id),
  line_id text collate "C" references line(id),
  kind text collate "C" not null check(kind <> ''),
  record_kind text collate "C" not null check(record_kind <> ''),
  record_id text collate "C" not null check(record_id <> ''),
  at bigint not null,
  handed_at bigint              -- when a channel took it
);
create index holder_notice_by_holder on holder_notice(holder_id, id);
create index holder_notice_waiting on holder_notice(id) where handed_at is null;
create trigger holder_notice_fixed before update on holder_notice for each row
  when (old.handed_at is not null or new.handed_at is null or new.id <> old.id or new.holder_id <> old.holder_id or new.line_id is distinct from old.line_id
    or new.kind <> old.kind or new.record_kind <> old.record_kind or new.record_id <> old.record_id or new.at <> old.at)
  execute function muster_refuse('notice_immutable: What a holder was told never changes.');
create trigger holder_notice_no_delete before delete on holder_notice for each row
  execute function muster_refuse('notice_kept: What a holder was told stays on record.');

-- A line within the cap again is excess no more; it moves to a lower slot alone.
drop trigger line_ownership_fixed on line_ownership;
create trigger line_ownership_fixed before update on line_ownership for each row
  when (old.until_at is not null or new.id <> old.id or new.line_id <> old.line_id or new.holder_id <> old.holder_id or new.line_kind <> old.line_kind
    or new.from_at <> old.from_at or new.ground_ref <> old.ground_ref or new.cap <> old.cap
    or (new.counted_under = old.counted_under and ((new.slot <> old.slot and (old.excess = 0 or new.slot > old.slot)) or new.excess > old.excess)))
  execute function muster_refuse('ownership_immutable: Who held a line, and since when, never changes; it can only end.');
create index line_ownership_excess on line_ownership(counted_under, line_kind) where excess = 1 and until_at is null;
