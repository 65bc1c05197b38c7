-- First come, first served: every filing that enters review gets the next place of the register's queue, by itself. Who reviews takes
-- the first that nobody has; what was taken and not decided by its hour waits at its own place again. A returned one comes back last.
create table filing_queue(
  place bigint primary key not null,
  site_id text collate "C" not null references filing(id),
  entered_at bigint not null,
  taken_by text collate "C" not null default '',  -- a person
  taken_at bigint,
  taken_until bigint,
  left_at bigint,                     -- decided or withdrawn
  check(place > 0),
  check((taken_by = '') = (taken_at is null) and (taken_by = '') = (taken_until is null)),
  check(taken_until is null or taken_until > taken_at)
);
create index filing_queue_waiting on filing_queue(place, taken_until, left_at) where left_at is null;
create unique index filing_queue_of_site on filing_queue(site_id) where left_at is null;
create index filing_queue_taken on filing_queue(taken_by, taken_until) where left_at is null and taken_by <> '';
insert into filing_queue(place, site_id, entered_at)
  select row_number() over(order by state_since, id), id, state_since from filing where state = 'under_review';
insert into filing_sequence(name, last) select 'review', max(place) from filing_queue having count(*) > 0;
create function filing_queue_at_the_end() returns trigger language plpgsql as $$ begin
  if new.left_at is not null or new.taken_by <> ''
    or not exists(select 1 from filing where id = new.site_id and state = 'under_review')
    or exists(select 1 from filing_queue where place >= new.place) then
    raise exception 'queue_place_immutable: A place in the queue is given once, at the end, to what enters review.';
  end if;
  return new; end $$;
create trigger filing_queue_at_the_end before insert on filing_queue for each row execute function filing_queue_at_the_end();
create function filing_queue_place_fixed() returns trigger language plpgsql as $$ begin
  if new.place <> old.place or new.site_id <> old.site_id or new.entered_at <> old.entered_at or old.left_at is not null
    or (new.left_at is not null and exists(select 1 from filing where id = new.site_id and state = 'under_review')) then
    raise exception 'queue_place_immutable: A place in the queue is given once, at the end, to what enters review.';
  end if;
  return new; end $$;
create trigger filing_queue_place_fixed before update on filing_queue for each row execute function filing_queue_place_fixed();
create function filing_queue_taken_in_order() returns trigger language plpgsql as $$ begin
  if new.taken_by = '' or (old.taken_until is not null and old.taken_until > new.taken_at) or exists(select 1 from filing_queue
    where left_at is null and place < new.place and (taken_until is null or taken_until <= new.taken_at)) then
    raise exception 'not_next_in_queue: Filings are reviewed first come, first served; another one is before this.';
  end if;
  if exists(select 1 from filing_queue where left_at is null and taken_by = new.taken_by and taken_by <> '' and taken_until > new.taken_at
    and place <> new.place) then
    raise exception 'review_one_at_a_time: Decide the filing that you have taken before you take another.';
  end if;
  return new; end $$;
create trigger filing_queue_taken_in_order before update of taken_by, taken_at, taken_until on filing_queue for each row
  execute function filing_queue_taken_in_order();
create trigger filing_queue_no_delete before delete on filing_queue for each row
  execute function muster_refuse('queue_place_immutable: A place in the queue is given once, at the end, to what enters review.');
create function filing_queue_moves() returns trigger language plpgsql as $$
declare next_place bigint;
begin
  if new.state = old.state then return null; end if;
  if old.state = 'under_review' then
    update filing_queue set left_at = new.state_since where site_id = new.id and left_at is null;
  end if;
  if new.state = 'under_review' then
    insert into filing_sequence(name, last) values('review', 1)
      on conflict(name) do update set last = filing_sequence.last + 1 returning last into next_place;
    insert into filing_queue(place, site_id, entered_at) values(next_place, new.id, new.state_since);
  end if;
  return null; end $$;
create trigger filing_queue_moves after update of state on filing for each row execute function filing_queue_moves();
-- What is under review is decided by whoever has taken it in its turn.
create function filing_reviewed_in_order() returns trigger language plpgsql as $$ begin
  if old.state = 'under_review' and new.state in ('filed', 'returned') and not exists(select 1 from filing_queue
    where site_id = new.id and left_at is null and taken_at <= new.state_since and taken_until > new.state_since) then
    raise exception 'not_next_in_queue: Filings are reviewed first come, first served; another one is before this.';
  end if;
  return new; end $$;
create trigger filing_reviewed_in_order before update of state on filing for each row execute function filing_reviewed_in_order();
select muster_pin('filing_queue_at_the_end');
select muster_pin('filing_queue_place_fixed');
select muster_pin('filing_queue_taken_in_order');
select muster_pin('filing_queue_moves');
select muster_pin('filing_reviewed_in_order');

-- Another register's files held against ours. Each field that differs is kept until people decide or it no longer does; ours is never
-- overwritten by it.
create table filing_reconciliation(
  id text collate "C" primary key not null,
  register text collate "C" not null check(register <> ''),
  source_name text not null,
  format text not null check(format in ('csv', 'jsonl')),
  state text collate "C" not null check(state in ('running', 'done')),
  bytes_done bigint not null,
  lines_done bigint not null,
  prefix_sha256 text not null,
  same bigint not null,
  differing bigint not null,
  unknown bigint not null,
  refused bigint not null,
  opened bigint not null,
  vanished bigint not null,
  batches bigint not null,
  actor text not null,
  started_at bigint not null,
  updated_at bigint not null
);
create index filing_reconciliation_running on filing_reconciliation(register, source_name) where state = 'running';
create table filing_conflict(
  id text collate "C" primary key not null,
  register text collate "C" not null check(register <> ''),
  site_id text collate "C" not null references filing(id),
  field text not null,
  personal bigint not null check(personal in (0, 1)),  -- then that they differ is all that is kept
  ours text not null,
  theirs text not null,
  theirs_index text not null,         -- blind index of what is personal
  state text collate "C" not null check(state in ('open', 'ours_stands', 'change_asked', 'vanished')),
  found_at bigint not null,
  closed_at bigint,
  closed_by text not null default '',
  reason text not null default '',
  check(personal = 0 or (ours = '' and theirs = '')),
  check((state = 'open') = (closed_at is null) and (state = 'open') = (closed_by = '') and (state = 'open') = (reason = ''))
);
create unique index filing_conflict_one_open on filing_conflict(register, site_id, field) where state = 'open';
create index filing_conflict_of_register on filing_conflict(register, site_id, id);
create index filing_conflict_of_site on filing_conflict(site_id, id);
create index filing_conflict_open on filing_conflict(id) where state = 'open';
create index filing_conflict_open_of on filing_conflict(register, id) where state = 'open';
create trigger filing_conflict_fixed before update on filing_conflict for each row
  when (old.state <> 'open' or new.id <> old.id or new.register <> old.register or new.site_id <> old.site_id or new.field <> old.field
    or new.personal <> old.personal or new.ours <> old.ours or new.theirs <> old.theirs or new.theirs_index <> old.theirs_index
    or new.found_at <> old.found_at)
  execute function muster_refuse('conflict_immutable: What differed, and what was decided about it, stays as it was.');
create trigger filing_conflict_starts_open before insert on filing_conflict for each row when (new.state <> 'open')
  execute function muster_refuse('conflict_immutable: What differed, and what was decided about it, stays as it was.');
create trigger filing_conflict_no_delete before delete on filing_conflict for each row
  execute function muster_refuse('conflict_immutable: What differed, and what was decided about it, stays as it was.');

-- An import taken back, batch by batch. What it brought in and nobody has touched is cancelled; nothing is deleted.
create index filing_by_batch on filing(batch_id, batch_row) where batch_id is not null;
create table filing_batch_undone(
  batch_id text collate "C" primary key not null references filing_batch(id),
  import_id text collate "C" not null references filing_import(id),
  cancelled bigint not null check(cancelled >= 0),
  left_alone bigint not null check(left_alone >= 0),
  actor text not null,
  at bigint not null
);
create index filing_batch_undone_of on filing_batch_undone(import_id);
create trigger filing_batch_undone_no_update before update on filing_batch_undone for each row
  execute function muster_refuse('batch_immutable: What was taken back stays on record as it was.');
create trigger filing_batch_undone_no_delete before delete on filing_batch_undone for each row
  execute function muster_refuse('batch_immutable: What was taken back stays on record as it was.');

-- Which column of somebody's file is which of ours, and which of these mappings the files of a source had last.
create table filing_mapping(
  name text collate "C" primary key not null check(name <> ''),
  body text not null,                 -- JSON: our column -> the file's
  actor text not null,
  saved_at bigint not null
);
create table filing_mapping_source(
  source text collate "C" primary key not null check(source <> ''),  -- a file's name with its digits as #
  mapping text collate "C" not null references filing_mapping(name),
  used_at bigint not null
);
