-- Answers to exercises whose answer is known. In instances of the kind training alone; the first answer of a person counts.
create table exercise_answer(
  id text collate "C" primary key not null,
  exercise text collate "C" not null check(exercise <> ''),
  person_id text collate "C" not null references person(id),
  ground text collate "C" not null,
  month text collate "C" not null check(length(month) = 7),
  outcome text not null check(outcome in ('violation', 'none', 'more_evidence')),
  measure text not null,
  scope_kind text not null,
  known_outcome text not null check(known_outcome in ('violation', 'none', 'more_evidence')),
  scope_agrees bigint not null check(scope_agrees in (0, 1)),
  answered_at bigint not null,
  unique(exercise, person_id),
  check((outcome = 'violation') = (measure <> '' and scope_kind <> '')));
create index exercise_answer_by_person on exercise_answer(person_id, exercise);
create index exercise_answer_by_month on exercise_answer(month, ground);
create function exercise_answer_training() returns trigger language plpgsql as $$ begin
  if not exists(select 1 from instance i where i.only_row = 1 and i.kind = 'training') then
    raise exception 'training_only: Exercises are in instances of the kind training alone.'; end if;
  return new;
end $$;
create trigger exercise_answer_training before insert on exercise_answer for each row execute function exercise_answer_training();
create trigger exercise_answer_no_update before update on exercise_answer for each row
  execute function muster_refuse('exercise_answer_kept: An answer never changes.');
create trigger exercise_answer_no_delete before delete on exercise_answer for each row
  execute function muster_refuse('exercise_answer_kept: An answer never changes.');
