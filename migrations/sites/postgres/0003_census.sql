-- What each census found: one row a run, and its differences from the register. No client, no query, no time of day.
create table census_run(
  number bigint primary key not null,
  id text collate "C" not null unique,
  state text collate "C" not null check(state in ('running', 'storing', 'done', 'failed', 'cancelled')),
  source_name text not null,
  source_file text not null,           -- in the inbox, while the run needs it; else ''
  format text not null check(format in ('auto', 'plain', 'csv', 'unbound', 'bind')),
  k bigint not null check(k between 1 and 1000),
  job_id text collate "C" not null,
  actor text not null,
  started_at bigint not null,
  finished_at bigint,
  lines bigint not null,
  names bigint not null,
  bad_lines bigint not null,
  not_sites bigint not null,
  below_k bigint not null,
  filed bigint not null,
  unfiled bigint not null,
  cancelled bigint not null,
  provider_differs bigint not null,
  address_differs bigint not null,
  held bigint not null,
  blocklisted bigint not null,
  found_new bigint not null,
  found_gone bigint not null,
  differences_sha256 text not null,
  previous_number bigint,
  error_code text not null,
  error_sentence text not null,
  check((state in ('done', 'failed', 'cancelled')) = (finished_at is not null)),
  check(state <> 'done' or length(differences_sha256) = 64)
);
create index census_run_by_state on census_run(state, number);
create trigger census_run_first_state before insert on census_run for each row
  when (new.state <> 'running')
  execute function muster_refuse('census_run_first_state: A census starts running.');
create trigger census_run_final before update on census_run for each row
  when (old.state in ('done', 'failed', 'cancelled'))
  execute function muster_refuse('census_run_ended: A census that has ended never changes.');
create trigger census_run_fixed before update on census_run for each row
  when (new.number <> old.number or new.id <> old.id or new.started_at <> old.started_at or new.actor <> old.actor)
  execute function muster_refuse('census_run_immutable: Which census this is never changes.');
create trigger census_run_no_delete before delete on census_run for each row
  execute function muster_refuse('census_run_kept: A census stays on record.');

create table census_finding(
  run_number bigint not null,          -- of a run that is storing: the trigger looks it up
  name text collate "C" not null,                  -- as names::Name normalises it
  standing text collate "C" not null check(standing in ('unfiled', 'cancelled', 'provider_differs', 'address_differs', 'held', 'blocklisted')),
  rule text not null,
  provider text not null,              -- as the observation called it
  provider_id text collate "C",                    -- the party, when known
  first_seen bigint not null,          -- days since 1970, carried over while the difference stands
  last_seen bigint not null,
  is_new bigint not null check(is_new in (0, 1)),
  primary key(run_number, name)
);
create index census_finding_by_standing on census_finding(run_number, standing, name);
create function census_finding_while_storing() returns trigger language plpgsql as $$
begin
  if (select state from census_run where number = new.run_number) is distinct from 'storing' then
    raise exception 'census_not_storing: Differences belong to a census that is being stored.';
  end if;
  return new;
end $$;
create trigger census_finding_while_storing before insert on census_finding for each row execute function census_finding_while_storing();
create trigger census_finding_no_update before update on census_finding for each row
  execute function muster_refuse('census_finding_immutable: What a census found never changes.');
create function census_finding_no_delete() returns trigger language plpgsql as $$
begin
  if (select state from census_run where number = old.run_number) = 'done' then
    raise exception 'census_finding_kept: What a census found stays on record.';
  end if;
  return old;
end $$;
create trigger census_finding_no_delete before delete on census_finding for each row execute function census_finding_no_delete();

-- Who was told of which unfiled site, and until when it may be filed.
create table census_notice(
  name text collate "C" not null,
  notice_id text collate "C" not null references notice(id),
  provider_id text collate "C" not null,
  run_number bigint not null references census_run(number),
  noticed_at bigint not null,
  due_at bigint not null check(due_at > noticed_at),
  primary key(name, notice_id)
);
create trigger census_notice_no_update before update on census_notice for each row
  execute function muster_refuse('census_notice_immutable: Who was told never changes.');
create trigger census_notice_no_delete before delete on census_notice for each row
  execute function muster_refuse('census_notice_kept: Who was told stays on record.');
