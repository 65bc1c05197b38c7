-- Who acts: parties, people, the roles that they hold for a time, and the keys that they sign with.
create table party(
  id text primary key,
  kind text not null check(kind in ('authority', 'court', 'carrier', 'access_provider', 'registrar', 'responsible_entity',
                                    'partner', 'trusted_flagger', 'reporter')),
  name text not null check(length(name) between 1 and 200),
  licence_number text,
  area text,
  expires_at bigint,
  contact_email text,
  created_at bigint not null,
  version bigint not null default 1);
create index party_by_kind on party(kind, id);
create index party_by_name on party(name, id);
create trigger party_no_delete before delete or truncate on party
  for each statement execute function muster_refuse('party_kept: A party is never removed.');
create trigger party_kind_stays before update on party for each row when (new.kind <> old.kind or new.id <> old.id)
  execute function muster_refuse('party_kind_immutable: The kind of a party never changes, because roles rest on it; make a new party.');

-- One human is one row: identity_index is the blind index of the person's official identity.
create table person(
  id text primary key,
  party_id text not null references party(id),
  display_name text not null check(length(display_name) between 1 and 200),
  language text not null default 'en' check(language in ('en', 'zh')),
  identity_index text not null unique check(length(identity_index) >= 32),
  state text not null default 'active' check(state in ('active', 'ended')),
  created_at bigint not null,
  version bigint not null default 1);
create index person_by_party on person(party_id, id);
create trigger person_no_delete before delete or truncate on person
  for each statement execute function muster_refuse('person_kept: A person is never removed; end the person.');
create trigger person_identity_stays before update on person
  for each row when (new.id <> old.id or new.identity_index <> old.identity_index)
  execute function muster_refuse('person_identity_immutable: Who a person is never changes.');

create table role_assignment(
  id text primary key,
  person_id text not null references person(id),
  role text not null check(role in ('admin', 'key_officer', 'registrar', 'examiner', 'decider', 'confirmer', 'appeal_officer',
                                    'operator', 'auditor', 'partner_user', 'security_decider', 'security_confirmer')),
  from_at bigint not null,
  until_at bigint check(until_at is null or until_at >= from_at),
  assigned_by text not null check(length(assigned_by) > 0),
  delegated_by text references person(id),
  ended_by text,
  check(assigned_by <> person_id),
  check(delegated_by is null or (until_at is not null and delegated_by <> person_id)));
create index role_by_person on role_assignment(person_id, role, from_at);
create index role_by_role on role_assignment(role, person_id);
create trigger role_no_delete before delete or truncate on role_assignment
  for each statement execute function muster_refuse('role_kept: Who held which role when is never removed; end the role.');
create trigger role_only_ends before update on role_assignment
  for each row when (new.id <> old.id or new.person_id <> old.person_id or new.role <> old.role or new.from_at <> old.from_at
    or new.assigned_by <> old.assigned_by or new.delegated_by is distinct from old.delegated_by
    or new.until_at is null or new.until_at > coalesce(old.until_at, 9223372036854775807))
  execute function muster_refuse('role_immutable: A role that was given can only end; give a new one.');

create function role_guard() returns trigger language plpgsql as $$
declare
  forever constant bigint := 9223372036854775807;
  holder person;
  party_kind text;
begin
  -- Locking the person's row puts two sessions that give roles to one person one after the other.
  select * into holder from person p where p.id = new.person_id for update;
  if holder.state = 'ended' then
    raise exception 'person_ended: This person has left and can hold no role.';
  end if;
  if exists(select 1 from role_assignment r where r.person_id = new.person_id
      and r.from_at < coalesce(new.until_at, forever) and new.from_at < coalesce(r.until_at, forever)
      and ((new.role = 'admin' and r.role in ('key_officer', 'decider', 'confirmer', 'appeal_officer', 'security_decider', 'security_confirmer'))
        or (r.role = 'admin' and new.role in ('key_officer', 'decider', 'confirmer', 'appeal_officer', 'security_decider', 'security_confirmer')))) then
    raise exception 'role_separation: Who manages accounts can neither enrol signing keys nor decide, confirm or hear appeals.';
  end if;
  select a.kind into party_kind from party a where a.id = holder.party_id;
  if new.role in ('decider', 'confirmer', 'appeal_officer') and coalesce(party_kind, '') not in ('authority', 'court') then
    raise exception 'role_authority_only: Only people of an authority or a court decide, confirm or hear appeals.';
  end if;
  if new.role in ('security_decider', 'security_confirmer') and coalesce(party_kind, '') not in ('carrier', 'access_provider') then
    raise exception 'role_operator_only: Security roles are for people of a carrier or an access provider.';
  end if;
  if new.role = 'admin' and exists(select 1 from signing_key k where k.person_id = new.person_id and k.revoked_at is null) then
    raise exception 'role_separation: Who holds a signing key can not manage accounts; revoke the key first.';
  end if;
  return new;
end $$;
select muster_pin('role_guard');
create trigger role_guarded before insert on role_assignment for each row execute function role_guard();

create function person_party_guard() returns trigger language plpgsql as $$
begin
  if exists(select 1 from role_assignment r where r.person_id = old.id and r.until_at is null) then
    raise exception 'person_has_roles: End this person''s roles before the person changes to another party.';
  end if;
  return new;
end $$;
select muster_pin('person_party_guard');
create trigger person_party_stays before update on person
  for each row when (new.party_id <> old.party_id) execute function person_party_guard();

-- What a browser was asked to sign when it made a key; used once.
create table key_challenge(
  challenge text primary key,
  person_id text not null references person(id),
  expires_at bigint not null);
create index key_challenge_by_term on key_challenge(expires_at);

-- A key that its person has shown to hold; it signs nothing until a key officer enrols it.
create table key_registration(
  id text primary key,
  person_id text not null references person(id),
  kind text not null check(kind in ('webauthn', 'webcrypto')),
  credential_id text not null,
  public_key text not null unique,
  alg bigint not null,
  rp_id text not null,
  sign_count bigint not null,
  registered_at bigint not null,
  label text not null default '' check(length(label) <= 60),  -- what its person calls it
  state text not null default 'pending' check(state in ('pending', 'enrolled', 'refused')),
  decided_by text references person(id),
  decided_at bigint,
  unique(id, person_id, public_key),
  check((state = 'pending') = (decided_by is null)));
create index key_registration_by_person on key_registration(person_id, id);
create index key_registration_by_state on key_registration(state, id);
create trigger key_registration_no_delete before delete or truncate on key_registration
  for each statement execute function muster_refuse('key_kept: A key that was registered is never removed.');
create trigger key_registration_only_decided before update on key_registration
  for each row when (old.state <> 'pending' or new.id <> old.id or new.person_id <> old.person_id or new.kind <> old.kind
    or new.credential_id <> old.credential_id or new.public_key <> old.public_key or new.alg <> old.alg or new.rp_id <> old.rp_id
    or new.sign_count <> old.sign_count or new.registered_at <> old.registered_at or new.label <> old.label)
  execute function muster_refuse('key_immutable: A registered key can only be enrolled or refused, once.');

create table signing_key(
  id text primary key,              -- the registration's own: a key keeps its id
  registration_id text not null unique check(registration_id = id),
  person_id text not null references person(id),
  kind text not null check(kind in ('webauthn', 'webcrypto')),
  credential_id text not null,
  public_key text not null unique,   -- base64 of the SubjectPublicKeyInfo (DER)
  alg bigint not null,               -- COSE: -7 ES256, -8 EdDSA, -257 RS256
  rp_id text not null,
  sign_count bigint not null check(sign_count >= 0),
  enrolled_by text not null references person(id),
  enrolled_at bigint not null,
  revoked_at bigint,
  unique(id, person_id),
  foreign key(registration_id, person_id, public_key) references key_registration(id, person_id, public_key),
  check(enrolled_by <> person_id));
create index signing_key_by_person on signing_key(person_id, id);
create index signing_key_by_credential on signing_key(credential_id);
create trigger signing_key_no_delete before delete or truncate on signing_key
  for each statement execute function muster_refuse('key_kept: A signing key is never removed; revoke it.');
create trigger signing_key_only_revoked before update on signing_key
  for each row when (new.id <> old.id or new.registration_id <> old.registration_id or new.person_id <> old.person_id or new.kind <> old.kind
    or new.credential_id <> old.credential_id or new.public_key <> old.public_key or new.alg <> old.alg or new.rp_id <> old.rp_id
    or new.enrolled_by <> old.enrolled_by or new.enrolled_at <> old.enrolled_at or new.sign_count < old.sign_count
    or (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at))
  execute function muster_refuse('key_immutable: A signing key can only be revoked, once and for good.');

create function signing_key_guard() returns trigger language plpgsql as $$
declare
  forever constant bigint := 9223372036854775807;
begin
  perform 1 from person p where p.id = new.person_id for update;
  if new.kind = 'webcrypto' and not exists(select 1 from instance i where i.kind in ('demo', 'training')) then
    raise exception 'key_kind_refused: Keys held by the browser sign in demonstration and training instances alone; use a security key.';
  end if;
  if not exists(select 1 from role_assignment r where r.person_id = new.enrolled_by and r.role = 'key_officer'
      and r.from_at <= new.enrolled_at and new.enrolled_at < coalesce(r.until_at, forever)) then
    raise exception 'key_officer_needed: Only a key officer enrols signing keys.';
  end if;
  if exists(select 1 from role_assignment r where r.person_id = new.person_id and r.role = 'admin'
      and new.enrolled_at < coalesce(r.until_at, forever)) then
    raise exception 'role_separation: Who manages accounts can hold no signing key.';
  end if;
  if not exists(select 1 from key_registration k where k.id = new.registration_id and k.kind = new.kind
      and k.credential_id = new.credential_id and k.alg = new.alg and k.rp_id = new.rp_id and k.state <> 'refused') then
    raise exception 'key_not_registered: A key is enrolled exactly as its person registered it.';
  end if;
  return new;
end $$;
select muster_pin('signing_key_guard');
create trigger signing_key_guarded before insert on signing_key for each row execute function signing_key_guard();

-- An authority whose people can sign. Network feeds are off until there is one (and a ledger witness).
create table authority(
  party_id text primary key references party(id),
  enrolled_at bigint not null,
  enrolled_by text not null references person(id));
create trigger authority_no_update before update on authority
  for each statement execute function muster_refuse('authority_kept: The enrolment of an authority is never changed.');
create trigger authority_no_delete before delete or truncate on authority
  for each statement execute function muster_refuse('authority_kept: The enrolment of an authority is never removed; end its people''s roles.');
create function authority_guard() returns trigger language plpgsql as $$
declare
  forever constant bigint := 9223372036854775807;
begin
  if not exists(select 1 from party a join person p on p.party_id = a.id join signing_key k on k.person_id = p.id
      join role_assignment r on r.person_id = p.id
      where a.id = new.party_id and a.kind in ('authority', 'court') and k.revoked_at is null and k.enrolled_at <= new.enrolled_at
        and r.role in ('decider', 'confirmer') and r.from_at <= new.enrolled_at and new.enrolled_at < coalesce(r.until_at, forever)) then
    raise exception 'authority_without_key: An authority is enrolled once a decider or confirmer of it has a signing key.';
  end if;
  if not exists(select 1 from role_assignment r where r.person_id = new.enrolled_by and r.role = 'key_officer'
      and r.from_at <= new.enrolled_at and new.enrolled_at < coalesce(r.until_at, forever)) then
    raise exception 'key_officer_needed: Only a key officer enrols an authority.';
  end if;
  return new;
end $$;
select muster_pin('authority_guard');
create trigger authority_guarded before insert on authority for each row execute function authority_guard();
