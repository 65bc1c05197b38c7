-- The last payload of each URL that stands in full in the evidence of some test; one row a URL, however often it is tested.
create table test_payload(
  url_sha256 text primary key not null check(length(url_sha256) = 64),
  digest text not null,
  run_id text not null references test_run(id),
  record_id text not null,
  record_at text not null,
  at bigint not null);
create index test_payload_by_run on test_payload(run_id);

-- Whose evidence holds payloads of whose: the file that is referred to is kept for as long as the one that refers to it.
create table test_evidence_reference(
  run_id text not null references test_run(id),
  refers_to text not null references test_run(id),
  primary key(run_id, refers_to),
  check(run_id <> refers_to));
create index test_evidence_reference_back on test_evidence_reference(refers_to, run_id);
create trigger test_evidence_reference_no_update before update on test_evidence_reference begin
  select raise(abort, 'evidence_immutable: What a test''s evidence refers to can not be changed.'); end;
create trigger test_evidence_reference_no_delete before delete on test_evidence_reference begin
  select raise(abort, 'evidence_immutable: What a test''s evidence refers to can not be removed.'); end;

-- Time-stamp tokens (RFC 3161) over checkpoints of the ledger.
create table evidence_time_stamp(
  size bigint primary key not null references ledger_checkpoint(size),
  imprint text not null check(length(imprint) = 64),
  authority text not null check(length(authority) > 0),
  serial text not null,
  stamped_at bigint not null,
  received_at bigint not null,
  token text not null);
create trigger evidence_time_stamp_no_update before update on evidence_time_stamp begin
  select raise(abort, 'evidence_immutable: A time stamp can not be changed.'); end;
create trigger evidence_time_stamp_no_delete before delete on evidence_time_stamp begin
  select raise(abort, 'evidence_immutable: A time stamp can not be removed.'); end;
