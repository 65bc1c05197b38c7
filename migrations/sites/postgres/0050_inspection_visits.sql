-- Who of an authority looks into this house for an inspection, until when and for what; and what is referred to a regulator, and by whom
-- else to us. Nothing of a contract and nothing of a person stands in a referral: it has no free text.
create table inspection_visit(
  id text collate "C" primary key not null,
  person_id text collate "C" not null references person(id),
  purpose text not null check(purpose <> ''),
  granted_by text not null,
  granted_at bigint not null,
  until_at bigint not null check(until_at > granted_at),
  ended_at bigint,
  ended_by text,
  check((ended_at is null) = (ended_by is null)));
create index inspection_visit_by_person on inspection_visit(person_id, until_at);
create trigger inspection_visit_kept before update on inspection_visit for each row
  when (old.ended_at is not null or new.ended_at is null or new.id <> old.id or new.person_id <> old.person_id or new.purpose <> old.purpose
    or new.granted_by <> old.granted_by or new.granted_at <> old.granted_at or new.until_at <> old.until_at)
  execute function muster_refuse('inspection_visit_kept: A visit can end before its time, once; nothing else of it changes. Grant another one.');
create trigger inspection_visit_no_delete before delete on inspection_visit for each row
  execute function muster_refuse('inspection_visit_kept: That somebody looked into this house stays on record.');

create table regulator(
  id text collate "C" primary key not null,
  name text collate "C" not null unique check(name <> ''),
  vkey text collate "C" not null unique,
  url text not null check(url <> ''),
  added_by text not null,
  added_at bigint not null,
  ended_at bigint);
create table referral(
  id text collate "C" primary key not null,
  number text collate "C" not null unique,
  regulator_id text collate "C" not null references regulator(id),
  ground text collate "C" not null check(ground in ('unfiled', 'false_filing', 'age_assurance_missing', 'explicit_unlawful', 'billing_fraud', 'phishing_or_malware')),
  host text collate "C" not null check(host <> ''),
  asks text collate "C" not null check(asks in ('look_into', 'decide')),
  seen_on text collate "C" not null check(length(seen_on) = 10),
  evidence text not null,                           -- hashes, with spaces between
  sha256 text collate "C" not null unique check(length(sha256) = 64),
  text text not null,                               -- what was signed
  note text not null,
  state text collate "C" not null check(state in ('written', 'received', 'taken', 'declined')),
  code text not null,                               -- why it was declined
  written_by text not null,
  written_at bigint not null,
  state_at bigint not null,
  asked_at bigint not null,                         -- when the regulator was last spoken to
  tries bigint not null,
  check((state = 'declined') = (code <> '')));
create index referral_by_turn on referral(state, asked_at, id);
create trigger referral_states before update on referral for each row
  when ((old.state <> new.state and (old.state, new.state) not in (('written', 'received'), ('written', 'taken'), ('written', 'declined'), ('received', 'taken'), ('received', 'declined')))
    or new.id <> old.id or new.number <> old.number or new.regulator_id <> old.regulator_id or new.ground <> old.ground or new.host <> old.host
    or new.asks <> old.asks or new.text <> old.text or new.note <> old.note or new.sha256 <> old.sha256)
  execute function muster_refuse('referral_state: What was referred stays as it was signed; from this state there is no such step.');
create trigger referral_no_delete before delete on referral for each row
  execute function muster_refuse('referral_kept: What was referred stays on record.');

create table received_referral(
  id text collate "C" primary key not null,
  source_id text collate "C" not null references aggregate_source(id),
  number text collate "C" not null,                             -- its writer's
  ground text collate "C" not null check(ground in ('unfiled', 'false_filing', 'age_assurance_missing', 'explicit_unlawful', 'billing_fraud', 'phishing_or_malware')),
  host text collate "C" not null check(host <> ''),
  asks text collate "C" not null check(asks in ('look_into', 'decide')),
  seen_on text collate "C" not null check(length(seen_on) = 10),
  evidence text not null,
  sha256 text collate "C" not null unique check(length(sha256) = 64),
  text text not null,
  note text not null,
  state text collate "C" not null check(state in ('received', 'taken', 'declined')),
  code text not null,
  received_at bigint not null,
  state_at bigint not null,
  decided_by text not null,                         -- '' : nobody yet
  suspicion_id text not null,                       -- '' : none
  check((state = 'received') = (decided_by = '')),
  check((state = 'declined') = (code <> '')),
  check((state = 'taken') = (suspicion_id <> '')));
create index received_referral_by_state on received_referral(state, id);
create trigger received_referral_states before update on received_referral for each row
  when (old.state <> 'received' or new.id <> old.id or new.source_id <> old.source_id or new.number <> old.number or new.ground <> old.ground
    or new.host <> old.host or new.asks <> old.asks or new.text <> old.text or new.note <> old.note or new.sha256 <> old.sha256
    or new.received_at <> old.received_at)
  execute function muster_refuse('received_referral_state: What was decided on a referral, and what it says, changes no more.');
create trigger received_referral_no_delete before delete on received_referral for each row
  execute function muster_refuse('received_referral_kept: What an operator signed stays as it came.');
