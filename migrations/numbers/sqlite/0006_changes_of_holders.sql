-- What changes of a holder after the first capture: corrections by two persons, links that are undone, coming of age; and what
-- a holder is told. What was wrong stands in the vault under the correction's own id, until its term ends.
create table holder_correction(
  id text primary key not null,
  holder_id text not null references holder(id),
  part text not null check(part in ('name', 'birth_date', 'address', 'document')),
  document_id text references holder_document(id),       -- that was recorded with a wrong number
  kind text not null,                                    -- of the right document; '' for the other parts
  country text not null,
  expires_on text not null,
  identity_index text check(length(identity_index) = 64),   -- of name and birth date as corrected; with the confirmation
  evidence text not null check(evidence in ('both_documents_shown', 'register_extract', 'court_record', 'issuer_confirmation')),
  evidence_ref text not null check(evidence_ref <> ''),
  state text not null check(state in ('asked', 'confirmed', 'refused', 'withdrawn')),
  asked_by text not null check(asked_by <> ''),
  asked_at bigint not null,
  decided_by text,
  decided_at bigint,
  former_until bigint,        -- until when the former value is kept
  former_gone_at bigint,
  check((part = 'document') = (document_id is not null)),
  check((part = 'document') = (kind <> '')),
  check((state = 'asked') = (decided_by is null)),
  check((decided_by is null) = (decided_at is null)),
  check((state = 'confirmed') = (former_until is not null)),
  check(identity_index is null or state = 'confirmed')
) without rowid;
create index holder_correction_by_holder on holder_correction(holder_id, id);
create unique index holder_correction_open on holder_correction(holder_id, part) where state = 'asked';
create index holder_correction_waiting on holder_correction(id) where state = 'asked';
create index holder_correction_term on holder_correction(former_until, id) where former_until is not null and former_gone_at is null;
create trigger holder_correction_first before insert on holder_correction when new.state <> 'asked' begin
  select raise(abort, 'correction_state: A correction begins as asked for.'); end;
create trigger holder_correction_fixed before update on holder_correction
  when new.id <> old.id or new.holder_id <> old.holder_id or new.part <> old.part or new.document_id is not old.document_id or new.kind <> old.kind
    or new.country <> old.country or new.expires_on <> old.expires_on or new.evidence <> old.evidence or new.evidence_ref <> old.evidence_ref
    or new.asked_by <> old.asked_by or new.asked_at <> old.asked_at
    or (old.state <> 'asked' and (new.state <> old.state or new.decided_by is not old.decided_by or new.decided_at is not old.decided_at
      or new.former_until is not old.former_until or (new.identity_index is not null and new.identity_index is not old.identity_index)))
    or (old.former_gone_at is not null and new.former_gone_at is not old.former_gone_at) begin
  select raise(abort, 'correction_immutable: What was asked for and decided never changes.'); end;
create trigger holder_correction_two_persons before update of state on holder_correction
  when new.state in ('confirmed', 'refused') and new.decided_by = new.asked_by begin
  select raise(abort, 'correction_one_person: Who asks for a correction does not decide on it.'); end;
create trigger holder_correction_no_replace before insert on holder_correction when exists(select 1 from holder_correction where id = new.id) begin
  select raise(abort, 'correction_immutable: What was asked for and decided never changes.'); end;
create trigger holder_correction_no_delete before delete on holder_correction begin
  select raise(abort, 'correction_immutable: What was asked for and decided never changes.'); end;

-- A link that was wrong: two persons after all.
create table holder_unlink(
  link_id text primary key not null references holder_link(id),
  holder_id text not null references holder(id),
  evidence text not null check(evidence in ('both_documents_shown', 'register_extract', 'court_record', 'issuer_confirmation')),
  evidence_ref text not null check(evidence_ref <> ''),
  undone_by text not null check(undone_by <> ''),
  at bigint not null
) without rowid;
create index holder_link_by_into on holder_link(into_id, holder_id);
create trigger holder_unlink_no_update before update on holder_unlink begin select raise(abort, 'link_immutable: Recorded evidence never changes.'); end;
create trigger holder_unlink_no_delete before delete on holder_unlink begin select raise(abort, 'link_immutable: Recorded evidence never changes.'); end;
create trigger holder_unlink_no_replace before insert on holder_unlink when exists(select 1 from holder_unlink where link_id = new.link_id) begin
  select raise(abort, 'link_undone: This link was undone already.'); end;

-- What identifies a holder changes by a confirmed correction alone; a link ends by recorded evidence alone.
drop trigger holder_fixed; -- on holder
create trigger holder_fixed before update on holder
  when old.destroyed_at is not null or new.id <> old.id or new.created_at <> old.created_at or new.version <> old.version + 1
    or (new.identity_index is not old.identity_index and new.identity_index is not null
      and not exists(select 1 from holder_correction c where c.holder_id = new.id and c.state = 'confirmed' and c.identity_index = new.identity_index)) begin
  select raise(abort, 'holder_immutable: What identifies a holder never changes but by a correction; after destruction nothing does.'); end;
drop trigger holder_same_as_evidence; -- on holder, with its function
create trigger holder_same_as_evidence before update of same_as on holder
  when new.same_as is not old.same_as and ((new.same_as is null and exists(select 1 from holder_link k where k.holder_id = new.id
      and not exists(select 1 from holder_unlink u where u.link_id = k.id)))
    or (new.same_as is not null
      and not exists(select 1 from holder_link k join holder h on h.id = k.into_id where k.holder_id = new.id and (k.into_id = new.same_as or coalesce(h.same_as, h.id) = new.same_as)
        and not exists(select 1 from holder_unlink u where u.link_id = k.id))
      and not exists(select 1 from holder_link k where k.holder_id = old.same_as and k.into_id = new.same_as
        and not exists(select 1 from holder_unlink u where u.link_id = k.id)))) begin
  select raise(abort, 'holder_link_evidence: Two records are one person by recorded evidence alone.'); end;

-- The day of birth of minors as a keyed hash, so that who comes of age today is found without reading anybody's.
create table holder_minor(
  holder_id text primary key not null references holder(id),
  birth_index text not null check(length(birth_index) = 64)
) without rowid;
create index holder_minor_by_birth on holder_minor(birth_index, holder_id);
create index holder_minors on holder(id) where category = 'minor' and destroyed_at is null;
create table holder_majority(
  holder_id text primary key not null references holder(id),
  found_at bigint not null,
  due_at bigint not null,       -- until when the person is asked to take the lines over
  adopted_at bigint,
  adopted_by text,              -- who took the declaration
  document_id text references holder_document(id),
  consent text not null,        -- the text that the person agreed to; '' before
  check((adopted_at is null) = (adopted_by is null)),
  check((adopted_at is null) = (document_id is null)),
  check((adopted_at is null) = (consent = ''))
) without rowid;
create index holder_majority_waiting on holder_majority(due_at, holder_id) where adopted_at is null;
create trigger holder_majority_fixed before update on holder_majority
  when old.adopted_at is not null or new.holder_id <> old.holder_id or new.found_at <> old.found_at or new.due_at <> old.due_at begin
  select raise(abort, 'majority_immutable: Who took over their lines, and when, never changes.'); end;
create trigger holder_majority_no_delete before delete on holder_majority begin
  select raise(abort, 'majority_immutable: Who took over their lines, and when, never changes.'); end;

-- What a holder is told. The words are the channel's; here stand what of, and when.
create table holder_notice(
  id text primary key not null,
  holder_id text not null references holder(id),
  line_id text references line(id),
  kind text not null check(kind <> ''),
  record_kind text not null check(record_kind <> ''),
  record_id text not null check(record_id <> ''),
  at bigint not null,
  handed_at bigint              -- when a channel took it
) without rowid;
create index holder_notice_by_holder on holder_notice(holder_id, id);
create index holder_notice_waiting on holder_notice(id) where handed_at is null;
create trigger holder_notice_fixed before update on holder_notice
  when old.handed_at is not null or new.handed_at is null or new.id <> old.id or new.holder_id <> old.holder_id or new.line_id is not old.line_id
    or new.kind <> old.kind or new.record_kind <> old.record_kind or new.record_id <> old.record_id or new.at <> old.at begin
  select raise(abort, 'notice_immutable: What a holder was told never changes.'); end;
create trigger holder_notice_no_delete before delete on holder_notice begin
  select raise(abort, 'notice_kept: What a holder was told stays on record.'); end;

-- A line within the cap again is excess no more; it moves to a lower slot alone.
drop trigger line_ownership_fixed; -- on line_ownership
create trigger line_ownership_fixed before update on line_ownership
  when old.until_at is not null or new.id <> old.id or new.line_id <> old.line_id or new.holder_id <> old.holder_id or new.line_kind <> old.line_kind
    or new.from_at <> old.from_at or new.ground_ref <> old.ground_ref or new.cap <> old.cap
    or (new.counted_under = old.counted_under and ((new.slot <> old.slot and (old.excess = 0 or new.slot > old.slot)) or new.excess > old.excess)) begin
  select raise(abort, 'ownership_immutable: Who held a line, and since when, never changes; it can only end.'); end;
create index line_ownership_excess on line_ownership(counted_under, line_kind) where excess = 1 and until_at is null;
