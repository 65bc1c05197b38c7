-- Long work. A job whose process was killed is taken up again when its lease has run out, from its checkpoint.
create table job(
  id text primary key,
  kind text not null,
  state text not null default 'queued' check(state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  arguments text not null,           -- JSON object, no personal data
  created_by text not null,
  created_at bigint not null,
  run_at bigint not null,
  attempts bigint not null default 0,
  attempts_max bigint not null default 5,
  lease_owner text,
  lease_until bigint,
  cancel_requested bigint not null default 0,
  checkpoint text not null default '',
  done bigint not null default 0,
  total bigint not null default 0,
  phase text not null default '',
  result text not null default '',
  error_code text not null default '',
  error_sentence text not null default '',
  started_at bigint,
  finished_at bigint,
  changed_at bigint not null,
  check((state = 'running') = (lease_until is not null)),
  check((state in ('done', 'failed', 'cancelled')) = (finished_at is not null)));
create index job_by_turn on job(kind, state, run_at, id);
create index job_by_state on job(state, id);
create index job_by_lease on job(kind, state, lease_until);
create index job_by_kind on job(kind, id);
create trigger job_end_is_final before update on job
  for each row when (old.finished_at is not null)
  execute function muster_refuse('job_ended: This job has ended; start a new one.');

-- Work that comes again: one row a kind.
create table job_schedule(
  kind text primary key,
  arguments text not null,
  every_micros bigint not null check(every_micros > 0),
  next_at bigint not null);
