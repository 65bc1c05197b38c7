-- What became of a visited page's pictures. Of one on a list of child abuse material there are address, list and distance, and
-- the schema holds no more of it.
create table test_picture(
  run_id text not null references test_run(id),
  seq bigint not null,
  url text not null,
  source text not null check(source in ('img', 'source', 'poster', 'og', 'inline', 'page', 'hop')),
  outcome text not null,
  format text not null,
  width bigint not null,
  height bigint not null,
  bytes bigint not null,
  sha256 text not null,
  pdq text not null,
  quality bigint not null,
  explicit_likely double precision not null,  -- below 0: nobody said
  model text not null,
  known text not null,  -- JSON: lists, distances
  lifted bigint not null,
  kept bigint not null,
  primary key(run_id, seq),
  check(outcome = 'looked' or (format = '' and width = 0 and height = 0 and bytes = 0 and sha256 = '' and pdq = '' and quality = 0
    and explicit_likely < 0 and model = '' and kept = 0)),
  check(outcome in ('looked', 'dropped') or known = '[]'));
create trigger test_picture_no_update before update or truncate on test_picture
  for each statement execute function muster_refuse('evidence_immutable: What a test saw can not be changed.');
create trigger test_picture_no_delete before delete on test_picture
  for each statement execute function muster_refuse('evidence_immutable: What a test saw can not be removed.');
