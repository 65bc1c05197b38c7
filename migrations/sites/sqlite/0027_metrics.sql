-- Figures: definitions over events (room metrics). What is counted can be made anew at any time from the events; what was
-- published stays. A generation is one reading of all events by one set of definitions.
create table metric_generation(
  id bigint primary key not null,
  definitions_sha256 text not null check(length(definitions_sha256) = 64),
  state text not null check(state in ('building', 'active', 'retired')),
  created_at bigint not null,
  state_at bigint not null) without rowid;
create unique index metric_generation_active on metric_generation(state) where state = 'active';
create trigger metric_generation_changes before update on metric_generation
  when (old.state, new.state) not in (values ('building', 'active'), ('building', 'retired'), ('active', 'retired')) begin
  select raise(abort, 'metric_generation_state: A generation is built, used, and given up; in this order.'); end;

-- What the figures of a generation mean. Only how soon something is done can have a target; how much of it, never.
create table metric_definition(
  generation bigint not null references metric_generation(id),
  name text not null check(name <> ''),
  unit text not null check(unit in ('reports', 'cases', 'decisions', 'orders', 'appeals', 'entities', 'notices')),
  measures text not null check(measures in ('count', 'time')),
  persons bigint not null check(persons in (0, 1)),
  sentence_en text not null check(sentence_en <> ''),
  sentence_zh text not null check(sentence_zh <> ''),
  target_hours bigint check(target_hours > 0),
  primary key(generation, name)) without rowid;
create trigger metric_definition_target before insert on metric_definition when new.target_hours is not null and new.measures <> 'time' begin
  select raise(abort, 'metric_target_on_count: A number of something is no aim; only how soon it is done can have a target.'); end;
create trigger metric_definition_fixed before update on metric_definition begin
  select raise(abort, 'metric_definition_immutable: A definition never changes; other definitions are another generation.'); end;

-- One row a metric and key: the least and greatest of what was seen of it, and where it counts now.
create table metric_key(
  generation bigint not null,
  metric text not null,
  key text not null,
  since_at bigint,
  since_id text not null,
  since_cell text not null,
  count_at bigint,
  count_id text not null,
  count_cell text not null,
  record_kind text not null,
  record_id text not null,
  last_at bigint,
  last_id text not null,
  last_undoes bigint not null check(last_undoes in (0, 1)),
  month text not null,     -- '' : it counts nowhere
  cell text not null,
  time_class bigint not null,
  micros bigint not null,
  primary key(generation, metric, key)) without rowid;
create index metric_key_by_cell on metric_key(generation, metric, month, cell, key) where month <> '';

create table metric_figure(
  generation bigint not null,
  metric text not null,
  month text not null,
  cell text not null,
  time_class bigint not null,
  n bigint not null,
  micros bigint not null,
  primary key(generation, metric, month, cell, time_class)) without rowid;
-- Months whose figures changed since they were last compared with what was published.
create table metric_changed(
  generation bigint not null,
  metric text not null,
  month text not null,
  primary key(generation, metric, month)) without rowid;

-- What was published, edition by edition: the first figure stays beside every later one.
create table metric_edition(
  metric text not null,
  month text not null check(length(month) = 7),
  edition bigint not null check(edition > 0),
  definitions_sha256 text not null,
  published_at bigint not null,
  primary key(metric, month, edition)) without rowid;
create index metric_edition_by_month on metric_edition(month, metric, edition);
create trigger metric_edition_order before insert on metric_edition
  when new.edition <> 1 + (select count(*) from metric_edition e where e.metric = new.metric and e.month = new.month) begin
  select raise(abort, 'metric_edition_order: Editions follow one another; none is replaced.'); end;
create trigger metric_edition_no_update before update on metric_edition begin
  select raise(abort, 'metric_edition_kept: What was published stays; a later edition stands beside it.'); end;
create trigger metric_edition_no_delete before delete on metric_edition begin
  select raise(abort, 'metric_edition_kept: What was published stays; a later edition stands beside it.'); end;
create table metric_edition_figure(
  metric text not null,
  month text not null,
  edition bigint not null,
  cell text not null,
  time_class bigint not null,
  n bigint not null,
  micros bigint not null,
  primary key(metric, month, edition, cell, time_class),
  foreign key(metric, month, edition) references metric_edition(metric, month, edition)) without rowid;
create trigger metric_edition_figure_no_update before update on metric_edition_figure begin
  select raise(abort, 'metric_edition_kept: What was published stays; a later edition stands beside it.'); end;
create trigger metric_edition_figure_no_delete before delete on metric_edition_figure begin
  select raise(abort, 'metric_edition_kept: What was published stays; a later edition stands beside it.'); end;
