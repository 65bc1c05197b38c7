-- Subject -> site -> access: who answers for what. A filing is the record of a site and shares its id: one filing a site.
-- Personal data (an individual's name, certificate and addresses; everything of a responsible person) stands in the vault
-- under the record's id, never here; a blind index finds duplicates.
create table subject(
  id text collate "C" primary key not null,
  number text collate "C" not null unique check(length(number) between 1 and 64),
  kind text not null check(kind in ('government', 'institution', 'company', 'association', 'individual')),
  name text collate "C" not null,  -- of legal persons
  certificate_kind text not null,
  certificate_number text not null,  -- of legal persons
  certificate_index text,  -- blind index, hex
  certificate_address text not null,  -- of legal persons
  postal_address text not null,  -- of legal persons
  superior text not null,  -- superior unit or investor
  region text not null check(region <> ''),
  created_at bigint not null,
  version bigint not null check(version > 0),
  check(kind = 'individual' or name <> ''),
  check(kind <> 'individual' or (name = '' and certificate_number = '' and certificate_address = '' and postal_address = '' and superior = ''))
);
create index subject_by_name on subject(name) where name <> '';
create unique index subject_by_certificate on subject(certificate_kind, certificate_index) where certificate_index is not null;
create trigger subject_no_delete before delete on subject for each row
  execute function muster_refuse('subject_kept: A subject stays in the register; cancel its filings instead.');
create trigger subject_number_fixed before update on subject for each row
  when (new.number <> old.number or new.id <> old.id)
  execute function muster_refuse('number_immutable: A number once given never changes.');
create trigger subject_region_fixed before update on subject for each row
  when (new.region <> old.region)
  execute function muster_refuse('region_immutable: The region of a subject does not change; cancel and file again there.');
create trigger subject_kind_fixed before update on subject for each row
  when (new.kind <> old.kind)
  execute function muster_refuse('subject_kind_immutable: The kind of a subject does not change; cancel and file again.');

create table site(
  id text collate "C" primary key not null,
  number text collate "C" not null unique check(length(number) between 1 and 64),
  subject_id text collate "C" not null references subject(id),
  name text collate "C" not null,
  home_url text not null,
  language text not null,
  service_types text not null,  -- words separated by spaces
  created_at bigint not null,
  version bigint not null check(version > 0)
);
create index site_by_subject on site(subject_id);
create index site_by_name on site(name);
create trigger site_no_delete before delete on site for each row
  execute function muster_refuse('site_kept: A site stays in the register; cancel its filing instead.');
create trigger site_number_fixed before update on site for each row
  when (new.number <> old.number or new.subject_id <> old.subject_id or new.id <> old.id)
  execute function muster_refuse('number_immutable: A number once given never changes, nor whose it is.');

-- Registers that come in as files. A batch commits with its cursor, so that an interrupted import goes on where it was.
create table filing_import(
  id text collate "C" primary key not null,
  source_name text not null,
  format text not null check(format in ('csv', 'jsonl')),
  state text collate "C" not null check(state in ('running', 'done')),
  bytes_done bigint not null,
  lines_done bigint not null,
  prefix_sha256 text not null,  -- of the bytes done
  accepted bigint not null,
  already_in bigint not null,
  refused bigint not null,
  batches bigint not null,
  actor text not null,
  started_at bigint not null,
  updated_at bigint not null
);
create index filing_import_running on filing_import(source_name) where state = 'running';
create table filing_batch(
  id text collate "C" primary key not null,
  import_id text collate "C" not null references filing_import(id),
  ordinal bigint not null,
  filings bigint not null check(filings > 0),
  root text not null check(length(root) = 64),  -- RFC 9162 Merkle root over the row hashes, in order of batch_row
  unique(import_id, ordinal)
);
create trigger filing_batch_no_update before update on filing_batch for each row
  execute function muster_refuse('batch_immutable: What was imported stays as it was recorded.');
create trigger filing_batch_no_delete before delete on filing_batch for each row
  execute function muster_refuse('batch_immutable: What was imported stays as it was recorded.');

-- The state machine, the same as in filing_rules.cc (a test compares them).
create table filing_transition(
  from_state text collate "C" not null,
  to_state text collate "C" not null,
  primary key(from_state, to_state)
);
insert into filing_transition(from_state, to_state) values
  ('draft', 'preverified'), ('draft', 'returned'), ('draft', 'withdrawn'),
  ('preverified', 'verified_in_person'), ('preverified', 'returned'), ('preverified', 'withdrawn'),
  ('verified_in_person', 'provider_signed'), ('verified_in_person', 'returned'), ('verified_in_person', 'withdrawn'),
  ('provider_signed', 'under_review'), ('provider_signed', 'returned'), ('provider_signed', 'withdrawn'),
  ('under_review', 'filed'), ('under_review', 'returned'), ('under_review', 'withdrawn'),
  ('returned', 'draft'), ('returned', 'withdrawn'),
  ('filed', 'change_pending'), ('change_pending', 'filed'),
  ('filed', 'defect_notice'), ('defect_notice', 'corrected'), ('defect_notice', 'public_notice'),
  ('corrected', 'filed'), ('corrected', 'defect_notice'),
  ('public_notice', 'corrected'), ('public_notice', 'cancelled'),
  ('filed', 'cancelled'), ('cancelled', 'filed');
create trigger filing_transition_no_insert before insert on filing_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger filing_transition_no_update before update on filing_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger filing_transition_no_delete before delete on filing_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');

create table filing(
  id text collate "C" primary key not null references site(id),
  provider_id text collate "C" not null references party(id),  -- who files it
  state text collate "C" not null,
  state_since bigint not null,
  due_at bigint,  -- when the present step's term ends
  reasons text not null,  -- JSON array of sentences: why returned, what is defective
  filed_at bigint,
  cancelled_at bigint,
  batch_id text collate "C" references filing_batch(id),
  batch_row bigint,
  row_hash text,
  created_at bigint not null,
  version bigint not null check(version > 0),
  check((batch_id is null) = (batch_row is null) and (batch_id is null) = (row_hash is null)),
  check(state not in ('filed', 'change_pending', 'defect_notice', 'corrected', 'public_notice', 'cancelled') or filed_at is not null)
);
create index filing_by_provider on filing(provider_id, id);
create index filing_unsettled on filing(state, id) where state <> 'filed';
create index filing_unsettled_by_provider on filing(provider_id, state, id) where state <> 'filed';
create index filing_due on filing(due_at, id) where due_at is not null;
create trigger filing_first_state before insert on filing for each row
  when (not (new.state = 'draft' or (new.batch_id is not null and new.state in ('filed', 'cancelled'))))
  execute function muster_refuse('filing_first_state: A filing starts as a draft; only an imported register brings filed ones.');
create function filing_transition_known() returns trigger language plpgsql as $$ begin
  if new.state <> old.state and not exists(select 1 from filing_transition where from_state = old.state and to_state = new.state) then
    raise exception 'filing_state: This step is not open to a filing in its present state.';
  end if;
  return new; end $$;
create trigger filing_transition_known before update of state on filing for each row execute function filing_transition_known();
create trigger filing_filed_at_fixed before update on filing for each row
  when (old.filed_at is not null and new.filed_at is distinct from old.filed_at)
  execute function muster_refuse('filed_at_immutable: The day of filing never changes.');
create trigger filing_origin_fixed before update on filing for each row
  when (new.id <> old.id or new.batch_id is distinct from old.batch_id or new.batch_row is distinct from old.batch_row or new.row_hash is distinct from old.row_hash)
  execute function muster_refuse('filing_origin_immutable: Where a filing came from never changes.');
create trigger filing_no_delete before delete on filing for each row
  execute function muster_refuse('filing_kept: A filing is never deleted; it is withdrawn or cancelled.');

-- One domain belongs to one site. Names are as names::Name normalises them (A-labels, lower case).
create table filing_domain(
  name text collate "C" primary key not null,
  site_id text collate "C" not null references filing(id),
  state text collate "C" not null check(state in ('pending', 'filed', 'cancelled')),
  removed bigint not null default 0 check(removed in (0, 1)),  -- taken out of the filing by a change
  check(removed = 0 or state = 'cancelled')
);
create index filing_domain_by_site on filing_domain(site_id, name, state);
create function filing_domain_fits() returns trigger language plpgsql as $$ begin
  if new.state <> 'cancelled' and new.state is distinct from (select case when state in ('filed', 'change_pending', 'defect_notice', 'corrected', 'public_notice')
    then 'filed' when state in ('cancelled', 'withdrawn', 'returned') then 'none' else 'pending' end from filing where id = new.site_id) then
    raise exception 'domain_state: A domain has the state of its filing.';
  end if;
  return new; end $$;
create trigger filing_domain_fits before insert on filing_domain for each row execute function filing_domain_fits();
create trigger filing_domain_one_site before update of site_id on filing_domain for each row
  when (new.site_id <> old.site_id and old.state <> 'cancelled')
  execute function muster_refuse('domain_in_other_filing: This domain belongs to another filing.');
create trigger filing_domain_name_fixed before update of name on filing_domain for each row
  execute function muster_refuse('domain_name_immutable: A filed name never changes; take it out and file the other one.');
create trigger filing_domain_no_delete before delete on filing_domain for each row
  when (old.state <> 'pending')
  execute function muster_refuse('domain_kept: A filed domain is never deleted; it is cancelled.');
-- The state follows the filing by itself.
create function filing_domain_follows() returns trigger language plpgsql as $$ begin
  update filing_domain set state = 'filed' where site_id = new.id and removed = 0
    and new.state in ('filed', 'change_pending', 'defect_notice', 'corrected', 'public_notice') and state <> 'filed';
  update filing_domain set state = 'cancelled' where site_id = new.id and new.state = 'cancelled' and state <> 'cancelled';
  return null; end $$;
create trigger filing_domain_follows after update of state on filing for each row when (new.state <> old.state) execute function filing_domain_follows();
create function filing_domain_leads() returns trigger language plpgsql as $$ begin
  if new.state = 'filed' and not exists(select 1 from filing where id = new.site_id
    and state in ('filed', 'change_pending', 'defect_notice', 'corrected', 'public_notice')) then
    raise exception 'domain_state: A domain has the state of its filing.';
  end if;
  return new; end $$;
create trigger filing_domain_leads before update of state on filing_domain for each row execute function filing_domain_leads();

-- Names that a filing had and lost: returned, withdrawn, or filed by another after cancelling.
create table filing_former_domain(
  name text collate "C" not null,
  site_id text collate "C" not null references filing(id),
  until_at bigint not null,
  primary key(name, site_id, until_at)
);
create index filing_former_domain_by_site on filing_former_domain(site_id, name);

-- A change waits here until it is accepted; a pending one blocks a second.
create table filing_change(
  id text collate "C" primary key not null,
  site_id text collate "C" not null references filing(id),
  state text collate "C" not null check(state in ('pending', 'accepted', 'refused')),
  body text not null,  -- JSON, without personal data
  asked_at bigint not null,
  decided_at bigint
);
create unique index filing_change_pending on filing_change(site_id) where state = 'pending';
create index filing_change_by_site on filing_change(site_id, id);
create trigger filing_change_fixed before update on filing_change for each row
  when (old.state <> 'pending' or new.body <> old.body or new.site_id <> old.site_id)
  execute function muster_refuse('change_decided: A change that was decided, or its text, can not be altered.');
create trigger filing_change_no_delete before delete on filing_change for each row
  execute function muster_refuse('change_kept: A change stays on record.');

create table access(
  id text collate "C" primary key not null,
  site_id text collate "C" not null references filing(id),
  provider_id text collate "C" not null references party(id),
  method text not null check(method in ('dedicated_line', 'colocation', 'virtual_host', 'cloud', 'cdn', 'other')),
  server_location text not null,
  address_range text collate "C" not null,  -- as identifiers::AddressRange writes it
  state text collate "C" not null,
  state_since bigint not null,
  reasons text not null,  -- JSON array: why refused or held
  version bigint not null check(version > 0)
);
create index access_by_site on access(site_id, state, provider_id, address_range);
create table access_transition(from_state text collate "C" not null, to_state text collate "C" not null, primary key(from_state, to_state));
insert into access_transition(from_state, to_state) values
  ('requested', 'reserved'), ('requested', 'refused'), ('requested', 'closed'),
  ('reserved', 'open'), ('reserved', 'refused'), ('reserved', 'closed'),
  ('open', 'held'), ('open', 'closed'), ('held', 'open'), ('held', 'closed');
create trigger access_transition_no_insert before insert on access_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger access_transition_no_update before update on access_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger access_transition_no_delete before delete on access_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create function access_first_state() returns trigger language plpgsql as $$ begin
  if not (new.state = 'requested' or (new.state in ('open', 'closed') and exists(select 1 from filing where id = new.site_id and batch_id is not null))) then
    raise exception 'access_first_state: Access starts as a request; only an imported register brings open ones.';
  end if;
  return new; end $$;
create trigger access_first_state before insert on access for each row execute function access_first_state();
create function access_transition_known() returns trigger language plpgsql as $$ begin
  if new.state <> old.state and not exists(select 1 from access_transition where from_state = old.state and to_state = new.state) then
    raise exception 'access_state: This step is not open to an access in its present state.';
  end if;
  return new; end $$;
create trigger access_transition_known before update of state on access for each row execute function access_transition_known();
-- No access without a record.
create function access_needs_filing() returns trigger language plpgsql as $$ begin
  if new.state = 'open' and old.state <> 'open' and not exists(select 1 from filing where id = new.site_id
    and state in ('filed', 'change_pending', 'defect_notice', 'corrected', 'public_notice')) then
    raise exception 'access_unfiled: No access is opened for a site that is not filed.';
  end if;
  return new; end $$;
create trigger access_needs_filing before update of state on access for each row execute function access_needs_filing();
create trigger access_owner_fixed before update on access for each row
  when (new.site_id <> old.site_id or new.provider_id <> old.provider_id or new.id <> old.id)
  execute function muster_refuse('access_owner_immutable: An access stays with its site and its provider; close it and ask for another.');
create trigger access_no_delete before delete on access for each row
  execute function muster_refuse('access_kept: An access is never deleted; it is closed.');

-- Blocks of addresses that a provider has filed; where none are known, the address check is left out and said so.
create table provider_block(
  id text collate "C" primary key not null,
  provider_id text collate "C" not null references party(id),
  address_range text collate "C" not null,
  first_key text collate "C" not null check(length(first_key) = 32),  -- hex of the IPv6 form, so that text order is address order
  last_key text collate "C" not null check(length(last_key) = 32 and last_key >= first_key),
  created_at bigint not null
);
create index provider_block_by_provider on provider_block(provider_id, first_key);

-- Running numbers that the register gives out.
create table filing_sequence(
  name text collate "C" primary key not null,
  last bigint not null check(last > 0)
);
create trigger filing_sequence_grows before update on filing_sequence for each row
  when (new.last <= old.last or new.name <> old.name)
  execute function muster_refuse('number_immutable: A number is given once.');
create trigger filing_sequence_no_delete before delete on filing_sequence for each row
  execute function muster_refuse('number_immutable: A number is given once.');
