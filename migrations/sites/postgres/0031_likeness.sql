-- Fingerprints (src/sites/likeness): of each site as it was last tested (space 0), of each closed case as its evidence
-- shows it (space 1). They change with what they are of; what a suspicion began with does not.
create table likeness_subject(
  number bigint primary key not null,
  space bigint not null check(space in (0, 1)),
  host text not null,
  case_id text not null,
  case_number text not null,
  ground text not null,
  test_id text not null,
  seen_at bigint not null,
  icon_at bigint,                      -- when its icon was last asked for
  print text not null,                 -- JSON
  check((space = 1) = (case_id <> '')));
create unique index likeness_subject_by_host on likeness_subject(space, host, case_id);
create index likeness_subject_by_case on likeness_subject(case_id) where case_id <> '';

-- A row a trait, in their order: who has it is a look-up.
create table likeness_trait(
  space bigint not null,
  trait text not null,
  subject bigint not null,
  primary key(space, trait, subject));

-- Of tests that gave a clue: what a case may be made of.
create table likeness_test(
  test_id text primary key not null,
  print text not null);
create trigger likeness_test_no_update before update on likeness_test
  for each statement execute function muster_refuse('evidence_immutable: What a test saw can not be changed.');

-- Which closed cases a suspicion's page resembles, and why.
create table likeness_finding(
  suspicion_id text not null references suspicion(id),
  case_id text not null,
  case_number text not null,
  case_host text not null,
  test_id text not null,
  host text not null,
  value double precision not null check(value >= 0 and value <= 1),
  reasons text not null,               -- JSON
  found_at bigint not null,
  primary key(suspicion_id, case_id));
create index likeness_finding_by_host on likeness_finding(host, case_id);
create trigger likeness_finding_no_update before update or truncate on likeness_finding
  for each statement execute function muster_refuse('evidence_immutable: What a suspicion began with can not be changed.');
create trigger likeness_finding_no_delete before delete on likeness_finding
  for each statement execute function muster_refuse('evidence_immutable: What a suspicion began with can not be removed.');
