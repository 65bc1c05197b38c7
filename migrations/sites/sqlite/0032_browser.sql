-- What a browser made of a page that plain HTTP showed nothing of. `log`: what it asked for, where it went, what the guard
-- refused (JSON). The columns from `seq` on are the screenshot's, as of any picture (test_picture): of one on a list of child
-- abuse material there are address, list and distance, and the schema holds no more of it.
create table test_browser(
  run_id text primary key not null references test_run(id),
  error text not null,
  final_url text not null,
  status bigint not null,
  settled bigint not null check(settled in (0, 1)),
  took_ms bigint not null,
  dom_bytes bigint not null,
  dom_sha256 text not null,
  requests bigint not null,
  log text not null,
  seq bigint not null,
  url text not null,
  source text not null check(source in ('', 'screenshot')),
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
  known text not null,                 -- JSON: lists, distances
  lifted bigint not null,
  kept bigint not null,
  check(error = '' or (dom_bytes = 0 and outcome = '')),
  check(outcome = 'looked' or (format = '' and width = 0 and height = 0 and bytes = 0 and sha256 = '' and pdq = '' and quality = 0
    and explicit_likely < 0 and model = '' and kept = 0)),
  check(outcome in ('looked', 'dropped') or known = '[]')) without rowid;
create trigger test_browser_no_update before update on test_browser begin
  select raise(abort, 'evidence_immutable: What a test saw can not be changed.'); end;
create trigger test_browser_no_delete before delete on test_browser begin
  select raise(abort, 'evidence_immutable: What a test saw can not be removed.'); end;
