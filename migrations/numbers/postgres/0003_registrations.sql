-- Registrations: who captured what for whom, and how it was verified. Nothing of the person stands here.
create table registration_transition(
  from_state text collate "C" not null,
  to_state text collate "C" not null,
  primary key(from_state, to_state)
);
insert into registration_transition(from_state, to_state) values
  ('captured', 'verified'), ('captured', 'pending'), ('captured', 'rejected'),
  ('pending', 'verified'), ('pending', 'rejected'), ('pending', 'closed'), ('verified', 'closed');
create trigger registration_transition_no_insert before insert on registration_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger registration_transition_no_update before update on registration_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger registration_transition_no_delete before delete on registration_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');

create table registration(
  id text collate "C" primary key not null,
  request_key text collate "C" not null unique check(length(request_key) = 64),     -- keyed hash of dealer and Idempotency-Key
  request_hash text collate "C" not null check(length(request_hash) = 64),          -- keyed hash of what was sent
  state text collate "C" not null check(state in ('captured', 'pending', 'verified', 'rejected', 'closed')),
  state_since bigint not null,
  due_at bigint,                             -- when a pending one must be verified
  method text collate "C" not null check(method in ('authority', 'manual')),
  next_check_at bigint,                      -- when the authority is asked next
  checks bigint not null check(checks >= 0), -- how often it was asked
  line_id text collate "C" not null references line(id),
  holder_id text collate "C" not null references holder(id),
  document_id text collate "C" not null references holder_document(id),   -- that was shown
  ownership_id text collate "C" not null unique references line_ownership(id),
  dealer_id text collate "C" not null references party(id),
  place text collate "C" not null check(place <> ''),    -- codes: the dealer's place and device
  device text collate "C" not null check(device <> ''),
  consent text collate "C" not null check(consent <> ''),   -- which text the person agreed to
  organisation_kind text collate "C" not null,
  organisation_number text collate "C" not null,         -- of a legal person, for organisation users
  captured_by text collate "C" not null check(captured_by <> ''),
  captured_at bigint not null,
  reasons text collate "C" not null,                     -- JSON array of codes: why rejected
  version bigint not null check(version > 0),
  check((state = 'pending') = (due_at is not null)),
  check(next_check_at is null or (method = 'authority' and state in ('captured', 'pending'))),
  check((organisation_kind = '') = (organisation_number = ''))
);
create index registration_by_line on registration(line_id, captured_at);
create index registration_by_holder on registration(holder_id, captured_at);
create index registration_to_check on registration(next_check_at, id) where next_check_at is not null;
create index registration_due on registration(due_at, id) where due_at is not null;
create index registration_manual on registration(id) where method = 'manual' and state = 'captured';
create trigger registration_first_state before insert on registration for each row
  when (new.state <> 'captured' or new.version <> 1)
  execute function muster_refuse('registration_first_state: A registration begins as captured.');
create function registration_transition_known() returns trigger language plpgsql as $$ begin
  if new.state <> old.state and not exists(select 1 from registration_transition where from_state = old.state and to_state = new.state) then
    raise exception 'registration_state: This step is not open to a registration in its present state.';
  end if;
  return new; end $$;
select muster_pin('registration_transition_known');
create trigger registration_transition_known before update of state on registration for each row execute function registration_transition_known();
create trigger registration_fixed before update on registration for each row
  when (new.id <> old.id or new.request_key <> old.request_key or new.request_hash <> old.request_hash or new.method <> old.method
    or new.line_id <> old.line_id or new.holder_id <> old.holder_id or new.ownership_id <> old.ownership_id or new.document_id <> old.document_id or new.dealer_id <> old.dealer_id
    or new.place <> old.place or new.device <> old.device or new.consent <> old.consent or new.organisation_kind <> old.organisation_kind
    or new.organisation_number <> old.organisation_number or new.captured_by <> old.captured_by or new.captured_at <> old.captured_at
    or new.version <> old.version + 1 or new.checks < old.checks or (old.due_at is not null and new.due_at is not null and new.due_at <> old.due_at))
  execute function muster_refuse('registration_immutable: What was captured never changes, and its term does not move.');
create function registration_two_persons() returns trigger language plpgsql as $$ begin
  if new.state = 'verified' and new.method = 'manual'
    and (select count(*) from registration_check k where k.registration_id = new.id and k.outcome = 'confirmed') < 2 then
    raise exception 'registration_two_persons: A check by hand needs two persons.';
  end if;
  return new; end $$;
select muster_pin('registration_two_persons');
create trigger registration_two_persons before update of state on registration for each row execute function registration_two_persons();
create trigger registration_no_delete before delete on registration for each row
  execute function muster_refuse('registration_kept: A registration stays on record.');

-- Checks by hand: by two persons, neither of whom captured it.
create table registration_check(
  registration_id text collate "C" not null references registration(id),
  person_id text collate "C" not null references person(id),
  outcome text collate "C" not null check(outcome in ('confirmed', 'denied')),
  at bigint not null,
  primary key(registration_id, person_id)
);
create function registration_check_open() returns trigger language plpgsql as $$ begin
  if not exists(select 1 from registration r where r.id = new.registration_id and r.method = 'manual' and r.state = 'captured') then
    raise exception 'registration_state: This registration does not wait for a check by hand.';
  end if;
  return new; end $$;
select muster_pin('registration_check_open');
create trigger registration_check_open before insert on registration_check for each row execute function registration_check_open();
create function registration_check_by_another() returns trigger language plpgsql as $$ begin
  if exists(select 1 from registration r where r.id = new.registration_id and r.captured_by = new.person_id) then
    raise exception 'check_by_capturer: Who captured a registration does not check it.';
  end if;
  return new; end $$;
select muster_pin('registration_check_by_another');
create trigger registration_check_by_another before insert on registration_check for each row execute function registration_check_by_another();
create function registration_check_once() returns trigger language plpgsql as $$ begin
  if exists(select 1 from registration_check k where k.registration_id = new.registration_id and k.person_id = new.person_id) then
    raise exception 'check_twice: One person checks a registration once.';
  end if;
  return new; end $$;
select muster_pin('registration_check_once');
create trigger registration_check_once before insert on registration_check for each row execute function registration_check_once();
create trigger registration_check_no_update before update on registration_check for each row
  execute function muster_refuse('check_immutable: A check never changes.');
create trigger registration_check_no_delete before delete on registration_check for each row
  execute function muster_refuse('check_immutable: A check never changes.');
