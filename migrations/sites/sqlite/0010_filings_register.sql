-- First come, first served: every filing that enters review gets the next place of the register's queue, by itself. Who reviews takes
-- the first that nobody has; what was taken and not decided by its hour waits at its own place again. A returned one comes back last.
create table filing_queue(
  place bigint primary key not null,
  site_id text not null references filing(id),
  entered_at bigint not null,
  taken_by text not null default '',  -- a person
  taken_at bigint,
  taken_until bigint,
  left_at bigint,                     -- decided or withdrawn
  check(place > 0),
  check((taken_by = '') = (taken_at is null) and (taken_by = '') = (taken_until is null)),
  check(taken_until is null or taken_until > taken_at)
) without rowid;
create index filing_queue_waiting on filing_queue(place, taken_until, left_at) where left_at is null;
create unique index filing_queue_of_site on filing_queue(site_id) where left_at is null;
create index filing_queue_taken on filing_queue(taken_by, taken_until) where left_at is null and taken_by <> '';
insert into filing_queue(place, site_id, entered_at)
  select row_number() over(order by state_since, id), id, state_since from filing where state = 'under_review';
insert into filing_sequence(name, last) select 'review', max(place) from filing_queue having count(*) > 0;
create trigger filing_queue_at_the_end before insert on filing_queue
  when new.left_at is not null or new.taken_by <> ''
    or not exists(select 1 from filing where id = new.site_id and state = 'under_review')
    or exists(select 1 from filing_queue where site_id = new.site_id and left_at is null)
    or exists(select 1 from filing_queue where place >= new.place) begin
  select raise(abort, 'queue_place_immutable: A place in the queue is given once, at the end, to what enters review.'); end;
create trigger filing_queue_place_fixed before update on filing_queue
  when new.place <> old.place or new.site_id <> old.site_id or new.entered_at <> old.entered_at or old.left_at is not null
    or (new.left_at is not null and exists(select 1 from filing where id = new.site_id and state = 'under_review')) begin
  select raise(abort, 'queue_place_immutable: A place in the queue is given once, at the end, to what enters review.'); end;
create trigger filing_queue_in_order before update of taken_by, taken_at, taken_until on filing_queue
  when new.taken_by = '' or (old.taken_until is not null and old.taken_until > new.taken_at) or exists(select 1 from filing_queue
    where left_at is null and place < new.place and (taken_until is null or taken_until <= new.taken_at)) begin
  select raise(abort, 'not_next_in_queue: Filings are reviewed first come, first served; another one is before this.'); end;
create trigger filing_queue_one_at_a_time before update of taken_by on filing_queue
  when exists(select 1 from filing_queue where left_at is null and taken_by = new.taken_by and taken_by <> '' and taken_until > new.taken_at
    and place <> new.place) begin
  select raise(abort, 'review_one_at_a_time: Decide the filing that you have taken before you take another.'); end;
create trigger filing_queue_no_delete before delete on filing_queue begin
  select raise(abort, 'queue_place_immutable: A place in the queue is given once, at the end, to what enters review.'); end;
create trigger filing_queue_enters after update of state on filing when new.state = 'under_review' and old.state <> 'under_review' begin
  insert into filing_sequence(name, last) values('review', 1) on conflict(name) do update set last = last + 1;
  insert into filing_queue(place, site_id, entered_at)
    select last, new.id, new.state_since from filing_sequence where name = 'review';
end;
create trigger filing_queue_leaves after update of state on filing when old.state = 'under_review' and new.state <> 'under_review' begin
  update filing_queue set left_at = new.state_since where site_id = new.id and left_at is null;
end;
-- What is under review is decided by whoever has taken it in its turn.
create trigger filing_reviewed_in_order before update of state on filing
  when old.state = 'under_review' and new.state in ('filed', 'returned') and not exists(select 1 from filing_queue
    where site_id = new.id and left_at is null and taken_at <= new.state_since and taken_until > new.state_since) begin
  select raise(abort, 'not_next_in_queue: Filings are reviewed first come, first served; another one is before this.'); end;

-- Another register's files held against ours. Each field that differs is kept until people decide or it no longer does; ours is never
-- overwritten by it.
create table filing_reconciliation(
  id text primary key not null,
  register text not null check(register <> ''),
  source_name text not null,
  format text not null check(format in ('csv', 'jsonl')),
  state text not null check(state in ('running', 'done')),
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
) without rowid;
create index filing_reconciliation_running on filing_reconciliation(register, source_name) where state = 'running';
create table filing_conflict(
  id text primary key not null,
  register text not null check(register <> ''),
  site_id text not null references filing(id),
  field text not null,
  personal bigint not null check(personal in (0, 1)),  -- then that they differ is all that is kept
  ours text not null,
  theirs text not null,
  theirs_index text not null,         -- blind index of what is personal
  state text not null check(state in ('open', 'ours_stands', 'change_asked', 'vanished')),
  found_at bigint not null,
  closed_at bigint,
  closed_by text not null default '',
  reason text not null default '',
  check(personal = 0 or (ours = '' and theirs = '')),
  check((state = 'open') = (closed_at is null) and (state = 'open') = (closed_by = '') and (state = 'open') = (reason = ''))
) without rowid;
create unique index filing_conflict_one_open on filing_conflict(register, site_id, field) where state = 'open';
create index filing_conflict_of_register on filing_conflict(register, site_id, id);
create index filing_conflict_of_site on filing_conflict(site_id, id);
create index filing_conflict_open on filing_conflict(id) where state = 'open';
create index filing_conflict_open_of on filing_conflict(register, id) where state = 'open';
create trigger filing_conflict_fixed before update on filing_conflict
  when old.state <> 'open' or new.id <> old.id or new.register <> old.register or new.site_id <> old.site_id or new.field <> old.field
    or new.personal <> old.personal or new.ours <> old.ours or new.theirs <> old.theirs or new.theirs_index <> old.theirs_index
    or new.found_at <> old.found_at begin
  select raise(abort, 'conflict_immutable: What differed, and what was decided about it, stays as it was.'); end;
create trigger filing_conflict_starts_open before insert on filing_conflict
  when new.state <> 'open' or exists(select 1 from filing_conflict where id = new.id) begin
  select raise(abort, 'conflict_immutable: What differed, and what was decided about it, stays as it was.'); end;
create trigger filing_conflict_no_delete before delete on filing_conflict begin
  select raise(abort, 'conflict_immutable: What differed, and what was decided about it, stays as it was.'); end;

-- An import taken back, batch by batch. What it brought in and nobody has touched is cancelled; nothing is deleted.
create index filing_by_batch on filing(batch_id, batch_row) where batch_id is not null;
create table filing_batch_undone(
  batch_id text primary key not null references filing_batch(id),
  import_id text not null references filing_import(id),
  cancelled bigint not null check(cancelled >= 0),
  left_alone bigint not null check(left_alone >= 0),
  actor text not null,
  at bigint not null
) without rowid;
create index filing_batch_undone_of on filing_batch_undone(import_id);
create trigger filing_batch_undone_no_update before update on filing_batch_undone begin
  select raise(abort, 'batch_immutable: What was taken back stays on record as it was.'); end;
create trigger filing_batch_undone_no_delete before delete on filing_batch_undone begin
  select raise(abort, 'batch_immutable: What was taken back stays on record as it was.'); end;

-- Which column of somebody's file is which of ours, and which of these mappings the files of a source had last.
create table filing_mapping(
  name text primary key not null check(name <> ''),
  body text not null,                 -- JSON: our column -> the file's
  actor text not null,
  saved_at bigint not null
) without rowid;
create table filing_mapping_source(
  source text primary key not null check(source <> ''),  -- a file's name with its digits as #
  mapping text not null references filing_mapping(name),
  used_at bigint not null
) without rowid;
