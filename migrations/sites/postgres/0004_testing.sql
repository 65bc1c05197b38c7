-- Who may publish lexicons, and which are enabled: by two different persons each.
create table lexicon_publisher(
  public_key text primary key,
  publisher text not null,
  enrolled_by text not null,
  confirmed_by text not null check(confirmed_by <> enrolled_by),
  enrolled_at bigint not null);
create trigger lexicon_publisher_no_update before update or truncate on lexicon_publisher
  for each statement execute function muster_refuse('lexicon_publisher_immutable: A publisher''s enrolment can not be changed.');

create table lexicon(
  sha256 text primary key check(length(sha256) = 64),
  public_key text not null references lexicon_publisher(public_key),
  publisher text not null,
  name text not null,
  version text not null,
  ground text not null check(ground in ('explicit_unlawful', 'age_assurance_missing', 'billing_fraud', 'phishing_or_malware')),
  licence text not null,
  source text not null,
  terms bigint not null,
  enabled_by text not null,
  confirmed_by text not null check(confirmed_by <> enabled_by),
  enabled_at bigint not null);
create trigger lexicon_no_update before update or truncate on lexicon
  for each statement execute function muster_refuse('lexicon_immutable: An enabled lexicon can not be changed.');

-- What was seen on a visit. Evidence does not change.
create table test_run(
  id text primary key,
  url text not null,
  host text not null,
  registrable text not null,
  final_url text not null,
  requested_by text not null,
  started_at bigint not null,
  finished_at bigint not null,
  http_status bigint not null,
  hop_count bigint not null,
  verdict text not null check(verdict in ('clue', 'clean', 'error')),
  error text not null,
  top_reason text not null,
  ground text not null,
  score double precision not null check(score >= 0 and score <= 1),
  robots text not null,
  evidence_path text not null,
  evidence_sha256 text not null check(length(evidence_sha256) = 64),
  vantage text not null,
  suspicion_id text);
create index test_run_by_host on test_run(host, id);
create index test_run_by_registrable on test_run(registrable, id);
create index test_run_by_verdict on test_run(verdict, id);
create trigger test_run_no_update before update or truncate on test_run
  for each statement execute function muster_refuse('evidence_immutable: What a test saw can not be changed.');
create trigger test_run_no_delete before delete on test_run
  for each statement execute function muster_refuse('evidence_immutable: What a test saw can not be removed.');

create table test_hop(
  run_id text not null references test_run(id),
  seq bigint not null,
  kind text not null,
  url text not null,
  status bigint not null,
  location text not null,
  address text not null,
  content_type text not null,
  started_at bigint not null,
  took_ms bigint not null,
  body_bytes bigint not null,
  body_sha256 text not null,
  truncated text not null check(truncated in ('', 'length', 'time', 'disconnect')),
  error text not null,
  primary key(run_id, seq));
create trigger test_hop_no_update before update or truncate on test_hop
  for each statement execute function muster_refuse('evidence_immutable: What a test saw can not be changed.');
create trigger test_hop_no_delete before delete on test_hop
  for each statement execute function muster_refuse('evidence_immutable: What a test saw can not be removed.');

create table test_hit(
  run_id text not null references test_run(id),
  seq bigint not null,
  lexicon text not null references lexicon(sha256),
  ground text not null,
  term text not null,
  language text not null,
  weight double precision not null,
  before_text text not null,
  match_text text not null,
  after_text text not null,
  sentence text not null,
  damped text not null,
  primary key(run_id, seq));
create trigger test_hit_no_update before update or truncate on test_hit
  for each statement execute function muster_refuse('evidence_immutable: What a test saw can not be changed.');
create trigger test_hit_no_delete before delete on test_hit
  for each statement execute function muster_refuse('evidence_immutable: What a test saw can not be removed.');

-- A machine may suspect; a person screens; only then it may be referred.
create table suspicion(
  id text primary key,
  name text not null,
  registrable text not null,
  ground text not null check(ground in ('age_assurance_missing', 'explicit_unlawful', 'child_abuse_material', 'billing_fraud',
    'phishing_or_malware', 'partner_breach', 'unrecorded_sub_assignment', 'unfiled', 'false_filing')),
  source text not null check(source in ('test', 'report', 'person')),
  score double precision not null check(score >= 0 and score <= 1),
  state text not null check(state in ('clue', 'deduplicated', 'tested', 'evidence_sealed', 'screened_by_human', 'referred', 'dismissed')),
  test_run_id text references test_run(id),
  screened_by text,
  case_id text,
  note text not null,
  seen bigint not null,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  check(state not in ('screened_by_human', 'referred', 'dismissed') or screened_by is not null),
  check(state <> 'evidence_sealed' or test_run_id is not null));
create unique index suspicion_open on suspicion(name, ground) where state not in ('referred', 'dismissed');
create index suspicion_by_state on suspicion(state, score desc, id desc);
create index suspicion_by_score on suspicion(score desc, id desc);
create index suspicion_by_registrable on suspicion(registrable, id);
create trigger suspicion_no_delete before delete or truncate on suspicion
  for each statement execute function muster_refuse('suspicion_immutable: A suspicion can not be removed; it can be dismissed with a reason.');
create trigger suspicion_closed before update on suspicion for each row
  when (old.state in ('referred', 'dismissed')) execute function muster_refuse('suspicion_closed: This suspicion is closed.');
create trigger suspicion_same before update on suspicion for each row
  when (new.id <> old.id or new.name <> old.name or new.ground <> old.ground or new.created_at <> old.created_at) execute function muster_refuse('suspicion_immutable: The name and ground of a suspicion can not be changed.');
create trigger suspicion_begins before insert on suspicion for each row
  when (new.state <> 'clue' or new.case_id is not null) execute function muster_refuse('suspicion_state: A suspicion begins as a clue.');
create trigger suspicion_order before update on suspicion for each row
  when (new.state = 'referred' and old.state <> 'screened_by_human') execute function muster_refuse('suspicion_state: Only what a person has screened can be referred.');

-- What to test next. class: 0 reported, 1 violated before, 2 new, 3 routine.
create table test_watch(
  host text primary key,
  class bigint not null check(class between 0 and 3),
  due_at bigint not null,
  violations bigint not null,
  last_run_id text references test_run(id));
create index test_watch_due on test_watch(class, due_at, host);
