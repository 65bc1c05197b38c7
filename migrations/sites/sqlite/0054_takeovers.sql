-- Mappings of other systems' columns, by name. A version stays as it was saved: what came in by it is explained by it.
create table takeover_mapping(
  name text not null check(name <> ''),
  version bigint not null check(version > 0),
  body text not null check(body <> ''),  -- TOML, as it was sent
  actor text not null,
  saved_at bigint not null,
  primary key(name, version)
) without rowid;
create trigger takeover_mapping_no_update before update on takeover_mapping begin
  select raise(abort, 'takeover_mapping_immutable: A version of a mapping never changes.'); end;
create trigger takeover_mapping_no_delete before delete on takeover_mapping begin
  select raise(abort, 'takeover_mapping_kept: A mapping stays on record.'); end;

create index filing_import_by_source on filing_import(source_name);

-- Filings that are to be verified again, so that those that still are stand along a key: by their day, and by system.
create table filing_reverify(
  site_id text primary key not null references filing(id),
  due bigint not null,
  system_name text not null check(system_name <> ''),
  open bigint not null check(open in (0, 1))  -- in force, and nobody verified it since
) without rowid;
create index filing_reverify_by_due on filing_reverify(due, site_id) where open = 1;
create index filing_reverify_by_system on filing_reverify(system_name, due, site_id) where open = 1;
create trigger filing_reverify_fixed before update on filing_reverify
  when new.site_id <> old.site_id or new.due <> old.due or new.system_name <> old.system_name begin
  select raise(abort, 'filing_reverify_immutable: Until when a filing is to be verified again never changes.'); end;
create trigger filing_reverify_no_delete before delete on filing_reverify begin
  select raise(abort, 'filing_reverify_kept: That a filing is to be verified again stays on record.'); end;
insert into filing_reverify(site_id, due, system_name, open)
  select f.id, o.reverify_by, o.system_name,
    case when f.state in ('cancelled', 'withdrawn') or exists(select 1 from filing_reverified r where r.site_id = f.id) then 0 else 1 end
  from filing_origin o join filing_import i on i.source_name = o.source_name join filing_batch b on b.import_id = i.id
    join filing f on f.batch_id = b.id
  where o.reverify_by is not null;
create trigger filing_reverify_follows after update of state on filing
  when (old.state in ('cancelled', 'withdrawn')) <> (new.state in ('cancelled', 'withdrawn')) begin
  update filing_reverify set open =
    case when new.state in ('cancelled', 'withdrawn') or exists(select 1 from filing_reverified r where r.site_id = new.id) then 0 else 1 end
  where site_id = new.id; end;
create trigger filing_reverify_ends after insert on filing_reverified begin
  update filing_reverify set open = 0 where site_id = new.site_id; end;
