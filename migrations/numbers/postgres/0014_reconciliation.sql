-- Comparisons with the national register and with what the network serves. What differs is kept as it stands since the newest
-- one of its source; it is derived from both sides and no record of its own, so that it may go again.
create table reconciliation_run(
  id text collate "C" primary key not null,
  source text collate "C" not null check(source in ('national', 'network')),
  name text collate "C" not null check(length(name) between 1 and 200),
  file_sha256 text collate "C" not null check(length(file_sha256) = 64),
  state text collate "C" not null check(state in ('running', 'done', 'cancelled')),
  last_msisdn bigint not null check(last_msisdn >= 0),   -- up to which both sides were compared
  theirs bigint not null, bad bigint not null, repeated bigint not null, ours bigint not null, same bigint not null,
  opened bigint not null, vanished bigint not null,
  not_ours bigint not null, missing_here bigint not null, missing_there bigint not null, barred_there bigint not null,
  barred_here bigint not null, verified_there bigint not null, verified_here bigint not null,
  started_by text collate "C" not null check(started_by <> ''),
  started_at bigint not null,
  ended_at bigint,
  check((state = 'running') = (ended_at is null))
);
create unique index reconciliation_one_running on reconciliation_run(source) where state = 'running';
create index reconciliation_of_source on reconciliation_run(source, id);
create trigger reconciliation_first before insert on reconciliation_run for each row
  when (new.state <> 'running' or new.last_msisdn <> 0)
  execute function muster_refuse('reconciliation_first: A comparison begins at its beginning.');
create trigger reconciliation_forward before update on reconciliation_run for each row
  when (old.state <> 'running' or new.id <> old.id or new.source <> old.source or new.name <> old.name or new.file_sha256 <> old.file_sha256
    or new.last_msisdn < old.last_msisdn or new.started_by <> old.started_by or new.started_at <> old.started_at)
  execute function muster_refuse('reconciliation_fixed: A comparison goes forward until it ends, and stays as it ended.');
create trigger reconciliation_no_delete before delete on reconciliation_run for each row
  execute function muster_refuse('reconciliation_kept: That registers were compared stays on record.');

create table line_difference(
  source text collate "C" not null check(source in ('national', 'network')),
  line_id text collate "C" not null references line(id),
  kind text collate "C" not null check(kind in ('missing_here', 'missing_there', 'barred_there', 'barred_here', 'verified_there', 'verified_here')),
  found_at bigint not null,
  primary key(source, line_id)
);
create index line_difference_of_kind on line_difference(source, kind, line_id);
-- Numbers that another register has and that are in none of our pools: they have no line, so the number stands here
-- (docs/decisions/0013).
create table foreign_number(
  source text collate "C" not null check(source in ('national', 'network')),
  msisdn bigint not null check(msisdn between 1000000 and 999999999999999),
  found_at bigint not null,
  primary key(source, msisdn)
);
