-- Figures: definitions over events (room metrics). What is counted can be made anew at any time from the events; what was
-- published stays. A generation is one reading of all events by one set of definitions.
create table metric_generation(
  id bigint primary key not null,
  definitions_sha256 text not null check(length(definitions_sha256) = 64),
  state text collate "C" not null check(state in ('building', 'active', 'retired')),
  created_at bigint not null,
  state_at bigint not null);
create unique index metric_generation_active on metric_generation(state) where state = 'active';
create trigger metric_generation_changes before update on metric_generation for each row
  when (not (old.state = 'building' and new.state in ('active', 'retired') or old.state = 'active' and new.state = 'retired'))
  execute function muster_refuse('metric_generation_state: A generation is built, used, and given up; in this order.');

-- What the figures of a generation mean. Only how soon something is done can have a target; how much of it, never.
create table metric_definition(
  generation bigint not null references metric_generation(id),
  name text collate "C" not null check(name <> ''),
  unit text not null check(unit in ('reports', 'cases', 'decisions', 'orders', 'appeals', 'entities', 'notices')),
  measures text not null check(measures in ('count', 'time')),
  persons bigint not null check(persons in (0, 1)),
  sentence_en text not null check(sentence_en <> ''),
  sentence_zh text not null check(sentence_zh <> ''),
  target_hours bigint check(target_hours > 0),
  primary key(generation, name));
create trigger metric_definition_target before insert on metric_definition for each row
  when (new.target_hours is not null and new.measures <> 'time')
  execute function muster_refuse('metric_target_on_count: A number of something is no aim; only how soon it is done can have a target.');
create trigger metric_definition_fixed before update on metric_definition for each row
  execute function muster_refuse('metric_definition_immutable: A definition never changes; other definitions are another generation.');

-- One row a metric and key: the least and greatest of what was seen of it, and where it counts now.
create table metric_key(
  generation bigint not null,
  metric text collate "C" not null,
  key text collate "C" not null,
  since_at bigint,
  since_id text collate "C" not null,
  since_cell text collate "C" not null,
  count_at bigint,
  count_id text collate "C" not null,
  count_cell text collate "C" not null,
  record_kind text collate "C" not null,
  record_id text collate "C" not null,
  last_at bigint,
  last_id text collate "C" not null,
  last_undoes bigint not null check(last_undoes in (0, 1)),
  month text collate "C" not null,     -- '' : it counts nowhere
  cell text collate "C" not null,
  time_class bigint not null,
  micros bigint not null,
  primary key(generation, metric, key));
create index metric_key_by_cell on metric_key(generation, metric, month, cell, key) where month <> '';

create table metric_figure(
  generation bigint not null,
  metric text collate "C" not null,
  month text collate "C" not null,
  cell text collate "C" not null,
  time_class bigint not null,
  n bigint not null,
  micros bigint not null,
  primary key(generation, metric, month, cell, time_class));
-- Months whose figures changed since they were last compared with what was published.
create table metric_changed(
  generation bigint not null,
  metric text collate "C" not null,
  month text collate "C" not null,
  primary key(generation, metric, month));

-- What was published, edition by edition: the first figure stays beside every later one.
create table metric_edition(
  metric text collate "C" not null,
  month text collate "C" not null check(length(month) = 7),
  edition bigint not null check(edition > 0),
  definitions_sha256 text not null,
  published_at bigint not null,
  primary key(metric, month, edition));
create index metric_edition_by_month on metric_edition(month, metric, edition);
create function metric_edition_order() returns trigger language plpgsql as $$ begin
  if new.edition <> 1 + (select count(*) from metric_edition e where e.metric = new.metric and e.month = new.month) then
    raise exception 'metric_edition_order: Editions follow one another; none is replaced.'; end if;
  return new;
end $$;
create trigger metric_edition_order before insert on metric_edition for each row execute function metric_edition_order();
create trigger metric_edition_no_update before update on metric_edition for each row
  execute function muster_refuse('metric_edition_kept: What was published stays; a later edition stands beside it.');
create trigger metric_edition_no_delete before delete on metric_edition for each row
  execute function muster_refuse('metric_edition_kept: What was published stays; a later edition stands beside it.');
create table metric_edition_figure(
  metric text collate "C" not null,
  month text collate "C" not null,
  edition bigint not null,
  cell text collate "C" not null,
  time_class bigint not null,
  n bigint not null,
  micros bigint not null,
  primary key(metric, month, edition, cell, time_class),
  foreign key(metric, month, edition) references metric_edition(metric, month, edition));
create trigger metric_edition_figure_no_update before update on metric_edition_figure for each row
  execute function muster_refuse('metric_edition_kept: What was published stays; a later edition stands beside it.');
create trigger metric_edition_figure_no_delete before delete on metric_edition_figure for each row
  execute function muster_refuse('metric_edition_kept: What was published stays; a later edition stands beside it.');
