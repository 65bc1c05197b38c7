-- Where a difference was seen, who was told of which finding, and names that another system blocked.
alter table census_finding add column address text not null default '';   -- one of a server, as the inventory named it
alter table census_finding add column country text collate "C" not null default '' check(length(country) in (0, 2));
alter table census_finding add column network bigint not null default 0 check(network >= 0);  -- autonomous system
create index census_finding_by_provider on census_finding(run_number, provider_id, name) where provider_id is not null;
create index census_finding_by_country on census_finding(run_number, country, name) where country <> '';
alter table census_run add column found_standing bigint not null default 0 check(found_standing >= 0);
alter table census_run add column found_provider bigint not null default 0 check(found_provider >= 0);
alter table census_run add column found_address bigint not null default 0 check(found_address >= 0);
alter table census_notice add column standing text collate "C" not null default 'unfiled'
  check(standing in ('unfiled', 'cancelled', 'provider_differs', 'address_differs'));
create index census_notice_by_letter on census_notice(notice_id, name);

-- A list of blocks of another system. It blocks nothing here: each name is work for people until its day, then it lapses.
create table legacy_import(
  id text collate "C" primary key not null,
  source_name text collate "C" not null,
  format text not null check(format in ('plain', 'csv', 'hosts', 'rpz')),
  state text collate "C" not null check(state in ('running', 'done')),
  bytes_done bigint not null,
  lines_done bigint not null,
  prefix_sha256 text not null,        -- of the lines done
  accepted bigint not null,
  already_in bigint not null,
  refused bigint not null,
  batches bigint not null,
  redecide_by bigint not null,        -- of every block that it brings
  actor text not null,
  started_at bigint not null,
  updated_at bigint not null,
  check(redecide_by > started_at)
);
create index legacy_import_running on legacy_import(source_name) where state = 'running';
create trigger legacy_import_final before update on legacy_import for each row
  when (old.state = 'done' or new.redecide_by <> old.redecide_by or new.id <> old.id)
  execute function muster_refuse('legacy_import_ended: What an import brought stays as it was recorded.');
create trigger legacy_import_no_delete before delete on legacy_import for each row
  execute function muster_refuse('legacy_import_kept: An import stays on record.');

create table legacy_transition(from_state text collate "C" not null, to_state text collate "C" not null, primary key(from_state, to_state));
insert into legacy_transition(from_state, to_state) values
  ('imported', 'case_opened'), ('imported', 'lapsed'), ('imported', 'withdrawn'),
  ('case_opened', 'redecided'), ('case_opened', 'lapsed'), ('case_opened', 'withdrawn');
create trigger legacy_transition_no_insert before insert on legacy_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger legacy_transition_no_update before update on legacy_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger legacy_transition_no_delete before delete on legacy_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');

create table legacy_block(
  id text collate "C" primary key not null,
  name text collate "C" not null check(name <> ''),  -- as names::Name normalises it
  import_id text collate "C" not null references legacy_import(id),
  line bigint not null check(line > 0),
  reason text not null,               -- as the other system gave it: nothing that can be decided on
  law text not null,
  dated_on text not null,             -- YYYY-MM-DD, or ''
  imported_at bigint not null,
  redecide_by bigint not null check(redecide_by > imported_at),
  state text collate "C" not null check(state in ('imported', 'case_opened', 'redecided', 'lapsed', 'withdrawn')),
  state_at bigint not null,
  case_ref text collate "C" references case_file(id),
  order_ref text collate "C" references orders(id),
  end_reason text not null,
  version bigint not null check(version > 0),
  check((state in ('case_opened', 'redecided')) <= (case_ref is not null)),
  check((state = 'redecided') = (order_ref is not null))
);
create unique index legacy_one_open on legacy_block(name) where state in ('imported', 'case_opened');
-- Said as what it is not, here and where it is asked: `in` would lead to the index by state, and to sorting all that waits.
create index legacy_by_turn on legacy_block(redecide_by, id) where state not in ('redecided', 'lapsed', 'withdrawn');
create index legacy_by_state on legacy_block(state, redecide_by, id);
create index legacy_by_name on legacy_block(name, id);
create index legacy_by_case on legacy_block(case_ref) where case_ref is not null;
create trigger legacy_first_state before insert on legacy_block for each row
  when (new.state <> 'imported' or new.case_ref is not null)
  execute function muster_refuse('legacy_first_state: A legacy block comes in as imported.');
create function legacy_term() returns trigger language plpgsql as $$
begin
  if new.redecide_by is distinct from (select redecide_by from legacy_import where id = new.import_id and state = 'running') then
    raise exception 'legacy_term: A legacy block ends on the day of its import.';
  end if;
  return new;
end $$;
create trigger legacy_term before insert on legacy_block for each row execute function legacy_term();
create function legacy_transition_known() returns trigger language plpgsql as $$
begin
  if new.state <> old.state and not exists(select 1 from legacy_transition where from_state = old.state and to_state = new.state) then
    raise exception 'legacy_state: This step is not open to a legacy block in its present state.';
  end if;
  return new;
end $$;
create trigger legacy_transition_known before update of state on legacy_block for each row execute function legacy_transition_known();
create trigger legacy_fixed before update on legacy_block for each row
  when (new.id <> old.id or new.name <> old.name or new.import_id <> old.import_id or new.line <> old.line or new.reason <> old.reason
    or new.law <> old.law or new.dated_on <> old.dated_on or new.imported_at <> old.imported_at or new.redecide_by <> old.redecide_by
    or (old.case_ref is not null and new.case_ref is distinct from old.case_ref) or (old.order_ref is not null and new.order_ref is distinct from old.order_ref))
  execute function muster_refuse('legacy_immutable: What came in with a legacy block never changes, nor its last day.');
-- It is decided anew by an order of its case, and by nothing else.
create function legacy_needs_order() returns trigger language plpgsql as $$
begin
  if new.state = 'redecided' and not exists(
    select 1 from orders o where o.id = new.order_ref and o.case_id = new.case_ref) then
    raise exception 'legacy_order: A legacy block is decided anew by an order of its own case.';
  end if;
  return new;
end $$;
create trigger legacy_needs_order before update of state on legacy_block for each row execute function legacy_needs_order();

create trigger legacy_no_delete before delete on legacy_block for each row
  execute function muster_refuse('legacy_kept: A legacy block stays on record.');

-- Filings out of another system's register: which imports are its, and who verified which of them again.
create table filing_origin(
  source_name text primary key not null check(source_name <> ''),  -- of the filing imports that it marks
  system_name text not null check(system_name <> ''),
  law text not null,
  reverify_by bigint,                 -- null: nobody asks for it
  actor text not null,
  begun_at bigint not null,
  check(reverify_by is null or reverify_by > begun_at)
);
create trigger filing_origin_kept_as_it_is before update on filing_origin for each row
  execute function muster_refuse('filing_origin_immutable: Where a filing came from never changes.');
create trigger filing_origin_no_delete before delete on filing_origin for each row
  execute function muster_refuse('filing_origin_kept: Where a filing came from stays on record.');
create table filing_reverified(
  site_id text collate "C" primary key not null references filing(id),
  at bigint not null,
  actor text not null,
  how text not null check(how <> '')
);
create trigger filing_reverified_no_update before update on filing_reverified for each row
  execute function muster_refuse('filing_reverified_immutable: A verification never changes.');
create trigger filing_reverified_no_delete before delete on filing_reverified for each row
  execute function muster_refuse('filing_reverified_kept: A verification stays on record.');
