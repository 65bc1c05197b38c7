-- The programme (room programme): programme, phase, area, item, step; who answers for what by when, on what evidence. Days are text
-- (YYYY-MM-DD) of the policy's calendar.
create table programme(
  id text primary key not null,
  title_en text not null,
  title_zh text not null,
  head_id text references person(id),
  starts_on text not null check(length(starts_on) = 10),
  state text not null check(state in ('running', 'closed')),
  state_at bigint not null,
  created_by text not null,
  created_at bigint not null,
  version bigint not null check(version > 0),
  check(title_en <> '' or title_zh <> '')) without rowid;
create trigger programme_states before update of state on programme
  when old.state <> new.state and (old.state, new.state) not in (values ('running', 'closed'), ('closed', 'running')) begin
  select raise(abort, 'programme_state: A programme runs, or it is closed.'); end;
create trigger programme_no_delete before delete on programme begin
  select raise(abort, 'programme_kept: A programme is closed, never removed.'); end;

-- Whose people report into it.
create table programme_party(
  programme_id text not null references programme(id),
  party_id text not null references party(id),
  added_at bigint not null,
  primary key(programme_id, party_id)) without rowid;

create table programme_phase(
  id text primary key not null,
  programme_id text not null references programme(id),
  seq bigint not null check(seq > 0),
  title_en text not null,
  title_zh text not null,
  starts_on text not null check(length(starts_on) = 10),
  due_on text not null check(length(due_on) = 10 and due_on >= starts_on),
  unique(programme_id, seq)) without rowid;

create table programme_area(
  id text primary key not null,
  programme_id text not null references programme(id),
  phase_id text not null references programme_phase(id),
  code text not null check(code <> ''),
  title_en text not null,
  title_zh text not null,
  unique(programme_id, code)) without rowid;

create table programme_item(
  id text primary key not null,
  programme_id text not null references programme(id),
  area_id text not null references programme_area(id),
  code text not null check(code <> ''),
  title_en text not null,
  title_zh text not null,
  evidence_en text not null,       -- what is required; '' : nothing
  evidence_zh text not null,
  metric text not null,            -- of the definitions; '' : none
  towards text not null check(towards in ('', 'target', 'fewer', 'shown')),
  owner_id text references person(id),
  starts_on text not null check(length(starts_on) = 10),
  due_on text not null check(length(due_on) = 10 and due_on >= starts_on),
  state text not null check(state in ('planned', 'under_way', 'submitted', 'accepted', 'dropped')),
  state_at bigint not null,
  state_by text not null,
  reason text not null,
  created_at bigint not null,
  version bigint not null check(version > 0),
  unique(programme_id, code),
  check(title_en <> '' or title_zh <> ''),
  check((metric = '') = (towards = ''))) without rowid;
create index programme_item_by_owner on programme_item(owner_id, due_on, id);
create index programme_item_by_area on programme_item(area_id, code);
create index programme_item_open on programme_item(programme_id, due_on, id) where state in ('planned', 'under_way', 'submitted');
create trigger programme_item_begins before insert on programme_item when new.state <> 'planned' begin
  select raise(abort, 'programme_item_state: An item begins as planned.'); end;
create trigger programme_item_states before update of state on programme_item
  when old.state <> new.state and (old.state, new.state) not in (values
    ('planned', 'under_way'), ('under_way', 'submitted'), ('submitted', 'under_way'), ('submitted', 'accepted'),
    ('planned', 'dropped'), ('under_way', 'dropped'), ('accepted', 'under_way'), ('dropped', 'under_way')) begin
  select raise(abort, 'programme_item_state: From this state there is no such step.'); end;
create trigger programme_item_second before update of state on programme_item
  when old.state = 'submitted' and new.state = 'accepted' and old.state_by = new.state_by begin
  select raise(abort, 'programme_item_second: Who handed an item in can not accept it.'); end;
create trigger programme_item_evidence before update of state on programme_item
  when new.state = 'submitted' and old.evidence_en || old.evidence_zh <> ''
    and not exists(select 1 from programme_evidence e where e.item_id = new.id) begin
  select raise(abort, 'programme_item_evidence: An item is handed in with its evidence.'); end;
create trigger programme_item_no_delete before delete on programme_item begin
  select raise(abort, 'programme_kept: An item is dropped with a reason, never removed.'); end;

create table programme_deputy(
  item_id text not null references programme_item(id),
  seq bigint not null check(seq > 0),
  person_id text not null references person(id),
  primary key(item_id, seq),
  unique(item_id, person_id)) without rowid;
create index programme_deputy_by_person on programme_deputy(person_id, item_id);

create table programme_step(
  item_id text not null references programme_item(id),
  seq bigint not null check(seq > 0),
  title_en text not null,
  title_zh text not null,
  done_at bigint,
  done_by text not null,
  primary key(item_id, seq),
  check(title_en <> '' or title_zh <> ''),
  check((done_at is null) = (done_by = ''))) without rowid;

-- What was shown; it is never taken back.
create table programme_evidence(
  item_id text not null references programme_item(id),
  seq bigint not null check(seq > 0),
  kind text not null check(kind in ('record', 'link', 'hash', 'note')),
  ref text not null,
  note text not null,
  added_by text not null,
  added_at bigint not null,
  primary key(item_id, seq)) without rowid;
create trigger programme_evidence_no_update before update on programme_evidence begin
  select raise(abort, 'programme_evidence_kept: Evidence that was shown stays.'); end;
create trigger programme_evidence_no_delete before delete on programme_evidence begin
  select raise(abort, 'programme_evidence_kept: Evidence that was shown stays.'); end;

-- What each operator says of an item; the last word counts, all stay.
create table programme_return(
  item_id text not null references programme_item(id),
  party_id text not null references party(id),
  seq bigint not null check(seq > 0),
  standing text not null check(standing in ('not_begun', 'under_way', 'done', 'not_applicable')),
  note text not null,
  given_by text not null,
  given_at bigint not null,
  primary key(item_id, party_id, seq)) without rowid;
create trigger programme_return_no_update before update on programme_return begin
  select raise(abort, 'programme_return_kept: What an operator said stays; a later word stands beside it.'); end;
create trigger programme_return_no_delete before delete on programme_return begin
  select raise(abort, 'programme_return_kept: What an operator said stays; a later word stands beside it.'); end;

-- Who was told of what, once each.
create table programme_escalation(
  item_id text not null references programme_item(id),
  due_on text not null,
  cause text not null check(cause in ('overdue', 'at_risk', 'no_evidence')),
  level text not null check(level in ('owner', 'deputy', 'head')),
  person_id text not null,
  notice_id text not null,
  at bigint not null,
  primary key(item_id, due_on, cause, level, person_id)) without rowid;

-- Whose calendar may fetch the deadlines.
create table calendar_token(
  id text primary key not null,
  person_id text not null references person(id),
  programme_id text references programme(id),   -- null: the person's own items of all programmes
  token_sha256 text not null unique check(length(token_sha256) = 64),
  created_at bigint not null,
  expires_at bigint not null,
  revoked_at bigint) without rowid;
create index calendar_token_by_person on calendar_token(person_id, id);

-- Units of figures that a programme shows.
create table metric_definition_new(
  generation bigint not null references metric_generation(id),
  name text not null check(name <> ''),
  unit text not null check(unit in ('reports', 'cases', 'decisions', 'orders', 'appeals', 'entities', 'notices', 'suspicions', 'censuses')),
  measures text not null check(measures in ('count', 'time')),
  persons bigint not null check(persons in (0, 1)),
  sentence_en text not null check(sentence_en <> ''),
  sentence_zh text not null check(sentence_zh <> ''),
  target_hours bigint check(target_hours > 0),
  primary key(generation, name)) without rowid;
insert into metric_definition_new select * from metric_definition;
drop table metric_definition;
alter table metric_definition_new rename to metric_definition;
create trigger metric_definition_target before insert on metric_definition when new.target_hours is not null and new.measures <> 'time' begin
  select raise(abort, 'metric_target_on_count: A number of something is no aim; only how soon it is done can have a target.'); end;
create trigger metric_definition_fixed before update on metric_definition begin
  select raise(abort, 'metric_definition_immutable: A definition never changes; other definitions are another generation.'); end;
