-- Registers come in as workbooks too. A workbook is packed, so that of one `bytes_done` says how far the reading is, in bytes of
-- the packed file, `lines_done` is the row of the sheet, and `prefix_sha256` is of the whole file and the sheet's name.
-- SQLite can't change a check, so that both tables are made anew; references to them are looked at when all of it is in.
pragma defer_foreign_keys = on;
create temporary table kept_import as select * from filing_import;
drop table filing_import;
create table filing_import(
  id text primary key not null,
  source_name text not null,
  format text not null check(format in ('csv', 'jsonl', 'xlsx')),
  state text not null check(state in ('running', 'done')),
  bytes_done bigint not null,
  lines_done bigint not null,
  prefix_sha256 text not null,
  accepted bigint not null,
  already_in bigint not null,
  refused bigint not null,
  batches bigint not null,
  actor text not null,
  started_at bigint not null,
  updated_at bigint not null
) without rowid;
insert into filing_import select * from kept_import;
drop table kept_import;
create index filing_import_running on filing_import(source_name) where state = 'running';

create temporary table kept_reconciliation as select * from filing_reconciliation;
drop table filing_reconciliation;
create table filing_reconciliation(
  id text primary key not null,
  register text not null check(register <> ''),
  source_name text not null,
  format text not null check(format in ('csv', 'jsonl', 'xlsx')),
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
insert into filing_reconciliation select * from kept_reconciliation;
drop table kept_reconciliation;
create index filing_reconciliation_running on filing_reconciliation(register, source_name) where state = 'running';
