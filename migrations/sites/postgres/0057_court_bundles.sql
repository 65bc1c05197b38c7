-- Bundles that people asked for on a case's page: what for, and what was made. The file itself is kept for some days only: a copy must
-- not outlive what it is a copy of. `job_id`: who makes it.
create table court_bundle(
  id text primary key not null,
  case_id text not null references case_file(id),
  purpose text not null check(purpose <> ''),
  reference text not null check(length(reference) <= 60),
  asked_by text not null references person(id),
  asked_at bigint not null,
  job_id text not null check(job_id <> ''),
  made_at bigint,
  sha256 text not null default '',
  bytes bigint not null default 0,
  tests bigint not null default 0,
  removed_at bigint,                             -- when the file went
  check((made_at is null) = (sha256 = '')),
  check(removed_at is null or made_at is not null));
create index court_bundle_by_case on court_bundle(case_id, id);
create index court_bundle_files on court_bundle(made_at, id) where removed_at is null and made_at is not null;
create trigger court_bundle_changes before update on court_bundle for each row
  when (new.id <> old.id or new.case_id <> old.case_id or new.purpose <> old.purpose or new.reference <> old.reference or new.asked_by <> old.asked_by
    or new.asked_at <> old.asked_at or (old.made_at is not null and (new.made_at is distinct from old.made_at or new.sha256 <> old.sha256))
    or (old.removed_at is not null and new.removed_at is distinct from old.removed_at))
  execute function muster_refuse('court_bundle_kept: That a bundle was asked for and made stays on record as it was.');
create trigger court_bundle_no_delete before delete or truncate on court_bundle for each statement
  execute function muster_refuse('court_bundle_kept: That a bundle was asked for and made stays on record as it was.');
