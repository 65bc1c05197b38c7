-- Bundles: what a score is made with. A publisher is proposed by one person and confirmed by another; so is a bundle, which runs
-- beside (shadow) and over what was tested before (rerun) until it counts. The bundle's id is the SHA-256 of its file.
create table bundle_publisher(
  public_key text primary key not null,
  publisher text not null check(length(publisher) between 1 and 200),
  state text not null check(state in ('proposed', 'enrolled', 'withdrawn')),
  proposed_by text not null,
  proposed_at bigint not null,
  confirmed_by text,
  confirmed_at bigint,
  withdrawn_by text,
  withdrawn_at bigint,
  row_version bigint not null,
  check(state <> 'enrolled' or (confirmed_by is not null and confirmed_at is not null)));
create function bundle_publisher_begins() returns trigger language plpgsql as $$ begin
  if new.state <> 'proposed' or new.confirmed_by is not null or new.withdrawn_by is not null then
    raise exception 'publisher_state: A publisher is proposed first.'; end if;
  return new;
end $$;
create trigger bundle_publisher_begins before insert on bundle_publisher for each row execute function bundle_publisher_begins();
create function bundle_publisher_changes() returns trigger language plpgsql as $$ begin
  if new.public_key <> old.public_key or new.publisher <> old.publisher or new.proposed_by <> old.proposed_by
      or new.proposed_at <> old.proposed_at or (old.confirmed_by is not null and new.confirmed_by is distinct from old.confirmed_by) then
    raise exception 'publisher_immutable: What is on record of a publisher never changes.'; end if;
  if new.confirmed_by = old.proposed_by then
    raise exception 'two_persons_needed: Who proposed a publisher can not be the one who confirms it.'; end if;
  if (old.state, new.state) not in (values ('proposed', 'enrolled'), ('proposed', 'withdrawn'), ('enrolled', 'withdrawn')) then
    raise exception 'publisher_state: This step is not open to the publisher in its present state.'; end if;
  return new;
end $$;
create trigger bundle_publisher_changes before update on bundle_publisher for each row execute function bundle_publisher_changes();
create trigger bundle_publisher_no_delete before delete or truncate on bundle_publisher for each statement execute function muster_refuse('publisher_kept: A publisher stays on record; it is withdrawn.');

create table bundle(
  sha256 text primary key not null check(length(sha256) = 64),
  kind text not null check(kind in ('lexicon', 'hash_list', 'model', 'calibration')),
  public_key text not null references bundle_publisher(public_key),
  publisher text not null,
  name text not null,
  version text not null,
  ground text not null check(ground in ('explicit_unlawful', 'age_assurance_missing', 'billing_fraud', 'phishing_or_malware',
    'child_abuse_material', 'any', 'none')),
  licence text not null,
  source text not null,
  items bigint not null check(items > 0),
  bytes bigint not null check(bytes > 0),
  inspection text not null,  -- JSON: what the check against the neutral corpora found
  state text not null check(state in ('loaded', 'proposed', 'shadow', 'enabled', 'retired')),
  loaded_by text not null,
  loaded_at bigint not null,
  proposed_by text,
  proposed_at bigint,
  shadow_at bigint,
  enabled_by text,
  enabled_at bigint,
  retired_by text,
  retired_at bigint,
  retired_reason text not null,
  row_version bigint not null,
  check(ground <> 'child_abuse_material' or kind = 'hash_list'),
  check(state not in ('proposed', 'shadow', 'enabled') or proposed_by is not null),
  check(state <> 'enabled' or (enabled_by is not null and enabled_at is not null)),
  check(state <> 'retired' or (retired_by is not null and retired_at is not null)));
create unique index bundle_in_force on bundle(kind, publisher, name) where state = 'enabled';
create unique index bundle_version on bundle(kind, publisher, name, version) where state <> 'retired';
create index bundle_by_state on bundle(state, loaded_at, sha256);
create index bundle_by_loaded on bundle(loaded_at, sha256);

-- A run of a bundle over what was tested before. The counts and the cursor change together, so that what was counted once is
-- never counted again, whenever the work stops.
create table bundle_rerun(
  id text primary key not null,
  sha256 text not null references bundle(sha256),
  job_id text not null,
  asked_by text not null,
  asked_at bigint not null,
  pages_max bigint not null check(pages_max > 0),
  cursor text not null,       -- id of the last test looked at; the newest are looked at first
  pages bigint not null,
  skipped bigint not null,    -- without their evidence, or not a page
  clues_before bigint not null,
  clues_after bigint not null,
  gained bigint not null,
  lost bigint not null,
  finished_at bigint);
create index bundle_rerun_of on bundle_rerun(sha256, id);
create function bundle_rerun_changes() returns trigger language plpgsql as $$ begin
  if old.finished_at is not null or new.id <> old.id or new.sha256 <> old.sha256 then
    raise exception 'rerun_immutable: A run over the history that has ended stays as it is.'; end if;
  return new;
end $$;
create trigger bundle_rerun_changes before update on bundle_rerun for each row execute function bundle_rerun_changes();
create trigger bundle_rerun_no_delete before delete or truncate on bundle_rerun for each statement execute function muster_refuse('rerun_immutable: A run over the history stays on record.');
create table bundle_rerun_change(
  rerun_id text not null references bundle_rerun(id),
  run_id text not null references test_run(id),
  before_score double precision not null,
  after_score double precision not null,
  top_reason text not null,
  primary key(rerun_id, run_id));

create function bundle_begins() returns trigger language plpgsql as $$ begin
  if new.state <> 'loaded' or new.proposed_by is not null or new.enabled_by is not null or new.retired_by is not null then
    raise exception 'bundle_state: A bundle is loaded first.'; end if;
  if not exists(select 1 from bundle_publisher p where p.public_key = new.public_key and p.publisher = new.publisher and p.state = 'enrolled') then
    raise exception 'bundle_publisher_unknown: The bundle is signed with a key of no enrolled publisher.'; end if;
  return new;
end $$;
create trigger bundle_begins before insert on bundle for each row execute function bundle_begins();
create function bundle_changes() returns trigger language plpgsql as $$ begin
  if new.sha256 <> old.sha256 or new.kind <> old.kind or new.public_key <> old.public_key or new.publisher <> old.publisher
      or new.name <> old.name or new.version <> old.version or new.ground <> old.ground or new.items <> old.items
      or new.bytes <> old.bytes or new.inspection <> old.inspection or new.loaded_by <> old.loaded_by or new.loaded_at <> old.loaded_at
      or (old.proposed_by is not null and new.proposed_by is distinct from old.proposed_by)
      or (old.enabled_by is not null and (new.enabled_by is distinct from old.enabled_by or new.enabled_at is distinct from old.enabled_at)) then
    raise exception 'bundle_immutable: What a bundle is never changes; load another version.'; end if;
  if (old.state, new.state) not in (values ('loaded', 'proposed'), ('proposed', 'shadow'), ('shadow', 'enabled'),
      ('loaded', 'retired'), ('proposed', 'retired'), ('shadow', 'retired'), ('enabled', 'retired')) then
    raise exception 'bundle_state: This step is not open to the bundle in its present state.'; end if;
  if new.state = 'enabled' and (new.enabled_by is null or new.enabled_by = new.proposed_by) then
    raise exception 'two_persons_needed: Who proposed a bundle can not be the one who enables it.'; end if;
  if new.state = 'enabled' and not exists(select 1 from bundle_rerun r where r.sha256 = new.sha256 and r.finished_at is not null) then
    raise exception 'bundle_not_rerun: A bundle counts only after it ran over what was tested before.'; end if;
  return new;
end $$;
create trigger bundle_changes before update on bundle for each row execute function bundle_changes();
create trigger bundle_no_delete before delete or truncate on bundle for each statement execute function muster_refuse('bundle_kept: A bundle stays on record, so that old scores can be made again; it is retired.');

-- How the pages of a day scored by a bundle, in tenths: of a bundle in shadow as of one that counts. No page is named.
create table bundle_count(
  sha256 text not null references bundle(sha256),
  day text not null check(length(day) = 10),
  tenth bigint not null check(tenth between 0 and 9),
  pages bigint not null,
  hits bigint not null,
  clues bigint not null,
  primary key(sha256, day, tenth));

-- Every stored score names the bundle that it was made with, and the method (the way in which text is read).
create table test_score(
  run_id text not null references test_run(id),
  bundle text not null references bundle(sha256),
  ground text not null,
  score double precision not null check(score >= 0 and score <= 1),
  method bigint not null,
  primary key(run_id, bundle));
create trigger test_score_no_update before update or delete or truncate on test_score for each statement execute function muster_refuse('evidence_immutable: What a test saw can not be changed or removed.');

-- Lexicons of the former kind were enabled by two persons at once. They stay on record as retired, so that what they found keeps
-- its source; a publisher signs them anew as bundles.
alter table bundle_publisher disable trigger bundle_publisher_begins;
alter table bundle disable trigger bundle_begins;
insert into bundle_publisher(public_key, publisher, state, proposed_by, proposed_at, confirmed_by, confirmed_at, row_version)
  select public_key, publisher, 'enrolled', enrolled_by, enrolled_at, confirmed_by, enrolled_at, 1 from lexicon_publisher;
insert into bundle(sha256, kind, public_key, publisher, name, version, ground, licence, source, items, bytes, inspection, state,
    loaded_by, loaded_at, proposed_by, proposed_at, shadow_at, enabled_by, enabled_at, retired_by, retired_at, retired_reason, row_version)
  select sha256, 'lexicon', public_key, publisher, name, version, ground, licence, source, terms, 1, '{}', 'retired',
    enabled_by, enabled_at, enabled_by, enabled_at, enabled_at, confirmed_by, enabled_at, 'system:migration', enabled_at,
    'of the former format', 1 from lexicon;
alter table bundle_publisher enable trigger bundle_publisher_begins;
alter table bundle enable trigger bundle_begins;
alter table test_hit add column spelling text not null default '';  -- of the term, where it isn't as the publisher wrote it
alter table test_hit drop constraint test_hit_lexicon_fkey;
alter table test_hit add constraint test_hit_lexicon_fkey foreign key (lexicon) references bundle(sha256);
drop table lexicon;
drop table lexicon_publisher;
select muster_pin('bundle_publisher_begins');
select muster_pin('bundle_publisher_changes');
select muster_pin('bundle_rerun_changes');
select muster_pin('bundle_begins');
select muster_pin('bundle_changes');
