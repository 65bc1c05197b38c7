-- Debarments of responsible entities: for a term, after a hearing, by three different persons.
create table debarment_number(year bigint primary key not null, last bigint not null);
create table debarment(
  id text collate "C" primary key not null,
  number text collate "C" not null unique,
  subject_id text collate "C" not null references subject(id),
  cause text not null check(cause in ('false_filing', 'authority_decision')),
  reason text not null check(length(reason) between 1 and 2000),
  law text not null check(length(law) between 1 and 500),
  decision_ref text not null check(length(decision_ref) between 1 and 200),
  decided_at bigint not null,
  proposed_by text collate "C" not null references person(id),
  proposed_at bigint not null,
  notice_id text collate "C" references notice(id),
  answer_by bigint,
  heard_by text collate "C" references person(id),
  heard_how text not null check(heard_how in ('', 'words', 'silent')),
  heard_at bigint,
  activated_by text collate "C" references person(id),
  from_at bigint,
  until_at bigint,                       -- never open-ended
  review_at bigint,
  state text collate "C" not null check(state in ('proposed', 'notified', 'heard', 'active', 'reviewed', 'expired', 'removed')),
  state_at bigint not null,
  end_reason text not null,
  version bigint not null check(version > 0),
  check(state not in ('notified', 'heard', 'active', 'reviewed', 'expired') or (notice_id is not null and answer_by is not null)),
  check(state not in ('heard', 'active', 'reviewed', 'expired') or (heard_by is not null and heard_at is not null and heard_how <> '')),
  check(state not in ('active', 'reviewed', 'expired') or (activated_by is not null and until_at is not null and from_at is not null and review_at is not null)),
  check(until_at is null or until_at > from_at),
  check(review_at is null or review_at <= until_at),
  check(heard_by is null or heard_by <> proposed_by),
  check(activated_by is null or (activated_by <> proposed_by and activated_by <> heard_by)),
  check(heard_how <> 'silent' or heard_at >= answer_by),
  check((state in ('expired', 'removed')) = (end_reason <> '')));
create unique index debarment_one_open on debarment(subject_id) where state in ('proposed', 'notified', 'heard', 'active', 'reviewed');
create index debarment_by_subject on debarment(subject_id, id);
create index debarment_by_state on debarment(state, id);
create index debarment_ends on debarment(until_at, id) where state in ('active', 'reviewed');
create trigger debarment_begins before insert on debarment for each row when (new.state <> 'proposed' or new.version <> 1)
  execute function muster_refuse('debarment_state: A debarment begins as a proposal.');
create trigger debarment_fixed before update on debarment for each row
  when (new.id <> old.id or new.number <> old.number or new.subject_id <> old.subject_id or new.cause <> old.cause or new.reason <> old.reason
    or new.law <> old.law or new.decision_ref <> old.decision_ref or new.decided_at <> old.decided_at or new.proposed_by <> old.proposed_by
    or new.proposed_at <> old.proposed_at or (old.notice_id is not null and (new.notice_id is distinct from old.notice_id or new.answer_by is distinct from old.answer_by))
    or (old.heard_by is not null and (new.heard_by is distinct from old.heard_by or new.heard_at is distinct from old.heard_at or new.heard_how <> old.heard_how))
    or (old.activated_by is not null and (new.activated_by is distinct from old.activated_by or new.from_at is distinct from old.from_at or new.until_at is distinct from old.until_at))
    or new.version <> old.version + 1)
  execute function muster_refuse('debarment_immutable: What a debarment says never changes; it can only end.');
create function debarment_moves() returns trigger language plpgsql as $$ begin
  if (old.state, new.state) not in (values ('proposed', 'notified'), ('proposed', 'removed'), ('notified', 'heard'), ('notified', 'removed'),
    ('heard', 'active'), ('heard', 'removed'), ('active', 'reviewed'), ('active', 'removed'), ('active', 'expired'), ('reviewed', 'reviewed'),
    ('reviewed', 'removed'), ('reviewed', 'expired')) then
    raise exception 'debarment_state: This step is not open to a debarment in its present state.'; end if;
  return new;
end $$;
create trigger debarment_moves before update on debarment for each row execute function debarment_moves();
create trigger debarment_no_delete before delete on debarment for each row
  execute function muster_refuse('debarment_kept: A debarment stays on record.');
