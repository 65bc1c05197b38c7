-- Work for many hands, where no NATS carries it. `turn_at`: when it may be taken (again); of what is done: when it is forgotten.
create table work_item(
  queue text not null,
  id text not null,
  state text not null check(state in ('waiting', 'aside', 'done')),
  body text not null,                -- no personal data
  attempts bigint not null default 0,
  turn_at bigint not null,
  lease text not null default '',
  code text not null default '',
  sentence text not null default '',
  changed_at bigint not null,
  primary key(queue, id),
  check(state = 'waiting' or lease = ''),
  check(state <> 'aside' or code <> ''));
create index work_item_by_turn on work_item(queue, state, turn_at, id);
