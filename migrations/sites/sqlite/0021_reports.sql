-- What the public reports of sites (src/sites/reports): a receipt and a secret, one entry of the queue for what several report.
-- The state machine of reports/rules.h, once more for the schema; a test compares the two.
create table report_transition(
  from_state text not null,
  event text not null,
  to_state text not null,
  primary key(from_state, event)) without rowid;
insert into report_transition values
  ('', 'receive', 'received'), ('', 'merge', 'merged'), ('', 'seal', 'sealed'), ('received', 'screen', 'screening'),
  ('received', 'reject', 'closed'), ('received', 'seal', 'sealed'), ('received', 'withdraw', 'withdrawn'),
  ('screening', 'refer', 'in_case'), ('screening', 'close', 'closed'), ('screening', 'reject', 'closed'),
  ('screening', 'seal', 'sealed'), ('screening', 'withdraw', 'withdrawn'), ('merged', 'lead', 'received'),
  ('merged', 'reject', 'closed'), ('merged', 'withdraw', 'withdrawn'), ('in_case', 'return', 'screening'),
  ('in_case', 'close', 'closed'), ('in_case', 'seal', 'sealed'), ('closed', 'correct', 'closed'), ('sealed', 'deliver', 'closed');
create trigger report_transition_no_insert before insert on report_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger report_transition_no_update before update on report_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger report_transition_no_delete before delete on report_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;

create table report_number(year bigint primary key not null, last bigint not null);

-- Parties whose reports of one ground come first; proposed by one person, confirmed by another.
create table report_flagger(
  id text primary key not null,
  party_id text not null references party(id),
  ground text not null check(ground in ('age_assurance_missing', 'explicit_unlawful', 'child_abuse_material', 'billing_fraud',
    'phishing_or_malware', 'unfiled', 'false_filing')),
  state text not null check(state in ('proposed', 'active', 'revoked')),
  proposed_by text not null check(proposed_by <> ''),
  confirmed_by text not null,
  revoked_by text not null,
  reason text not null,
  proposed_at bigint not null,
  state_at bigint not null,
  check(confirmed_by <> proposed_by),
  check((state = 'active') <= (confirmed_by <> '')),
  check((state = 'revoked') = (revoked_by <> '')),
  check((state = 'revoked') = (reason <> ''))) without rowid;
create unique index report_flagger_open on report_flagger(party_id, ground) where state <> 'revoked';
create trigger report_flagger_first_state before insert on report_flagger
  when new.state <> 'proposed' or new.confirmed_by <> '' begin
  select raise(abort, 'flagger_state: A trusted flagger is proposed first.'); end;
create trigger report_flagger_changes before update on report_flagger
  when new.id <> old.id or new.party_id <> old.party_id or new.ground <> old.ground or new.proposed_by <> old.proposed_by
    or new.proposed_at <> old.proposed_at or old.state = 'revoked' or new.state = 'proposed' or (old.state = 'active' and new.state <> 'revoked')
    or (old.confirmed_by <> '' and new.confirmed_by <> old.confirmed_by) begin
  select raise(abort, 'flagger_state: A trusted flagger is proposed by one person, confirmed by another, and revoked once.'); end;
create trigger report_flagger_no_delete before delete on report_flagger begin
  select raise(abort, 'flagger_kept: A trusted flagger stays on record; it is revoked.'); end;

-- Networks (for a day) and contacts by keyed hashes, of whose reports people found some unfounded.
create table report_reporter(
  key text primary key not null,
  unfounded bigint not null check(unfounded > 0),
  unfounded_at bigint not null,
  warned_at bigint) without rowid;
create index report_reporter_age on report_reporter(unfounded_at);

-- lead_id: the report that this one was merged with. What was sealed has no address here, only in the vault.
create table report(
  id text primary key not null,
  number text not null unique,
  secret_sha256 text not null check(length(secret_sha256) = 64),
  channel text not null check(channel in ('page', 'api', 'desk', 'arf', 'xarf')),
  ground text not null check(ground in ('age_assurance_missing', 'explicit_unlawful', 'child_abuse_material', 'billing_fraud',
    'phishing_or_malware', 'unfiled', 'false_filing')),
  url text not null check(length(url) <= 2048),
  host text not null,
  registrable text not null,
  match_key text not null check(match_key <> ''),
  fingerprint text not null,
  language text not null check(language in ('en', 'zh')),
  flagger_party text not null,
  reporter_key text not null,
  contact_key text not null,
  challenge text not null,
  sealed_id text not null,
  priority bigint not null check(priority between 0 and 2),
  received_at bigint not null,
  due_at bigint not null,
  state text not null check(state in ('received', 'screening', 'merged', 'in_case', 'closed', 'sealed', 'withdrawn')),
  state_at bigint not null,
  lead_id text references report(id),
  merged bigint not null check(merged >= 0),
  outcome text not null check(outcome in ('', 'violation', 'no_violation', 'reversed', 'unfounded', 'referred')),
  case_id text,
  reasons text not null,
  decided_by text not null,
  kept bigint not null check(kept in (0, 1)),
  forget_at bigint,
  version bigint not null check(version > 0),
  check((state = 'closed') = (outcome <> '')),
  check((outcome = 'unfounded') <= (reasons <> '' and decided_by <> '')),
  check((state = 'merged') <= (lead_id is not null)),
  check((ground = 'child_abuse_material' or state = 'sealed') <= (url = '' and host = '' and registrable = '')),
  check((priority = 0) or flagger_party = '')) without rowid;
create unique index report_open on report(match_key) where lead_id is null and state in ('received', 'screening', 'in_case', 'sealed');
create index report_by_fingerprint on report(fingerprint) where lead_id is null and fingerprint <> '';
create unique index report_challenge on report(challenge) where challenge <> '';
create index report_queue on report(priority, received_at, id) where lead_id is null and state in ('received', 'screening');
create index report_by_state on report(state, received_at desc, id desc);
create index report_by_registrable on report(registrable, received_at desc, id desc) where registrable <> '';
create index report_by_lead on report(lead_id, received_at desc, id desc) where lead_id is not null;
create index report_by_network on report(reporter_key, received_at) where reporter_key <> '';
create index report_by_contact on report(contact_key, received_at) where contact_key <> '';
create index report_by_case on report(case_id) where case_id is not null;
create index report_to_forget on report(forget_at) where kept = 1;
create trigger report_first_state before insert on report
  when not exists(select 1 from report_transition t where t.from_state = '' and t.to_state = new.state) or new.outcome <> '' or new.merged <> 0 begin
  select raise(abort, 'report_state: A report begins as received, merged or sealed.'); end;
create trigger report_lead_open before insert on report
  when new.lead_id is not null and not exists(select 1 from report l where l.id = new.lead_id and l.lead_id is null
    and l.state in ('received', 'screening', 'in_case', 'sealed') and l.ground = new.ground) begin
  select raise(abort, 'report_lead: A report is merged with an open one of the same ground.'); end;
create trigger report_state_known before update of state on report
  when (new.state <> old.state or new.outcome <> old.outcome)
    and not exists(select 1 from report_transition t where t.from_state = old.state and t.to_state = new.state) begin
  select raise(abort, 'report_state: This step is not open to a report in its present state.'); end;
create trigger report_fixed before update on report
  when new.id <> old.id or new.number <> old.number or new.secret_sha256 <> old.secret_sha256 or new.channel <> old.channel
    or new.ground <> old.ground or new.received_at <> old.received_at or (new.url <> old.url and new.url <> '') or (new.host <> old.host and new.host <> '')
    or (new.registrable <> old.registrable and new.registrable <> '') or new.challenge <> old.challenge or new.kept > old.kept begin
  select raise(abort, 'report_immutable: What was reported never changes.'); end;
create trigger report_no_delete before delete on report begin
  select raise(abort, 'report_kept: A report stays on record.'); end;

-- Where the reports of one entry point to, and the suspicion that each host became; '': it became none before the entry was over.
create table report_address(
  lead_id text not null references report(id),
  url text not null,
  host text not null,
  reports bigint not null check(reports >= 0),
  suspicion_id text,
  first_at bigint not null,
  primary key(lead_id, url)) without rowid;
create index report_address_unraised on report_address(first_at, lead_id, url) where suspicion_id is null;
create index report_address_by_suspicion on report_address(suspicion_id) where suspicion_id is not null;

-- What may show a minor leaves every list; the suspicion stays on record.
alter table suspicion add column sealed_at bigint;
drop trigger suspicion_closed;
create trigger suspicion_closed before update on suspicion
  when old.state in ('referred', 'dismissed') and not (old.sealed_at is null and new.sealed_at is not null and new.state = old.state) begin
  select raise(abort, 'suspicion_closed: This suspicion is closed.'); end;
create trigger suspicion_sealed before update on suspicion when old.sealed_at is not null and new.sealed_at is null begin
  select raise(abort, 'suspicion_sealed: What was sealed stays so.'); end;
