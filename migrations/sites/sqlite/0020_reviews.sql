-- How far reviewers agree: sealed tests whose answer two persons know, and closed suspicions that a second person judges without
-- seeing what the first one said. No text of people is kept here.
create table golden_item(
  id text primary key not null,
  run_id text not null references test_run(id),
  address text not null,
  ground text not null check(ground in ('explicit_unlawful', 'age_assurance_missing', 'billing_fraud', 'phishing_or_malware')),
  answer text not null check(answer in ('violation', 'none')),
  state text not null check(state in ('proposed', 'confirmed', 'retired')),
  entered_by text not null check(entered_by <> ''),
  confirmed_by text,
  retired_by text,
  created_at bigint not null,
  state_at bigint not null,
  row_version bigint not null,
  check(state <> 'confirmed' or confirmed_by is not null),
  check(confirmed_by is null or confirmed_by <> entered_by));
create unique index golden_item_open on golden_item(run_id, ground) where state <> 'retired';
create index golden_item_by_state on golden_item(state, id);
create trigger golden_item_begins before insert on golden_item when new.state <> 'proposed' or new.confirmed_by is not null begin
  select raise(abort, 'golden_state: An item is proposed first.'); end;
create trigger golden_item_changes before update on golden_item begin
  select raise(abort, 'golden_immutable: What was entered of an item never changes.')
    where new.id <> old.id or new.run_id <> old.run_id or new.address <> old.address or new.ground <> old.ground or new.answer <> old.answer
      or new.entered_by <> old.entered_by or new.created_at <> old.created_at or (old.confirmed_by is not null and new.confirmed_by is not old.confirmed_by);
  select raise(abort, 'golden_state: This step is not open to the item in its present state.')
    where (old.state, new.state) not in (values ('proposed', 'confirmed'), ('proposed', 'retired'), ('confirmed', 'retired'));
end;
create trigger golden_item_no_delete before delete on golden_item begin
  select raise(abort, 'golden_kept: An item stays on record; it is retired.'); end;

create table blind_review(
  id text primary key not null,
  suspicion_id text references suspicion(id),
  golden_id text references golden_item(id),
  run_id text not null references test_run(id),
  ground text not null,
  month text not null check(length(month) = 7),
  first_answer text not null check(first_answer in ('violation', 'none')),
  first_by text not null,   -- of an item of the golden set: who entered it
  also_by text not null,    -- who confirmed it, or screened the suspicion
  state text not null check(state in ('waiting', 'taken', 'answered', 'lapsed')),
  taken_by text,
  taken_at bigint,
  answer text not null check(answer in ('', 'violation', 'none', 'unsure')),
  answered_at bigint,
  created_at bigint not null,
  due_at bigint not null,
  row_version bigint not null,
  check((suspicion_id is null) <> (golden_id is null)),
  check((state = 'answered') = (answer <> '')),
  check((state = 'answered') = (answered_at is not null)),
  check(state not in ('taken', 'answered') or taken_by is not null));
create unique index blind_review_suspicion on blind_review(suspicion_id) where suspicion_id is not null;
create unique index blind_review_golden on blind_review(golden_id, month) where golden_id is not null;
create index blind_review_open on blind_review(state, due_at, id);
create index blind_review_month on blind_review(month, ground);
create index blind_review_taken on blind_review(taken_by, state);
create trigger blind_review_begins before insert on blind_review when new.state <> 'waiting' or new.taken_by is not null begin
  select raise(abort, 'review_state: A second review waits first.'); end;
create trigger blind_review_changes before update on blind_review begin
  select raise(abort, 'review_immutable: What a second review is about never changes.')
    where new.id <> old.id or new.suspicion_id is not old.suspicion_id or new.golden_id is not old.golden_id or new.run_id <> old.run_id
      or new.ground <> old.ground or new.month <> old.month or new.first_answer <> old.first_answer or new.first_by <> old.first_by
      or new.also_by <> old.also_by or new.created_at <> old.created_at;
  select raise(abort, 'review_state: This step is not open to the review in its present state.')
    where (old.state, new.state) not in (values ('waiting', 'taken'), ('taken', 'waiting'), ('taken', 'answered'), ('waiting', 'lapsed'),
      ('taken', 'lapsed'));
  select raise(abort, 'review_same_person: A second review is another person''s.')
    where new.taken_by is not null and (new.taken_by = old.first_by or new.taken_by = old.also_by);
  select raise(abort, 'review_same_person: Who took a review answers it.')
    where new.state = 'answered' and new.taken_by is not old.taken_by;
end;
create trigger blind_review_no_delete before delete on blind_review begin
  select raise(abort, 'review_kept: A second review stays on record.'); end;

-- A month's report, made once the month is over and kept as it was made.
create table score_report(
  month text primary key not null check(length(month) = 7),
  made_at bigint not null,
  outcomes bigint not null,
  brier double precision not null,
  calibration_error double precision not null,
  drift double precision not null,  -- the greatest of all bundles' stability indexes
  body text not null);              -- JSON: bins, bundles, agreement, golden set
create trigger score_report_no_update before update on score_report begin
  select raise(abort, 'report_immutable: A report stays as it was made.'); end;
create trigger score_report_no_delete before delete on score_report begin
  select raise(abort, 'report_immutable: A report stays as it was made.'); end;
