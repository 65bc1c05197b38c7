-- Who acts: parties, people, the roles that they hold for a time, and the keys that they sign with.
-- Tables without a hidden row number and guards on existing keys: `insert or replace` is refused even where a client has
-- recursive triggers switched off.
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
  version bigint not null default 1) without rowid;
create trigger party_no_replace before insert on party when exists(select 1 from party x where x.id = new.id) begin
  select raise(abort, 'already_exists: A record with this key exists already; nothing was changed.'); end;
create index party_by_kind on party(kind, id);
create index party_by_name on party(name, id);
create trigger party_no_delete before delete on party begin select raise(abort, 'party_kept: A party is never removed.'); end;
create trigger party_kind_stays before update on party when new.kind <> old.kind or new.id <> old.id begin
  select raise(abort, 'party_kind_immutable: The kind of a party never changes, because roles rest on it; make a new party.'); end;

-- One human is one row: identity_index is the blind index of the person's official identity.
create table person(
  id text primary key,
  party_id text not null references party(id),
  display_name text not null check(length(display_name) between 1 and 200),
  language text not null default 'en' check(language in ('en', 'zh')),
  identity_index text not null unique check(length(identity_index) >= 32),
  state text not null default 'active' check(state in ('active', 'ended')),
  created_at bigint not null,
  version bigint not null default 1) without rowid;
create trigger person_no_replace before insert on person when exists(select 1 from person x where x.id = new.id or x.identity_index = new.identity_index) begin
  select raise(abort, 'already_exists: A record with this key exists already; nothing was changed.'); end;
create index person_by_party on person(party_id, id);
create trigger person_no_delete before delete on person begin select raise(abort, 'person_kept: A person is never removed; end the person.'); end;
create trigger person_identity_stays before update on person when new.id <> old.id or new.identity_index <> old.identity_index begin
  select raise(abort, 'person_identity_immutable: Who a person is never changes.'); end;

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
  check(delegated_by is null or (until_at is not null and delegated_by <> person_id))) without rowid;
create trigger role_assignment_no_replace before insert on role_assignment when exists(select 1 from role_assignment x where x.id = new.id) begin
  select raise(abort, 'already_exists: A record with this key exists already; nothing was changed.'); end;
create index role_by_person on role_assignment(person_id, role, from_at);
create index role_by_role on role_assignment(role, person_id);
create trigger role_no_delete before delete on role_assignment begin
  select raise(abort, 'role_kept: Who held which role when is never removed; end the role.'); end;
create trigger role_only_ends before update on role_assignment
  when new.id <> old.id or new.person_id <> old.person_id or new.role <> old.role or new.from_at <> old.from_at
    or new.assigned_by <> old.assigned_by or new.delegated_by is not old.delegated_by
    or new.until_at is null or new.until_at > coalesce(old.until_at, 9223372036854775807) begin
  select raise(abort, 'role_immutable: A role that was given can only end; give a new one.'); end;
create trigger role_needs_active_person before insert on role_assignment
  when exists(select 1 from person p where p.id = new.person_id and p.state = 'ended') begin
  select raise(abort, 'person_ended: This person has left and can hold no role.'); end;
create trigger role_admin_apart before insert on role_assignment
  when exists(select 1 from role_assignment r where r.person_id = new.person_id
      and r.from_at < coalesce(new.until_at, 9223372036854775807) and new.from_at < coalesce(r.until_at, 9223372036854775807)
      and ((new.role = 'admin' and r.role in ('key_officer', 'decider', 'confirmer', 'appeal_officer', 'security_decider', 'security_confirmer'))
        or (r.role = 'admin' and new.role in ('key_officer', 'decider', 'confirmer', 'appeal_officer', 'security_decider', 'security_confirmer')))) begin
  select raise(abort, 'role_separation: Who manages accounts can neither enrol signing keys nor decide, confirm or hear appeals.'); end;
create trigger role_authority_only before insert on role_assignment
  when new.role in ('decider', 'confirmer', 'appeal_officer')
    and not exists(select 1 from person p join party a on a.id = p.party_id where p.id = new.person_id and a.kind in ('authority', 'court')) begin
  select raise(abort, 'role_authority_only: Only people of an authority or a court decide, confirm or hear appeals.'); end;
create trigger role_security_only before insert on role_assignment
  when new.role in ('security_decider', 'security_confirmer')
    and not exists(select 1 from person p join party a on a.id = p.party_id where p.id = new.person_id and a.kind in ('carrier', 'access_provider')) begin
  select raise(abort, 'role_operator_only: Security roles are for people of a carrier or an access provider.'); end;
create trigger person_party_stays before update on person
  when new.party_id <> old.party_id and exists(select 1 from role_assignment r where r.person_id = old.id and r.until_at is null) begin
  select raise(abort, 'person_has_roles: End this person''s roles before the person changes to another party.'); end;

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
  check((state = 'pending') = (decided_by is null))) without rowid;
create trigger key_registration_no_replace before insert on key_registration when exists(select 1 from key_registration x where x.id = new.id or x.public_key = new.public_key) begin
  select raise(abort, 'already_exists: A record with this key exists already; nothing was changed.'); end;
create index key_registration_by_person on key_registration(person_id, id);
create index key_registration_by_state on key_registration(state, id);
create trigger key_registration_no_delete before delete on key_registration begin
  select raise(abort, 'key_kept: A key that was registered is never removed.'); end;
create trigger key_registration_only_decided before update on key_registration
  when old.state <> 'pending' or new.id <> old.id or new.person_id <> old.person_id or new.kind <> old.kind
    or new.credential_id <> old.credential_id or new.public_key <> old.public_key or new.alg <> old.alg or new.rp_id <> old.rp_id
    or new.sign_count <> old.sign_count or new.registered_at <> old.registered_at or new.label <> old.label begin
  select raise(abort, 'key_immutable: A registered key can only be enrolled or refused, once.'); end;

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
  check(enrolled_by <> person_id)) without rowid;
create trigger signing_key_no_replace before insert on signing_key when exists(select 1 from signing_key x where x.id = new.id or x.registration_id = new.registration_id or x.public_key = new.public_key) begin
  select raise(abort, 'already_exists: A record with this key exists already; nothing was changed.'); end;
create index signing_key_by_person on signing_key(person_id, id);
create index signing_key_by_credential on signing_key(credential_id);
create trigger signing_key_no_delete before delete on signing_key begin
  select raise(abort, 'key_kept: A signing key is never removed; revoke it.'); end;
create trigger signing_key_only_revoked before update on signing_key
  when new.id <> old.id or new.registration_id <> old.registration_id or new.person_id <> old.person_id or new.kind <> old.kind
    or new.credential_id <> old.credential_id or new.public_key <> old.public_key or new.alg <> old.alg or new.rp_id <> old.rp_id
    or new.enrolled_by <> old.enrolled_by or new.enrolled_at <> old.enrolled_at or new.sign_count < old.sign_count
    or (old.revoked_at is not null and new.revoked_at is not old.revoked_at) begin
  select raise(abort, 'key_immutable: A signing key can only be revoked, once and for good.'); end;
create trigger signing_key_demo_kind before insert on signing_key
  when new.kind = 'webcrypto' and not exists(select 1 from instance i where i.kind in ('demo', 'training')) begin
  select raise(abort, 'key_kind_refused: Keys held by the browser sign in demonstration and training instances alone; use a security key.'); end;
create trigger signing_key_by_officer before insert on signing_key
  when not exists(select 1 from role_assignment r where r.person_id = new.enrolled_by and r.role = 'key_officer'
      and r.from_at <= new.enrolled_at and new.enrolled_at < coalesce(r.until_at, 9223372036854775807)) begin
  select raise(abort, 'key_officer_needed: Only a key officer enrols signing keys.'); end;
create trigger signing_key_not_admin before insert on signing_key
  when exists(select 1 from role_assignment r where r.person_id = new.person_id and r.role = 'admin'
      and new.enrolled_at < coalesce(r.until_at, 9223372036854775807)) begin
  select raise(abort, 'role_separation: Who manages accounts can hold no signing key.'); end;
create trigger signing_key_as_registered before insert on signing_key
  when not exists(select 1 from key_registration k where k.id = new.registration_id and k.person_id = new.person_id and k.public_key = new.public_key and k.kind = new.kind
      and k.credential_id = new.credential_id and k.alg = new.alg and k.rp_id = new.rp_id and k.state <> 'refused') begin
  select raise(abort, 'key_not_registered: A key is enrolled exactly as its person registered it.'); end;
create trigger role_admin_without_key before insert on role_assignment
  when new.role = 'admin' and exists(select 1 from signing_key k where k.person_id = new.person_id and k.revoked_at is null) begin
  select raise(abort, 'role_separation: Who holds a signing key can not manage accounts; revoke the key first.'); end;

-- An authority whose people can sign. Network feeds are off until there is one (and a ledger witness).
create table authority(
  party_id text primary key references party(id),
  enrolled_at bigint not null,
  enrolled_by text not null references person(id)) without rowid;
create trigger authority_no_replace before insert on authority when exists(select 1 from authority x where x.party_id = new.party_id) begin
  select raise(abort, 'already_exists: A record with this key exists already; nothing was changed.'); end;
create trigger authority_no_update before update on authority begin
  select raise(abort, 'authority_kept: The enrolment of an authority is never changed.'); end;
create trigger authority_no_delete before delete on authority begin
  select raise(abort, 'authority_kept: The enrolment of an authority is never removed; end its people''s roles.'); end;
create trigger authority_has_key before insert on authority
  when not exists(select 1 from party a join person p on p.party_id = a.id join signing_key k on k.person_id = p.id
      join role_assignment r on r.person_id = p.id
      where a.id = new.party_id and a.kind in ('authority', 'court') and k.revoked_at is null and k.enrolled_at <= new.enrolled_at
        and r.role in ('decider', 'confirmer') and r.from_at <= new.enrolled_at
        and new.enrolled_at < coalesce(r.until_at, 9223372036854775807)) begin
  select raise(abort, 'authority_without_key: An authority is enrolled once a decider or confirmer of it has a signing key.'); end;
create trigger authority_by_officer before insert on authority
  when not exists(select 1 from role_assignment r where r.person_id = new.enrolled_by and r.role = 'key_officer'
      and r.from_at <= new.enrolled_at and new.enrolled_at < coalesce(r.until_at, 9223372036854775807)) begin
  select raise(abort, 'key_officer_needed: Only a key officer enrols an authority.'); end;
