-- Points of sale: dealers with their contracts, who works there, the devices they capture with, the packets that these send, and
-- what looks odd. A dealer has the id of its party: one contract at a time.
create table dealer_transition(
  from_state text collate "C" not null,
  to_state text collate "C" not null,
  primary key(from_state, to_state)
);
insert into dealer_transition(from_state, to_state) values
  ('applied', 'active'), ('applied', 'ended'), ('active', 'suspended'), ('active', 'ended'), ('suspended', 'active'), ('suspended', 'ended');
create trigger dealer_transition_no_insert before insert on dealer_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger dealer_transition_no_update before update on dealer_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger dealer_transition_no_delete before delete on dealer_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');

create table dealer(
  id text collate "C" primary key not null references party(id),
  contract_number text collate "C" not null check(length(contract_number) between 1 and 64),
  contract_from bigint not null,
  contract_until bigint,                     -- the first moment at which it is over; null: no end
  region text collate "C" not null check(length(region) between 1 and 32),
  parent_id text collate "C" references dealer(id),      -- whose contract it sells under
  quota bigint not null check(quota between 1 and 1000000),   -- registrations a day
  state text collate "C" not null check(state in ('applied', 'active', 'suspended', 'ended')),
  state_since bigint not null,
  reason text collate "C" not null,                      -- a code: why it was suspended or ended; '' otherwise
  version bigint not null check(version > 0),
  check(contract_until is null or contract_until > contract_from),
  check(parent_id is null or parent_id <> id),
  check(state <> 'suspended' or reason <> '')
);
create index dealer_by_parent on dealer(parent_id, id) where parent_id is not null;
create index dealer_by_state on dealer(state, id);
-- Partners that sold before dealers had records of their own.
insert into dealer(id, contract_number, contract_from, contract_until, region, quota, state, state_since, reason, version)
  select id, 'before-records', created_at, null, 'unknown', 1000000, 'active', created_at, '', 1 from party where kind = 'partner';
create trigger dealer_first_state before insert on dealer for each row
  when (new.state <> 'applied' or new.version <> 1)
  execute function muster_refuse('dealer_first_state: A dealer begins as applied.');
create function dealer_transition_known() returns trigger language plpgsql as $$ begin
  if new.state <> old.state and not exists(select 1 from dealer_transition where from_state = old.state and to_state = new.state) then
    raise exception 'dealer_state: This step is not open to a dealer in its present state.';
  end if;
  return new; end $$;
select muster_pin('dealer_transition_known');
create trigger dealer_transition_known before update of state on dealer for each row execute function dealer_transition_known();
create trigger dealer_fixed before update on dealer for each row
  when (new.id <> old.id or new.parent_id is distinct from old.parent_id or new.version <> old.version + 1 or old.state = 'ended')
  execute function muster_refuse('dealer_immutable: Whose a dealer is never changes, and an ended one stays as it is.');
create function dealer_parent_in_force() returns trigger language plpgsql as $$ begin
  if new.parent_id is not null and not exists(select 1 from dealer p where p.id = new.parent_id and p.state = 'active') then
    raise exception 'dealer_parent: The dealer above it is not in force.';
  end if;
  return new; end $$;
select muster_pin('dealer_parent_in_force');
create trigger dealer_parent_in_force before insert on dealer for each row execute function dealer_parent_in_force();
create trigger dealer_no_delete before delete on dealer for each row
  execute function muster_refuse('dealer_kept: A dealer stays on record.');
-- Whoever writes a registration: not for a dealer that is not in force.
create function registration_dealer_in_force() returns trigger language plpgsql as $$ begin
  if exists(select 1 from dealer d where d.id = new.dealer_id and d.state <> 'active') then
    raise exception 'dealer_not_active: This dealer may not register now.';
  end if;
  return new; end $$;
select muster_pin('registration_dealer_in_force');
create trigger registration_dealer_in_force before insert on registration for each row execute function registration_dealer_in_force();

-- How many registrations of a day (the working calendar's) were accepted. The check makes the quota hold whoever writes at the
-- same time.
create table dealer_day(
  dealer_id text collate "C" not null references dealer(id),
  day text collate "C" not null check(length(day) = 10),
  accepted bigint not null check(accepted > 0),
  quota bigint not null,
  primary key(dealer_id, day),
  check(accepted <= quota)
);
create trigger dealer_day_only_grows before update on dealer_day for each row
  when (new.dealer_id <> old.dealer_id or new.day <> old.day or new.accepted <= old.accepted)
  execute function muster_refuse('dealer_day_immutable: What was registered stays counted.');
create trigger dealer_day_no_delete before delete on dealer_day for each row
  execute function muster_refuse('dealer_day_immutable: What was registered stays counted.');

-- Where a dealer sells. Coordinates in a hundred-thousandth of a degree (about a metre), where they are known.
create table dealer_place(
  dealer_id text collate "C" not null references dealer(id),
  code text collate "C" not null check(length(code) between 1 and 64),
  region text collate "C" not null check(length(region) between 1 and 32),
  latitude_e5 bigint check(latitude_e5 between -9000000 and 9000000),
  longitude_e5 bigint check(longitude_e5 between -18000000 and 18000000),
  made_at bigint not null,
  primary key(dealer_id, code),
  check((latitude_e5 is null) = (longitude_e5 is null))
);
create trigger dealer_place_no_update before update on dealer_place for each row
  execute function muster_refuse('place_immutable: A place never moves; give the new one a code of its own.');
create trigger dealer_place_no_delete before delete on dealer_place for each row
  execute function muster_refuse('place_immutable: A place stays on record.');

-- Who works for a dealer from when until when.
create table dealer_person(
  id text collate "C" primary key not null,
  dealer_id text collate "C" not null references dealer(id),
  person_id text collate "C" not null references person(id),
  from_at bigint not null,
  until_at bigint check(until_at >= from_at)
);
create unique index dealer_person_open on dealer_person(person_id) where until_at is null;
create index dealer_person_by_dealer on dealer_person(dealer_id, id);
create trigger dealer_person_fixed before update on dealer_person for each row
  when (old.until_at is not null or new.until_at is null or new.id <> old.id or new.dealer_id <> old.dealer_id or new.person_id <> old.person_id
    or new.from_at <> old.from_at)
  execute function muster_refuse('dealer_person_immutable: Who worked where stays on record; it can end, once.');
create trigger dealer_person_no_delete before delete on dealer_person for each row
  execute function muster_refuse('dealer_person_immutable: Who worked where stays on record.');

-- A device: one browser of one person at one place, known by a key that it made itself and can't give away.
create table dealer_device(
  id text collate "C" primary key not null,
  dealer_id text collate "C" not null references dealer(id),
  person_id text collate "C" not null references person(id),
  place text collate "C" not null,
  label text collate "C" not null check(length(label) <= 60),
  public_key text collate "C" not null unique check(length(public_key) between 80 and 200),   -- base64 of the SubjectPublicKeyInfo, ECDSA P-256
  enrolled_at bigint not null,
  synced_at bigint not null,                 -- when it last had nothing waiting
  revoked_at bigint,
  revoked_reason text collate "C" not null,              -- a code: "lost", "stolen", "left"
  foreign key(dealer_id, place) references dealer_place(dealer_id, code),
  check((revoked_at is null) = (revoked_reason = ''))
);
create index dealer_device_by_dealer on dealer_device(dealer_id, id);
create trigger dealer_device_fixed before update on dealer_device for each row
  when (new.id <> old.id or new.dealer_id <> old.dealer_id or new.person_id <> old.person_id or new.place <> old.place or new.label <> old.label
    or new.public_key <> old.public_key or new.enrolled_at <> old.enrolled_at or new.synced_at < old.synced_at or old.revoked_at is not null)
  execute function muster_refuse('device_immutable: A device keeps its key; a revoked one stays revoked.');
create trigger dealer_device_no_delete before delete on dealer_device for each row
  execute function muster_refuse('device_immutable: A device stays on record.');

-- One-time codes by which a device is enrolled, by their keyed hash.
create table dealer_code(
  code_index text collate "C" primary key not null check(length(code_index) = 64),
  dealer_id text collate "C" not null references dealer(id),
  person_id text collate "C" not null references person(id),
  place text collate "C" not null,
  issued_by text collate "C" not null,
  issued_at bigint not null,
  expires_at bigint not null check(expires_at > issued_at),
  device_id text collate "C" references dealer_device(id),   -- that used it
  foreign key(dealer_id, place) references dealer_place(dealer_id, code)
);
create index dealer_code_expires on dealer_code(expires_at, code_index);
create trigger dealer_code_once before update on dealer_code for each row
  when (old.device_id is not null or new.device_id is null or new.code_index <> old.code_index or new.dealer_id <> old.dealer_id
    or new.person_id <> old.person_id or new.place <> old.place or new.issued_by <> old.issued_by or new.issued_at <> old.issued_at
    or new.expires_at <> old.expires_at)
  execute function muster_refuse('code_used: A code enrols one device, once.');

-- To which public key devices seal what they captured. The private part stands in the vault under the key's id.
create table dealer_packet_key(
  id text collate "C" primary key not null,
  public_key text collate "C" not null check(length(public_key) = 88),   -- base64 of the uncompressed point, P-256
  made_at bigint not null,
  retired_at bigint check(retired_at >= made_at)
);
create unique index dealer_packet_key_one on dealer_packet_key((1)) where retired_at is null;
create trigger dealer_packet_key_fixed before update on dealer_packet_key for each row
  when (old.retired_at is not null or new.id <> old.id or new.public_key <> old.public_key or new.made_at <> old.made_at)
  execute function muster_refuse('packet_key_immutable: A packet key can be retired, once.');
create trigger dealer_packet_key_no_delete before delete on dealer_packet_key for each row
  execute function muster_refuse('packet_key_immutable: A packet key stays on record.');

-- What a device captured, sealed, as it comes in piece by piece.
create table dealer_packet(
  id text collate "C" primary key not null,
  device_id text collate "C" not null references dealer_device(id),
  dealer_id text collate "C" not null references dealer(id),
  request_index text collate "C" not null unique check(length(request_index) = 64),   -- keyed hash of the dealer and the Idempotency-Key
  sha256 text collate "C" not null check(length(sha256) = 64),    -- of the sealed bytes
  size bigint not null check(size > 0),
  held bigint not null check(held between 0 and size),   -- bytes that are here
  key_id text collate "C" not null references dealer_packet_key(id),
  corrects_id text collate "C" references dealer_packet(id),      -- the refused packet that this one puts right
  state text collate "C" not null check(state in ('receiving', 'received', 'accepted', 'refused', 'corrected', 'expired')),
  state_since bigint not null,
  captured_at bigint not null,                        -- as the device says
  begun_at bigint not null,
  received_at bigint,                                 -- when the last byte was here
  registration_id text collate "C" references registration(id),
  faults text collate "C" not null,                               -- JSON array of [code, field, sentence]: why refused
  document_index text collate "C",                                -- keyed hashes of the document shown and of the identity given
  identity_index text collate "C",
  version bigint not null check(version > 0),
  check(state <> 'received' or held = size),
  check((state = 'accepted') = (registration_id is not null))
);
create index dealer_packet_by_device on dealer_packet(device_id, id);
create index dealer_packet_by_dealer on dealer_packet(dealer_id, id);
create index dealer_packet_received on dealer_packet(id) where state = 'received';
create index dealer_packet_stale on dealer_packet(state_since, id) where state in ('receiving', 'refused');
create index dealer_packet_by_document on dealer_packet(document_index, id) where document_index is not null;
create table dealer_packet_transition(
  from_state text collate "C" not null,
  to_state text collate "C" not null,
  primary key(from_state, to_state)
);
insert into dealer_packet_transition(from_state, to_state) values
  ('receiving', 'received'), ('receiving', 'refused'), ('receiving', 'expired'), ('received', 'accepted'), ('received', 'refused'), ('refused', 'corrected'), ('refused', 'expired');
create trigger dealer_packet_transition_no_insert before insert on dealer_packet_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger dealer_packet_transition_no_update before update on dealer_packet_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger dealer_packet_transition_no_delete before delete on dealer_packet_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger dealer_packet_first_state before insert on dealer_packet for each row
  when (new.state <> 'receiving' or new.held <> 0 or new.version <> 1)
  execute function muster_refuse('packet_first_state: A packet begins with nothing received.');
create function dealer_packet_transition_known() returns trigger language plpgsql as $$ begin
  if new.state <> old.state and not exists(select 1 from dealer_packet_transition where from_state = old.state and to_state = new.state) then
    raise exception 'packet_state: This step is not open to a packet in its present state.';
  end if;
  return new; end $$;
select muster_pin('dealer_packet_transition_known');
create trigger dealer_packet_transition_known before update of state on dealer_packet for each row execute function dealer_packet_transition_known();
create trigger dealer_packet_fixed before update on dealer_packet for each row
  when (new.id <> old.id or new.device_id <> old.device_id or new.dealer_id <> old.dealer_id or new.request_index <> old.request_index
    or new.sha256 <> old.sha256 or new.size <> old.size or new.held < old.held or new.key_id <> old.key_id or new.corrects_id is distinct from old.corrects_id
    or new.captured_at <> old.captured_at or new.begun_at <> old.begun_at or new.version <> old.version + 1)
  execute function muster_refuse('packet_immutable: What a packet is never changes.');
create trigger dealer_packet_no_delete before delete on dealer_packet for each row
  execute function muster_refuse('packet_kept: A packet stays on record; its content goes.');
-- The sealed bytes, until they are registered or their term is over.
create table dealer_packet_part(
  packet_id text collate "C" not null references dealer_packet(id),
  at_byte bigint not null check(at_byte >= 0),
  bytes text collate "C" not null,                                -- base64
  primary key(packet_id, at_byte)
);
-- Keyed hashes of the pictures that came with packets: the same file for several persons is a signal.
create table dealer_picture(
  picture_index text collate "C" not null check(length(picture_index) = 64),
  packet_id text collate "C" not null references dealer_packet(id),
  primary key(picture_index, packet_id)
);
create index dealer_picture_by_packet on dealer_picture(packet_id);

-- What looks odd, for a person to decide. Nothing follows by itself.
create table dealer_signal(
  id text collate "C" primary key not null,
  dealer_id text collate "C" not null references dealer(id),
  device_id text collate "C" not null,                            -- '' where it is of the dealer as a whole
  code text collate "C" not null check(code in ('burst', 'night_hours', 'many_failures', 'same_document', 'same_picture', 'far_apart')),
  day text collate "C" not null check(length(day) = 10),          -- of the working calendar, in which it was seen
  found_at bigint not null,
  count bigint not null check(count > 0),             -- what was counted
  threshold bigint not null,                          -- what would have been usual at most
  state text collate "C" not null check(state in ('open', 'dismissed', 'confirmed')),
  decided_by text collate "C",
  decided_at bigint,
  note text collate "C" not null,                                 -- a code: why dismissed or confirmed
  version bigint not null check(version > 0),
  unique(dealer_id, device_id, code, day),
  check((state = 'open') = (decided_by is null)),
  check((decided_by is null) = (decided_at is null)),
  check(state = 'open' or note <> '')
);
create index dealer_signal_open on dealer_signal(id) where state = 'open';
create index dealer_signal_by_dealer on dealer_signal(dealer_id, id);
create trigger dealer_signal_first_state before insert on dealer_signal for each row
  when (new.state <> 'open' or new.version <> 1)
  execute function muster_refuse('signal_first_state: A signal waits for a person first.');
create trigger dealer_signal_fixed before update on dealer_signal for each row
  when (old.state <> 'open' or new.id <> old.id or new.dealer_id <> old.dealer_id or new.device_id <> old.device_id or new.code <> old.code
    or new.day <> old.day or new.found_at <> old.found_at or new.count < old.count or new.threshold <> old.threshold or new.version <> old.version + 1)
  execute function muster_refuse('signal_immutable: A signal is decided once, and what was seen stays.');
create trigger dealer_signal_no_delete before delete on dealer_signal for each row
  execute function muster_refuse('signal_immutable: A signal stays on record.');

-- Putting verified registrations to the test again.
drop trigger registration_transition_no_insert on registration_transition;
insert into registration_transition(from_state, to_state) values('verified', 'pending');
create trigger registration_transition_no_insert before insert on registration_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
drop index registration_manual;
create index registration_manual on registration(id) where method = 'manual' and state in ('captured', 'pending');
create or replace function registration_two_persons() returns trigger language plpgsql as $$ begin
  if new.state = 'verified' and new.method = 'manual'
    and (select count(*) from registration_check k where k.registration_id = new.id and k.outcome = 'confirmed' and k.at >= old.state_since) < 2 then
    raise exception 'registration_two_persons: A check by hand needs two persons.';
  end if;
  return new; end $$;
select muster_pin('registration_two_persons');
create or replace function registration_check_open() returns trigger language plpgsql as $$ begin
  if not exists(select 1 from registration r where r.id = new.registration_id and r.method = 'manual' and r.state in ('captured', 'pending')) then
    raise exception 'registration_state: This registration does not wait for a check by hand.';
  end if;
  return new; end $$;
select muster_pin('registration_check_open');

-- A document picture stays while its holder is under a legal hold.
create function document_holder_hold() returns trigger language plpgsql as $$ begin
  if new.destroyed_at is not null and new.record_kind = 'registration' and exists(select 1 from registration r
    join holder_hold k on k.holder_id = r.holder_id and k.lifted_at is null where r.id = new.record_id) then
    raise exception 'document_retained: A legal hold keeps the data of this holder.';
  end if;
  return new; end $$;
select muster_pin('document_holder_hold');
create trigger document_holder_hold before update of destroyed_at on document for each row execute function document_holder_hold();
