-- Answers to exercises whose answer is known. In instances of the kind training alone; the first answer of a person counts.
create table exercise_answer(
  id text primary key not null,
  exercise text not null check(exercise <> ''),
  person_id text not null references person(id),
  ground text not null,
  month text not null check(length(month) = 7),
  outcome text not null check(outcome in ('violation', 'none', 'more_evidence')),
  measure text not null,
  scope_kind text not null,
  known_outcome text not null check(known_outcome in ('violation', 'none', 'more_evidence')),
  scope_agrees bigint not null check(scope_agrees in (0, 1)),
  answered_at bigint not null,
  unique(exercise, person_id),
  check((outcome = 'violation') = (measure <> '' and scope_kind <> ''))) without rowid;
create index exercise_answer_by_person on exercise_answer(person_id, exercise);
create index exercise_answer_by_month on exercise_answer(month, ground);
create trigger exercise_answer_training before insert on exercise_answer
  when not exists(select 1 from instance i where i.only_row = 1 and i.kind = 'training') begin
  select raise(abort, 'training_only: Exercises are in instances of the kind training alone.'); end;
create trigger exercise_answer_no_replace before insert on exercise_answer
  when exists(select 1 from exercise_answer e where e.id = new.id or (e.exercise = new.exercise and e.person_id = new.person_id)) begin
  select raise(abort, 'exercise_answered: This exercise is answered already; the first answer counts.'); end;
create trigger exercise_answer_no_update before update on exercise_answer begin
  select raise(abort, 'exercise_answer_kept: An answer never changes.'); end;
create trigger exercise_answer_no_delete before delete on exercise_answer begin
  select raise(abort, 'exercise_answer_kept: An answer never changes.'); end;
