-- Tests of a host whose content may show a minor: whoever saw it said so by one key. Nobody reads them any more, and no picture of
-- the host is shown, also of later tests.
create table test_seal(
  run_id text primary key not null references test_run(id),
  host text not null check(host <> ''),
  sealed_by text not null check(sealed_by <> ''),
  sealed_at bigint not null) without rowid;
create index test_seal_by_host on test_seal(host, run_id);
create trigger test_seal_no_update before update on test_seal begin
  select raise(abort, 'test_sealed: What was sealed stays so.'); end;
create trigger test_seal_no_delete before delete on test_seal begin
  select raise(abort, 'test_sealed: What was sealed stays so.'); end;
