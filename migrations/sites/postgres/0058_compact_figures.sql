-- Figures of fifty million events. What a key is counted by are numbers: of the event in the outbox, of the words by which
-- metrics and cells are called. The record behind it is the event's.
create table metric_word(
  id bigint generated always as identity primary key,
  word text collate "C" not null unique);
create table metric_key_new(
  generation bigint not null,
  metric bigint not null,       -- a word
  key text collate "C" not null,
  since_at bigint,
  since_seq bigint,             -- of the outbox
  since_cell bigint,            -- a word
  count_at bigint,
  count_seq bigint,
  count_cell bigint,
  last_at bigint,               -- null: what counts is the last of what counts or undoes
  last_seq bigint,
  last_undoes bigint not null check(last_undoes in (0, 1)),
  month bigint not null,        -- 202603; 0: it counts nowhere
  cell bigint not null);        -- where it counts: a word; 0: nowhere
insert into metric_word(word) select distinct metric from metric_key order by 1;
insert into metric_word(word) select word from (
  select since_cell as word from metric_key union select count_cell from metric_key union select cell from metric_key) of_cells
  where true on conflict(word) do nothing;
create index outbox_of_event on outbox(event_id);
insert into metric_key_new
  select k.generation, m.id, k.key,
    k.since_at, (select min(o.seq) from outbox o where o.event_id = k.since_id),
    case when k.since_at is not null then (select w.id from metric_word w where w.word = k.since_cell) end,
    k.count_at, (select min(o.seq) from outbox o where o.event_id = k.count_id),
    case when k.count_at is not null then (select w.id from metric_word w where w.word = k.count_cell) end,
    case when k.last_id <> k.count_id then k.last_at end,
    case when k.last_id <> k.count_id then (select min(o.seq) from outbox o where o.event_id = k.last_id) end,
    k.last_undoes,
    case when k.month = '' then 0 else cast(replace(k.month, '-', '') as bigint) end,
    case when k.month = '' then 0 else (select w.id from metric_word w where w.word = k.cell) end
  from metric_key k join metric_word m on m.word = k.metric
  where k.generation in (select g.id from metric_generation g where g.state <> 'retired');
drop index outbox_of_event;
drop table metric_key;
alter table metric_key_new rename to metric_key;
alter table metric_key add primary key(generation, metric, key);
create index metric_key_by_cell on metric_key(generation, metric, month, cell, key) where month <> 0;
-- Tests as they came, for the links that they saw.
create index event_of_tests on event(id, at, record_id) where kind = 'test.finished';
