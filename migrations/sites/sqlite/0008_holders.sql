-- Domain names as registries have them: who holds one since when, verified or not, and what follows for its filing.
-- An individual's name stands in the vault under the holder's id, never here; a blind index finds the same holder again.
create table domain_registrar(
  id text primary key not null,
  name text not null unique check(name <> ''),
  name_key text not null,             -- the name in lower case (ASCII), for searches
  iana_id text not null
) without rowid;
create index domain_registrar_by_key on domain_registrar(name_key, id);
create trigger domain_registrar_no_delete before delete on domain_registrar begin
  select raise(abort, 'registrar_kept: A registrar stays on record.'); end;

create table domain_holder(
  id text primary key not null,
  source text not null,               -- the registry that knows the holder
  handle text not null,               -- its handle there
  kind text not null check(kind in ('individual', 'organization', 'unknown')),
  name text not null,                 -- of organizations
  name_key text not null,             -- the name in lower case (ASCII), for searches
  country text not null,
  identity_index text unique,         -- blind index over source, handle, kind and name; null: one holder a domain
  created_at bigint not null,
  version bigint not null check(version > 0),
  check(kind = 'organization' or (name = '' and name_key = '')),
  check(kind <> 'organization' or name <> '')
) without rowid;
create index domain_holder_by_handle on domain_holder(source, handle, id) where handle <> '';
create index domain_holder_by_key on domain_holder(name_key, id) where name_key <> '';
create trigger domain_holder_no_delete before delete on domain_holder begin
  select raise(abort, 'holder_kept: A holder stays on record; its personal data can be destroyed in the vault.'); end;
-- Whoever was known by a handle alone may become known; nobody becomes somebody else.
create trigger domain_holder_fixed before update on domain_holder
  when new.id <> old.id or new.source <> old.source or new.handle <> old.handle or (old.kind <> 'unknown' and new.kind <> old.kind)
    or (old.name <> '' and new.name <> old.name) begin
  select raise(abort, 'holder_immutable: Another name or kind is another holder.'); end;

-- When each registry's files came last, and by when the next one must.
create table domain_source(
  name text primary key not null,
  mirrored_at bigint not null,
  due_at bigint not null,
  late bigint not null check(late in (0, 1))
) without rowid;
create index domain_source_due on domain_source(due_at) where late = 0;

create table domain_import(
  id text primary key not null,
  source text not null,
  file_name text not null,
  format text not null check(format in ('csv', 'epp', 'rdap')),
  state text not null check(state in ('running', 'done')),
  records_done bigint not null,
  prefix_sha256 text not null,        -- over the records done
  accepted bigint not null,
  changed bigint not null,
  already_in bigint not null,
  refused bigint not null,
  batches bigint not null,
  actor text not null,
  started_at bigint not null,
  updated_at bigint not null
) without rowid;
create index domain_import_running on domain_import(source, file_name) where state = 'running';
create table domain_batch(
  id text primary key not null,
  import_id text not null references domain_import(id),
  ordinal bigint not null,
  domains bigint not null check(domains > 0),
  root text not null check(length(root) = 64),  -- RFC 9162 Merkle root over the row hashes, in order of the file
  unique(import_id, ordinal)
) without rowid;
create trigger domain_batch_no_update before update on domain_batch begin
  select raise(abort, 'batch_immutable: What was imported stays as it was recorded.'); end;
create trigger domain_batch_no_delete before delete on domain_batch begin
  select raise(abort, 'batch_immutable: What was imported stays as it was recorded.'); end;

-- The state machine, the same as in states.cc (a test compares them).
create table domain_transition(
  from_state text not null,
  to_state text not null,
  primary key(from_state, to_state)
) without rowid;
insert into domain_transition(from_state, to_state) values
  ('unverified', 'documents_in'), ('unverified', 'verified'), ('unverified', 'lapsed'), ('unverified', 'changed_holder'),
  ('documents_in', 'verified'), ('documents_in', 'unverified'), ('documents_in', 'lapsed'), ('documents_in', 'changed_holder'),
  ('verified', 'unverified'), ('verified', 'lapsed'), ('verified', 'changed_holder'),
  ('changed_holder', 'documents_in'), ('changed_holder', 'verified'), ('changed_holder', 'lapsed'),
  ('lapsed', 'unverified'), ('lapsed', 'changed_holder');
create trigger domain_transition_no_insert before insert on domain_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger domain_transition_no_update before update on domain_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger domain_transition_no_delete before delete on domain_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;

create table domain_registration(
  name text primary key not null,     -- as names::Name normalises it
  holder_id text not null references domain_holder(id),
  registrar_id text references domain_registrar(id),
  source text not null,
  statuses text not null,             -- EPP's words separated by spaces, sorted
  created_at bigint,                  -- the registry's three dates
  expires_at bigint,
  updated_at bigint,
  state text not null check(state in ('unverified', 'documents_in', 'verified', 'changed_holder', 'lapsed')),
  state_since bigint not null,
  due_at bigint,                      -- when the documents' term ends
  lapsed_why text not null check(lapsed_why in ('', 'documents', 'registry')),
  reasons text not null,              -- JSON array: why documents were refused
  verified_at bigint,
  verified_by text not null,
  verified_how text not null check(verified_how in ('', 'documents', 'face_to_face', 'remote_live', 'register_lookup', 'registry')),
  mirrored_at bigint not null,        -- when this state of the registry came in
  mirrored_late bigint not null check(mirrored_late in (0, 1)),
  batch_id text references domain_batch(id),
  row_hash text not null check(length(row_hash) = 64),
  entered_at bigint not null,
  version bigint not null check(version > 0),
  check((state = 'lapsed') = (lapsed_why <> '')),
  check((state = 'verified') = (verified_at is not null)),
  check((verified_at is null) = (verified_by = '') and (verified_at is null) = (verified_how = ''))
) without rowid;
create index domain_registration_by_holder on domain_registration(holder_id, name);
create index domain_registration_by_registrar on domain_registration(registrar_id, name) where registrar_id is not null;
create index domain_registration_by_state on domain_registration(state, name);
create index domain_registration_due on domain_registration(due_at, name) where due_at is not null;
create index domain_registration_expiring on domain_registration(expires_at, name) where expires_at is not null;
create trigger domain_registration_known before update of state on domain_registration
  when new.state <> old.state and not exists(select 1 from domain_transition where from_state = old.state and to_state = new.state) begin
  select raise(abort, 'domain_holder_state: This step is not open to a domain in its present state.'); end;
-- Another holder was not verified with the one before.
create trigger domain_registration_new_holder before update of holder_id on domain_registration
  when new.holder_id <> old.holder_id and new.version = old.version begin
  select raise(abort, 'holder_change_unseen: A change of holder is a change of the record.'); end;
create trigger domain_registration_fixed before update on domain_registration when new.name <> old.name or new.entered_at <> old.entered_at begin
  select raise(abort, 'domain_name_immutable: A name on record never changes.'); end;
create trigger domain_registration_no_delete before delete on domain_registration begin
  select raise(abort, 'domain_kept: A name stays on record; it lapses.'); end;

create table domain_name_server(
  host text not null,
  name text not null references domain_registration(name),
  primary key(host, name)
) without rowid;
create index domain_name_server_by_name on domain_name_server(name, host);

-- Who held a name from when until when. What is over stays as it was.
create table domain_holding(
  name text not null references domain_registration(name),
  from_at bigint not null,
  holder_id text not null references domain_holder(id),
  until_at bigint check(until_at is null or until_at > from_at),
  primary key(name, from_at)
) without rowid;
create unique index domain_holding_open on domain_holding(name) where until_at is null;
create trigger domain_holding_fixed before update on domain_holding
  when old.until_at is not null or new.holder_id <> old.holder_id or new.from_at <> old.from_at or new.name <> old.name begin
  select raise(abort, 'holding_immutable: Who held a name until when is not rewritten.'); end;
create trigger domain_holding_no_delete before delete on domain_holding begin
  select raise(abort, 'holding_immutable: Who held a name until when is not rewritten.'); end;

-- A filing whose domain lapsed or changed hands. It says from when; what came before is the former holder's, what comes after is not.
create table domain_flag(
  id text primary key not null,
  name text not null references domain_registration(name),
  site_id text not null references filing(id),
  kind text not null check(kind in ('lapsed', 'changed_holder')),
  from_at bigint not null,
  former_holder_id text not null references domain_holder(id),
  raised_at bigint not null,
  cleared_at bigint,
  cleared_by text not null,
  note text not null,
  check((cleared_at is null) = (cleared_by = '')),
  check(cleared_at is null or note <> '')
) without rowid;
create unique index domain_flag_open on domain_flag(name, kind) where cleared_at is null;
create index domain_flag_by_site on domain_flag(site_id, id);
create index domain_flag_by_name on domain_flag(name, id);
create trigger domain_flag_fixed before update on domain_flag
  when old.cleared_at is not null or new.name <> old.name or new.site_id <> old.site_id or new.kind <> old.kind or new.from_at <> old.from_at
    or new.former_holder_id <> old.former_holder_id or new.raised_at <> old.raised_at begin
  select raise(abort, 'flag_immutable: A flag is cleared with a note; it is not rewritten.'); end;
create trigger domain_flag_no_delete before delete on domain_flag begin
  select raise(abort, 'flag_immutable: A flag is cleared with a note; it is not rewritten.'); end;

-- Other names of a holder that wait for the schedule of tests to take them. A test and nothing else follows.
create table domain_test_request(
  name text primary key not null references domain_registration(name),
  because_of text not null,           -- the name that gave the reason
  reason text not null check(reason in ('lapsed', 'changed_holder', 'violation')),
  asked_at bigint not null
) without rowid;
create index domain_test_request_order on domain_test_request(asked_at, name);
