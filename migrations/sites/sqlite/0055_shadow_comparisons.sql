-- Comparisons with another system that are kept: what it says of each name against what Muster would do. One has the id of its job.
create table shadow_run(
  number bigint primary key not null,
  id text not null unique,
  state text not null check(state in ('running', 'done', 'failed', 'cancelled')),
  source_name text not null,
  actor text not null,
  started_at bigint not null,
  finished_at bigint,
  names bigint not null default 0,
  agree bigint not null default 0,
  standing_differs bigint not null default 0,
  blocked_differs bigint not null default 0,
  blocked_here bigint not null default 0,   -- of blocked_differs, those that Muster would block
  bad_lines bigint not null default 0,
  kept bigint not null default 0,           -- differences that stand below
  standings text not null default '{}',     -- JSON: "theirs ours" to how many
  error_code text not null default '',
  error_sentence text not null default '',
  check((state = 'running') = (finished_at is null))
) without rowid;
create trigger shadow_run_first_state before insert on shadow_run
  when new.state <> 'running' begin
  select raise(abort, 'shadow_run_first_state: A comparison starts running.'); end;
create trigger shadow_run_final before update on shadow_run
  when old.state <> 'running' or new.number <> old.number or new.id <> old.id or new.started_at <> old.started_at or new.actor <> old.actor begin
  select raise(abort, 'shadow_run_ended: A comparison that has ended never changes.'); end;
create trigger shadow_run_no_delete before delete on shadow_run begin
  select raise(abort, 'shadow_run_kept: A comparison stays on record.'); end;

create table shadow_difference(
  run_number bigint not null references shadow_run(number),
  name text not null,            -- registrable site, or the longer name that is on record apart
  line bigint not null check(line > 0),
  theirs text not null,          -- '': the other system says nothing of it
  ours text not null,
  rule text not null,                -- that decided ours
  blocked_theirs bigint not null check(blocked_theirs in (-1, 0, 1)),  -- -1: it says nothing of it
  blocked_ours bigint not null check(blocked_ours in (0, 1)),
  standing_differs bigint not null check(standing_differs in (0, 1)),
  blocked_differs bigint not null check(blocked_differs in (0, 1)),
  primary key(run_number, name, line),
  check(standing_differs = 1 or blocked_differs = 1)
) without rowid;
create index shadow_difference_by_standing on shadow_difference(run_number, name, line) where standing_differs = 1;
create index shadow_difference_by_pair on shadow_difference(run_number, theirs, ours, name, line) where standing_differs = 1;
create index shadow_difference_by_blocked on shadow_difference(run_number, blocked_ours, name, line) where blocked_differs = 1;
create trigger shadow_difference_while_running before insert on shadow_difference
  when (select state from shadow_run where number = new.run_number) is not 'running' begin
  select raise(abort, 'shadow_not_running: Differences belong to a comparison that is under way.'); end;
create trigger shadow_difference_no_update before update on shadow_difference begin
  select raise(abort, 'shadow_difference_immutable: What a comparison found never changes.'); end;
create trigger shadow_difference_no_delete before delete on shadow_difference
  when (select state from shadow_run where number = old.run_number) = 'done' begin
  select raise(abort, 'shadow_difference_kept: What a comparison found stays on record.'); end;
