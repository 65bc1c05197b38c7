-- Subject -> site -> access: who answers for what. A filing is the record of a site and shares its id: one filing a site.
-- Personal data (an individual's name, certificate and addresses; everything of a responsible person) stands in the vault
-- under the record's id, never here; a blind index finds duplicates.
create table subject(
  id text primary key not null,
  number text not null unique check(length(number) between 1 and 64),
  kind text not null check(kind in ('government', 'institution', 'company', 'association', 'individual')),
  name text not null,                 -- of legal persons
  certificate_kind text not null,
  certificate_number text not null,   -- of legal persons
  certificate_index text,             -- blind index, hex
  certificate_address text not null,  -- of legal persons
  postal_address text not null,       -- of legal persons
  superior text not null,             -- superior unit or investor
  region text not null check(region <> ''),
  created_at bigint not null,
  version bigint not null check(version > 0),
  check(kind = 'individual' or name <> ''),
  check(kind <> 'individual' or (name = '' and certificate_number = '' and certificate_address = '' and postal_address = '' and superior = ''))
) without rowid;
create index subject_by_name on subject(name) where name <> '';
create unique index subject_by_certificate on subject(certificate_kind, certificate_index) where certificate_index is not null;
create trigger subject_no_delete before delete on subject begin
  select raise(abort, 'subject_kept: A subject stays in the register; cancel its filings instead.'); end;
create trigger subject_number_fixed before update on subject when new.number <> old.number or new.id <> old.id begin
  select raise(abort, 'number_immutable: A number once given never changes.'); end;
create trigger subject_region_fixed before update on subject when new.region <> old.region begin
  select raise(abort, 'region_immutable: The region of a subject does not change; cancel and file again there.'); end;
create trigger subject_kind_fixed before update on subject when new.kind <> old.kind begin
  select raise(abort, 'subject_kind_immutable: The kind of a subject does not change; cancel and file again.'); end;

create table site(
  id text primary key not null,
  number text not null unique check(length(number) between 1 and 64),
  subject_id text not null references subject(id),
  name text not null,
  home_url text not null,
  language text not null,
  service_types text not null,        -- words separated by spaces
  created_at bigint not null,
  version bigint not null check(version > 0)
) without rowid;
create index site_by_subject on site(subject_id);
create index site_by_name on site(name);
create trigger site_no_delete before delete on site begin
  select raise(abort, 'site_kept: A site stays in the register; cancel its filing instead.'); end;
create trigger site_number_fixed before update on site when new.number <> old.number or new.subject_id <> old.subject_id or new.id <> old.id begin
  select raise(abort, 'number_immutable: A number once given never changes, nor whose it is.'); end;

-- Registers that come in as files. A batch commits with its cursor, so that an interrupted import goes on where it was.
create table filing_import(
  id text primary key not null,
  source_name text not null,
  format text not null check(format in ('csv', 'jsonl')),
  state text not null check(state in ('running', 'done')),
  bytes_done bigint not null,
  lines_done bigint not null,
  prefix_sha256 text not null,        -- of the bytes done
  accepted bigint not null,
  already_in bigint not null,
  refused bigint not null,
  batches bigint not null,
  actor text not null,
  started_at bigint not null,
  updated_at bigint not null
) without rowid;
create index filing_import_running on filing_import(source_name) where state = 'running';
create table filing_batch(
  id text primary key not null,
  import_id text not null references filing_import(id),
  ordinal bigint not null,
  filings bigint not null check(filings > 0),
  root text not null check(length(root) = 64),   -- RFC 9162 Merkle root over the row hashes, in order of batch_row
  unique(import_id, ordinal)
) without rowid;
create trigger filing_batch_no_update before update on filing_batch begin select raise(abort, 'batch_immutable: What was imported stays as it was recorded.'); end;
create trigger filing_batch_no_delete before delete on filing_batch begin select raise(abort, 'batch_immutable: What was imported stays as it was recorded.'); end;

-- The state machine, the same as in filing_rules.cc (a test compares them).
create table filing_transition(
  from_state text not null,
  to_state text not null,
  primary key(from_state, to_state)
) without rowid;
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
create trigger filing_transition_no_insert before insert on filing_transition begin select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger filing_transition_no_update before update on filing_transition begin select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger filing_transition_no_delete before delete on filing_transition begin select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;

create table filing(
  id text primary key not null references site(id),
  provider_id text not null references party(id),  -- who files it
  state text not null,
  state_since bigint not null,
  due_at bigint,                      -- when the present step's term ends
  reasons text not null,              -- JSON array of sentences: why returned, what is defective
  filed_at bigint,
  cancelled_at bigint,
  batch_id text references filing_batch(id),
  batch_row bigint,
  row_hash text,
  created_at bigint not null,
  version bigint not null check(version > 0),
  check((batch_id is null) = (batch_row is null) and (batch_id is null) = (row_hash is null)),
  check(state not in ('filed', 'change_pending', 'defect_notice', 'corrected', 'public_notice', 'cancelled') or filed_at is not null)
) without rowid;
create index filing_by_provider on filing(provider_id, id);
create index filing_unsettled on filing(state, id) where state <> 'filed';
create index filing_unsettled_by_provider on filing(provider_id, state, id) where state <> 'filed';
create index filing_due on filing(due_at, id) where due_at is not null;
create trigger filing_first_state before insert on filing
  when not (new.state = 'draft' or (new.batch_id is not null and new.state in ('filed', 'cancelled'))) begin
  select raise(abort, 'filing_first_state: A filing starts as a draft; only an imported register brings filed ones.'); end;
create trigger filing_transition_known before update of state on filing
  when new.state <> old.state and not exists(select 1 from filing_transition where from_state = old.state and to_state = new.state) begin
  select raise(abort, 'filing_state: This step is not open to a filing in its present state.'); end;
create trigger filing_filed_at_fixed before update on filing when old.filed_at is not null and new.filed_at is not old.filed_at begin
  select raise(abort, 'filed_at_immutable: The day of filing never changes.'); end;
create trigger filing_origin_fixed before update on filing
  when new.id <> old.id or new.batch_id is not old.batch_id or new.batch_row is not old.batch_row or new.row_hash is not old.row_hash begin
  select raise(abort, 'filing_origin_immutable: Where a filing came from never changes.'); end;
-- INSERT OR REPLACE must not get around the triggers on DELETE, even where a connection's recursive_triggers are off.
create trigger filing_no_replace before insert on filing when exists(select 1 from filing where id = new.id) begin
  select raise(abort, 'filing_exists: This site has a filing already.'); end;
create trigger filing_no_delete before delete on filing begin
  select raise(abort, 'filing_kept: A filing is never deleted; it is withdrawn or cancelled.'); end;

-- One domain belongs to one site. Names are as names::Name normalises them (A-labels, lower case).
create table filing_domain(
  name text primary key not null,
  site_id text not null references filing(id),
  state text not null check(state in ('pending', 'filed', 'cancelled')),
  removed bigint not null default 0 check(removed in (0, 1)),  -- taken out of the filing by a change
  check(removed = 0 or state = 'cancelled')
) without rowid;
create index filing_domain_by_site on filing_domain(site_id, name, state);
create trigger filing_domain_fits before insert on filing_domain
  when new.state <> 'cancelled' and new.state is not (select case when state in ('filed', 'change_pending', 'defect_notice', 'corrected', 'public_notice')
    then 'filed' when state in ('cancelled', 'withdrawn', 'returned') then 'none' else 'pending' end from filing where id = new.site_id) begin
  select raise(abort, 'domain_state: A domain has the state of its filing.'); end;
create trigger filing_domain_one_site before update of site_id on filing_domain when new.site_id <> old.site_id and old.state <> 'cancelled' begin
  select raise(abort, 'domain_in_other_filing: This domain belongs to another filing.'); end;
create trigger filing_domain_name_fixed before update of name on filing_domain begin
  select raise(abort, 'domain_name_immutable: A filed name never changes; take it out and file the other one.'); end;
create trigger filing_domain_no_delete before delete on filing_domain when old.state <> 'pending' begin
  select raise(abort, 'domain_kept: A filed domain is never deleted; it is cancelled.'); end;
-- The state follows the filing by itself.
create trigger filing_domain_follows after update of state on filing when new.state <> old.state begin
  update filing_domain set state = 'filed' where site_id = new.id and removed = 0
    and new.state in ('filed', 'change_pending', 'defect_notice', 'corrected', 'public_notice') and state <> 'filed';
  update filing_domain set state = 'cancelled' where site_id = new.id and new.state = 'cancelled' and state <> 'cancelled';
end;
create trigger filing_domain_leads before update of state on filing_domain
  when new.state = 'filed' and not exists(select 1 from filing where id = new.site_id
    and state in ('filed', 'change_pending', 'defect_notice', 'corrected', 'public_notice')) begin
  select raise(abort, 'domain_state: A domain has the state of its filing.'); end;

-- Names that a filing had and lost: returned, withdrawn, or filed by another after cancelling.
create table filing_former_domain(
  name text not null,
  site_id text not null references filing(id),
  until_at bigint not null,
  primary key(name, site_id, until_at)
) without rowid;
create index filing_former_domain_by_site on filing_former_domain(site_id, name);

-- A change waits here until it is accepted; a pending one blocks a second.
create table filing_change(
  id text primary key not null,
  site_id text not null references filing(id),
  state text not null check(state in ('pending', 'accepted', 'refused')),
  body text not null,                 -- JSON, without personal data
  asked_at bigint not null,
  decided_at bigint
) without rowid;
create unique index filing_change_pending on filing_change(site_id) where state = 'pending';
create index filing_change_by_site on filing_change(site_id, id);
create trigger filing_change_fixed before update on filing_change when old.state <> 'pending' or new.body <> old.body or new.site_id <> old.site_id begin
  select raise(abort, 'change_decided: A change that was decided, or its text, can not be altered.'); end;
create trigger filing_change_no_delete before delete on filing_change begin
  select raise(abort, 'change_kept: A change stays on record.'); end;

create table access(
  id text primary key not null,
  site_id text not null references filing(id),
  provider_id text not null references party(id),
  method text not null check(method in ('dedicated_line', 'colocation', 'virtual_host', 'cloud', 'cdn', 'other')),
  server_location text not null,
  address_range text not null,        -- as identifiers::AddressRange writes it
  state text not null,
  state_since bigint not null,
  reasons text not null,              -- JSON array: why refused or held
  version bigint not null check(version > 0)
) without rowid;
create index access_by_site on access(site_id, state, provider_id, address_range);
create table access_transition(from_state text not null, to_state text not null, primary key(from_state, to_state)) without rowid;
insert into access_transition(from_state, to_state) values
  ('requested', 'reserved'), ('requested', 'refused'), ('requested', 'closed'),
  ('reserved', 'open'), ('reserved', 'refused'), ('reserved', 'closed'),
  ('open', 'held'), ('open', 'closed'), ('held', 'open'), ('held', 'closed');
create trigger access_transition_no_insert before insert on access_transition begin select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger access_transition_no_update before update on access_transition begin select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger access_transition_no_delete before delete on access_transition begin select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger access_first_state before insert on access
  when not (new.state = 'requested' or (new.state in ('open', 'closed') and exists(select 1 from filing where id = new.site_id and batch_id is not null))) begin
  select raise(abort, 'access_first_state: Access starts as a request; only an imported register brings open ones.'); end;
create trigger access_transition_known before update of state on access
  when new.state <> old.state and not exists(select 1 from access_transition where from_state = old.state and to_state = new.state) begin
  select raise(abort, 'access_state: This step is not open to an access in its present state.'); end;
-- No access without a record.
create trigger access_needs_filing before update of state on access
  when new.state = 'open' and old.state <> 'open' and not exists(select 1 from filing where id = new.site_id
    and state in ('filed', 'change_pending', 'defect_notice', 'corrected', 'public_notice')) begin
  select raise(abort, 'access_unfiled: No access is opened for a site that is not filed.'); end;
create trigger access_owner_fixed before update on access when new.site_id <> old.site_id or new.provider_id <> old.provider_id or new.id <> old.id begin
  select raise(abort, 'access_owner_immutable: An access stays with its site and its provider; close it and ask for another.'); end;
create trigger access_no_delete before delete on access begin
  select raise(abort, 'access_kept: An access is never deleted; it is closed.'); end;

-- Blocks of addresses that a provider has filed; where none are known, the address check is left out and said so.
create table provider_block(
  id text primary key not null,
  provider_id text not null references party(id),
  address_range text not null,
  first_key text not null check(length(first_key) = 32),  -- hex of the IPv6 form, so that text order is address order
  last_key text not null check(length(last_key) = 32 and last_key >= first_key),
  created_at bigint not null
) without rowid;
create index provider_block_by_provider on provider_block(provider_id, first_key);

-- Running numbers that the register gives out.
create table filing_sequence(
  name text primary key not null,
  last bigint not null check(last > 0)
) without rowid;
create trigger filing_sequence_grows before update on filing_sequence when new.last <= old.last or new.name <> old.name begin
  select raise(abort, 'number_immutable: A number is given once.'); end;
create trigger filing_sequence_no_delete before delete on filing_sequence begin
  select raise(abort, 'number_immutable: A number is given once.'); end;
