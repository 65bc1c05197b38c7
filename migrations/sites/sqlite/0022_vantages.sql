-- One page seen from several vantages: a row a visit. `shown`: the visit whose page the test scored. `reasons`: why this
-- vantage is called different, a JSON array, empty when it isn't; `value`: how much, 0 to 1.
create table test_vantage(
  run_id text not null references test_run(id),
  seq bigint not null,
  name text not null,
  user_agent text not null,
  accept_language text not null,
  referrer text not null,
  exit_name text not null,
  started_at bigint not null,
  final_url text not null,
  status bigint not null,
  error text not null,
  title text not null,
  language text not null,
  text_bytes bigint not null check(text_bytes >= 0),
  excerpt text not null,
  shown bigint not null check(shown in (0, 1)),
  value double precision not null check(value >= 0 and value <= 1),
  reasons text not null,
  primary key(run_id, seq)) without rowid;
create trigger test_vantage_no_update before update on test_vantage begin
  select raise(abort, 'evidence_immutable: What a test saw can not be changed.'); end;
create trigger test_vantage_no_delete before delete on test_vantage begin
  select raise(abort, 'evidence_immutable: What a test saw can not be removed.'); end;
