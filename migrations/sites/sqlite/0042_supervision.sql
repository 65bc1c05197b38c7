-- Inspections with their checklists and findings; reports whose figures are signed into the ledger; aggregates of other operators.
create table inspection(
  id text primary key not null,
  party_id text not null references party(id),      -- who is inspected
  checklist text not null check(checklist <> ''),
  purpose text not null check(purpose <> ''),
  until_on text not null check(length(until_on) = 10),
  state text not null check(state in ('open', 'closed')),
  opened_by text not null,
  opened_at bigint not null,
  closed_at bigint,
  version bigint not null check(version > 0),
  check((state = 'closed') = (closed_at is not null))) without rowid;
create index inspection_by_party on inspection(party_id, id);
create trigger inspection_states before update of state on inspection
  when old.state = 'closed' begin
  select raise(abort, 'inspection_closed: A closed inspection changes no more.'); end;
create table inspection_answer(
  inspection_id text not null references inspection(id),
  seq bigint not null check(seq > 0),
  question_en text not null,
  question_zh text not null,
  answer text not null check(answer in ('', 'met', 'not_met', 'not_applicable')),
  note text not null,
  answered_by text not null,
  answered_at bigint,
  primary key(inspection_id, seq)) without rowid;

create table inspection_finding(
  id text primary key not null,
  number text not null unique,
  inspection_id text references inspection(id),      -- null: told by the party itself, or found elsewhere
  party_id text not null references party(id),
  severity text not null check(severity in ('minor', 'major', 'grave')),
  found_by text not null check(found_by in ('itself', 'others')),
  known_on text not null check(length(known_on) = 10),   -- since when it could know
  told_on text not null check(length(told_on) = 10),
  leniency text not null check(leniency in ('self', 'late', 'others')),
  sentence text not null check(sentence <> ''),
  due_on text not null check(length(due_on) = 10),
  state text not null check(state in ('open', 'remedied', 'closed', 'withdrawn')),
  state_at bigint not null,
  state_by text not null,
  note text not null,
  version bigint not null check(version > 0),
  check((found_by = 'others') = (leniency = 'others'))) without rowid;
create index inspection_finding_by_party on inspection_finding(party_id, id);
create index inspection_finding_open on inspection_finding(due_on, id) where state in ('open', 'remedied');
create trigger inspection_finding_states before update of state on inspection_finding
  when old.state <> new.state and (old.state, new.state) not in (values
    ('open', 'remedied'), ('remedied', 'open'), ('remedied', 'closed'), ('open', 'withdrawn')) begin
  select raise(abort, 'inspection_finding_state: From this state there is no such step.'); end;
create trigger inspection_finding_second before update of state on inspection_finding
  when old.state = 'remedied' and new.state = 'closed' and old.state_by = new.state_by begin
  select raise(abort, 'inspection_finding_second: Who said that it is remedied can not close it.'); end;
create trigger inspection_finding_kept before update of sentence, party_id, severity, found_by, known_on, told_on, leniency on inspection_finding begin
  select raise(abort, 'inspection_finding_kept: What was found stays as it was written.'); end;

create table programme_report(
  id text primary key not null,
  number text not null unique,
  kind text not null check(kind in ('month', 'phase')),
  programme_id text references programme(id),
  from_month text not null check(length(from_month) = 7),
  until_month text not null check(length(until_month) = 7),
  phase bigint not null,                            -- 0: a month
  region text not null,                             -- '' : all
  party_id text not null,                           -- '' : all
  previous_id text,
  content text not null,
  sha256 text not null check(length(sha256) = 64),
  event_id text not null,
  made_by text not null,
  made_at bigint not null) without rowid;
create index programme_report_by_scope on programme_report(kind, region, party_id, until_month, id);
create trigger programme_report_no_update before update on programme_report begin
  select raise(abort, 'programme_report_kept: What was reported stays; a later report stands beside it.'); end;
create trigger programme_report_no_delete before delete on programme_report begin
  select raise(abort, 'programme_report_kept: What was reported stays; a later report stands beside it.'); end;

-- Other operators, whose aggregates come here.
create table aggregate_source(
  id text primary key not null,
  name text not null unique check(name <> ''),
  vkey text not null unique,
  url text not null,                                -- where its aggregates are fetched; '' : it sends them
  due_days bigint not null check(due_days between 1 and 90),   -- after a month's end
  since_month text not null check(length(since_month) = 7),
  added_by text not null,
  added_at bigint not null,
  ended_at bigint) without rowid;
create table aggregate_delivery(
  source_id text not null references aggregate_source(id),
  sequence bigint not null,
  sha256 text not null check(length(sha256) = 64),
  from_month text not null check(length(from_month) = 7),
  until_month text not null check(length(until_month) = 7),
  received_at bigint not null,
  text text not null,
  note text not null,
  primary key(source_id, sequence)) without rowid;
create trigger aggregate_delivery_no_update before update on aggregate_delivery begin
  select raise(abort, 'aggregate_delivery_kept: What an operator signed stays as it came.'); end;
create trigger aggregate_delivery_no_delete before delete on aggregate_delivery begin
  select raise(abort, 'aggregate_delivery_kept: What an operator signed stays as it came.'); end;
create table aggregate_figure(
  source_id text not null references aggregate_source(id),
  metric text not null,
  month text not null check(length(month) = 7),
  dimension text not null,                          -- '' : the total
  value text not null,
  hidden bigint not null check(hidden in (0, 1)),
  n bigint not null,
  micros bigint not null,
  first_n bigint not null,                          -- as it came first: restated figures stand side by side
  sequence bigint not null,
  primary key(source_id, metric, month, dimension, value)) without rowid;
