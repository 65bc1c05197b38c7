-- When each site is tested: what is known of it, and when it is due (src/sites/schedule). Takes over what was watched.
-- lane: 0 an event, tested before all that is merely due; 1 by its rate. cause: why it is due then.
create table schedule_site(
  host text primary key not null,
  holder text not null,                -- subject of its filing, or empty
  filed bigint not null check(filed in (0, 1)),
  category bigint not null check(category between 0 and 4),
  since bigint not null,
  grew_at bigint,
  reported_at bigint,
  promoted_at bigint,
  holder_violation bigint not null check(holder_violation in (0, 1)),
  weight double precision not null check(weight > 0),
  detection double precision not null check(detection >= 0 and detection <= 1),  -- 0: that of the policy
  tests bigint not null check(tests >= 0),
  violations bigint not null check(violations >= 0),
  exposure_days double precision not null check(exposure_days >= 0),
  last_at bigint not null,             -- of its last test, or of its coming
  lane bigint not null check(lane in (0, 1)),
  cause text not null check(cause in ('new', 'routine', 'plan', 'retry', 'report', 'address', 'holder', 'partner', 'growth')),
  due_at bigint not null,
  rate_per_day double precision not null check(rate_per_day >= 0));
create index schedule_site_due on schedule_site(lane, due_at, host);
create index schedule_site_holder on schedule_site(holder) where holder <> '';
insert into schedule_site(host, holder, filed, category, since, grew_at, reported_at, promoted_at, holder_violation, weight,
    detection, tests, violations, exposure_days, last_at, lane, cause, due_at, rate_per_day)
  select w.host, '', 0, 0, coalesce(r.started_at, w.due_at), null, case when w.class = 0 then w.due_at end, null, 0, 1, 0,
    case when w.last_run_id is null then 0 else 1 end, w.violations, 0, coalesce(r.finished_at, w.due_at),
    case when w.class = 0 then 0 else 1 end,
    case w.class when 0 then 'report' when 2 then 'new' when 3 then 'routine' else 'plan' end, w.due_at, 0
  from test_watch w left join test_run r on r.id = w.last_run_id;
drop table test_watch;

-- Every outcome and event by an id of its own, so that none counts twice.
create table schedule_journal(
  id text primary key not null,
  host text not null,
  kind text not null check(kind in ('clean', 'violation', 'error', 'report', 'address', 'holder', 'partner', 'growth')),
  at bigint not null);
create index schedule_journal_by_host on schedule_journal(host, at);
create index schedule_journal_by_time on schedule_journal(at, kind);
create trigger schedule_journal_no_update before update on schedule_journal
  for each statement execute function muster_refuse('schedule_journal_immutable: What the schedule was told can not be changed.');
create trigger schedule_journal_no_delete before delete or truncate on schedule_journal
  for each statement execute function muster_refuse('schedule_journal_immutable: What the schedule was told can not be changed.');

-- One planning: the model of hazards and the water level, from which every rate follows.
create table schedule_plan(
  id text primary key not null,
  made_at bigint not null,
  sites bigint not null,
  budget double precision not null,
  level double precision not null,
  spent double precision not null,
  at_floor bigint not null,
  at_ceiling bigint not null,
  affordable bigint not null check(affordable in (0, 1)),
  explore_per_day double precision not null,
  model text not null);                -- JSON
create trigger schedule_plan_no_update before update on schedule_plan
  for each statement execute function muster_refuse('schedule_plan_immutable: A plan that was made can not be changed.');
create trigger schedule_plan_no_delete before delete or truncate on schedule_plan
  for each statement execute function muster_refuse('schedule_plan_immutable: A plan that was made can not be changed.');
