-- Two more roles: who reads personal data for a stated purpose, and who approves what others propose.
alter table role_assignment drop constraint role_assignment_role_check;
alter table role_assignment add constraint role_assignment_role_check check(role in (
  'admin', 'key_officer', 'registrar', 'examiner', 'decider', 'confirmer', 'appeal_officer', 'operator', 'auditor', 'partner_user',
  'security_decider', 'security_confirmer', 'compliance_officer', 'supervisor'));
create or replace function role_guard() returns trigger language plpgsql as $$
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
      and ((new.role = 'admin' and r.role in ('key_officer', 'decider', 'confirmer', 'appeal_officer', 'security_decider', 'security_confirmer', 'compliance_officer', 'supervisor'))
        or (r.role = 'admin' and new.role in ('key_officer', 'decider', 'confirmer', 'appeal_officer', 'security_decider', 'security_confirmer', 'compliance_officer', 'supervisor')))) then
    raise exception 'role_separation: Who manages accounts can neither enrol signing keys nor decide, confirm, hear appeals, read personal data or approve.';
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
