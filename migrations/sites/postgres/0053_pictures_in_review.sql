-- Tests of a host whose content may show a minor: whoever saw it said so by one key. Nobody reads them any more, and no picture of
-- the host is shown, also of later tests.
create table test_seal(
  run_id text collate "C" primary key not null references test_run(id),
  host text collate "C" not null check(host <> ''),
  sealed_by text collate "C" not null check(sealed_by <> ''),
  sealed_at bigint not null);
create index test_seal_by_host on test_seal(host, run_id);
create trigger test_seal_no_update before update on test_seal for each row
  execute function muster_refuse('test_sealed: What was sealed stays so.');
create trigger test_seal_no_delete before delete on test_seal for each row
  execute function muster_refuse('test_sealed: What was sealed stays so.');
