-- Two more roles: who reads personal data for a stated purpose, and who approves what others propose. SQLite can't widen a
-- check: the table is made anew with all that hangs on it.
create table role_assignment_before as select * from role_assignment;
drop table role_assignment;
create table role_assignment(
  id text primary key,
  person_id text not null references person(id),
  role text not null check(role in ('admin', 'key_officer', 'registrar', 'examiner', 'decider', 'confirmer', 'appeal_officer',
                                    'operator', 'auditor', 'partner_user', 'security_decider', 'security_confirmer',
                                    'compliance_officer', 'supervisor')),
  from_at bigint not null,
  until_at bigint check(until_at is null or until_at >= from_at),
  assigned_by text not null check(length(assigned_by) > 0),
  delegated_by text references person(id),
  ended_by text,
  check(assigned_by <> person_id),
  check(delegated_by is null or (until_at is not null and delegated_by <> person_id))) without rowid;
insert into role_assignment(id, person_id, role, from_at, until_at, assigned_by, delegated_by, ended_by) select id, person_id, role, from_at, until_at, assigned_by, delegated_by, ended_by from role_assignment_before;
drop table role_assignment_before;
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
      and ((new.role = 'admin' and r.role in ('key_officer', 'decider', 'confirmer', 'appeal_officer', 'security_decider', 'security_confirmer', 'compliance_officer', 'supervisor'))
        or (r.role = 'admin' and new.role in ('key_officer', 'decider', 'confirmer', 'appeal_officer', 'security_decider', 'security_confirmer', 'compliance_officer', 'supervisor')))) begin
  select raise(abort, 'role_separation: Who manages accounts can neither enrol signing keys nor decide, confirm, hear appeals, read personal data or approve.'); end;
create trigger role_authority_only before insert on role_assignment
  when new.role in ('decider', 'confirmer', 'appeal_officer')
    and not exists(select 1 from person p join party a on a.id = p.party_id where p.id = new.person_id and a.kind in ('authority', 'court')) begin
  select raise(abort, 'role_authority_only: Only people of an authority or a court decide, confirm or hear appeals.'); end;
create trigger role_security_only before insert on role_assignment
  when new.role in ('security_decider', 'security_confirmer')
    and not exists(select 1 from person p join party a on a.id = p.party_id where p.id = new.person_id and a.kind in ('carrier', 'access_provider')) begin
  select raise(abort, 'role_operator_only: Security roles are for people of a carrier or an access provider.'); end;
create trigger role_admin_without_key before insert on role_assignment
  when new.role = 'admin' and exists(select 1 from signing_key k where k.person_id = new.person_id and k.revoked_at is null) begin
  select raise(abort, 'role_separation: Who holds a signing key can not manage accounts; revoke the key first.'); end;
create trigger session_ends_with_new_role after insert on role_assignment begin
  update session set ended_at = seen_at where ended_at is null and account_id in (select a.id from account a where a.person_id = new.person_id); end;
create trigger session_ends_with_role after update on role_assignment begin
  update session set ended_at = seen_at where ended_at is null and account_id in (select a.id from account a where a.person_id = new.person_id); end;
