-- A small body can't always spare four persons: another authority or court lends it confirmers. One person of each of the two agrees,
-- it ends by itself, and whoever confirms is still somebody who neither found nor decided.
create table confirmer_pool(
  id text primary key not null,
  for_party_id text not null references party(id),
  lender_party_id text not null references party(id),
  proposed_by text not null references person(id),
  proposed_at bigint not null,
  accepted_by text references person(id),
  accepted_at bigint,
  until_at bigint not null,
  ended_by text references person(id),
  ended_at bigint,
  check(for_party_id <> lender_party_id),
  check((accepted_by is null) = (accepted_at is null)),
  check((ended_by is null) = (ended_at is null)),
  check(accepted_by is null or accepted_by <> proposed_by),
  check(until_at > proposed_at and until_at <= proposed_at + 31622400000000));
create index confirmer_pool_for on confirmer_pool(for_party_id, until_at);
create index confirmer_pool_lender on confirmer_pool(lender_party_id, until_at);
create function confirmer_pool_fits() returns trigger language plpgsql as $$ begin
  if new.accepted_at is not null or new.ended_at is not null or exists(select 1 from confirmer_pool k where k.id = new.id) then
    raise exception 'pool_kept: What was agreed on never changes; it can be accepted once, and ended.'; end if;
  if exists(select 1 from party p where p.id in (new.for_party_id, new.lender_party_id) and p.kind not in ('authority', 'court')) then
    raise exception 'pool_authority: Confirmers are lent by an authority or a court to another one.'; end if;
  if not exists(select 1 from person p where p.id = new.proposed_by and p.party_id = new.for_party_id) then
    raise exception 'pool_proposed: Who proposes it is of the body that needs confirmers.'; end if;
  return new;
end $$;
create trigger confirmer_pool_fits before insert on confirmer_pool for each row execute function confirmer_pool_fits();
create function confirmer_pool_changes() returns trigger language plpgsql as $$ begin
  if new.id <> old.id or new.for_party_id <> old.for_party_id or new.lender_party_id <> old.lender_party_id or new.proposed_by <> old.proposed_by
    or new.proposed_at <> old.proposed_at or new.until_at <> old.until_at or old.ended_at is not null
    or (old.accepted_at is not null and (new.accepted_at is distinct from old.accepted_at or new.accepted_by is distinct from old.accepted_by)) then
    raise exception 'pool_kept: What was agreed on never changes; it can be accepted once, and ended.'; end if;
  if new.accepted_by is not null and not exists(select 1 from person p where p.id = new.accepted_by and p.party_id = new.lender_party_id) then
    raise exception 'pool_accepted: Who accepts it is of the body that lends its confirmers.'; end if;
  return new;
end $$;
create trigger confirmer_pool_changes before update on confirmer_pool for each row execute function confirmer_pool_changes();
create trigger confirmer_pool_no_delete before delete or truncate on confirmer_pool for each statement
  execute function muster_refuse('pool_kept: An agreement on confirmers stays on record.');
select muster_pin('confirmer_pool_fits');
select muster_pin('confirmer_pool_changes');

create or replace function decision_signature_fits() returns trigger language plpgsql as $$ begin
  if exists(select 1 from decision_signature s where s.decision_id = new.decision_id and s.capacity = new.capacity) then
    raise exception 'signature_kept: This decision is signed in that capacity already; a signature is never replaced.'; end if;
  if exists(select 1 from decision_signature s where s.decision_id = new.decision_id and s.person_id = new.person_id) then
    raise exception 'same_person: The decider and the confirmer are two different persons.'; end if;
  if exists(select 1 from decision d join case_file c on c.id = d.case_id where d.id = new.decision_id and c.opened_by = new.person_id) then
    raise exception 'finder_signs: Who found it can neither decide nor confirm.'; end if;
  if not exists(select 1 from decision d where d.id = new.decision_id
      and ((new.capacity = 'decider' and d.state = 'draft') or (new.capacity = 'confirmer' and d.state = 'decided'))) then
    raise exception 'signature_order: The decider signs a draft; the confirmer signs what is decided.'; end if;
  if not exists(select 1 from decision d where d.id = new.decision_id and d.text_sha256 = new.text_sha256) then
    raise exception 'text_mismatch: The signature is over another text.'; end if;
  if exists(select 1 from decision d where d.id = new.decision_id and (new.signed_at < d.prepared_at or new.signed_at >= d.expires))
       or exists(select 1 from decision_signature s where s.decision_id = new.decision_id and s.signed_at > new.signed_at) then
    raise exception 'signing_time: A signature is given after the text was prepared and after the one before it, within the term.'; end if;
  if exists(select 1 from role_assignment r where r.person_id = new.person_id and r.role = 'admin'
      and r.from_at <= new.signed_at and new.signed_at < coalesce(r.until_at, 9223372036854775807)) then
    raise exception 'admin_signs: Who manages accounts signs no decisions.'; end if;
  if not exists(select 1 from signing_key k where k.id = new.key_id and k.person_id = new.person_id
      and k.enrolled_at <= new.signed_at and k.revoked_at is null) then
    raise exception 'key_not_yours: The key is not enrolled for this person, or it was revoked.'; end if;
  if not exists(select 1 from decision d join party a on a.id = d.signing_party_id
      join person p on p.id = new.person_id join role_assignment r on r.person_id = p.id
      where d.id = new.decision_id and p.state = 'active'
        and (p.party_id = a.id or (new.capacity = 'confirmer' and exists(select 1 from confirmer_pool k
          where k.for_party_id = a.id and k.lender_party_id = p.party_id and k.accepted_at <= new.signed_at
            and new.signed_at < k.until_at and new.signed_at < coalesce(k.ended_at, 9223372036854775807))))
        and r.role = case when a.kind in ('authority', 'court') then new.capacity else 'security_' || new.capacity end
        and r.from_at <= new.signed_at and new.signed_at < coalesce(r.until_at, 9223372036854775807)) then
    raise exception 'role_missing: This person does not hold the role that signs here, at that time, for that party.'; end if;
  if exists(select 1 from role_assignment r join decision d on d.id = new.decision_id join case_file c on c.id = d.case_id
      where r.person_id = new.person_id and r.delegated_by is not null
        and r.from_at <= new.signed_at and new.signed_at < coalesce(r.until_at, 9223372036854775807)
        and (r.delegated_by = c.opened_by or exists(
          select 1 from decision_signature s where s.decision_id = d.id and s.person_id = r.delegated_by))) then
    raise exception 'conflict_inherited: This role was delegated by the finder or by the other signer; it counts as theirs.'; end if;
  if exists(select 1 from decision d join ground_element g on g.ground = d.ground
      where d.id = new.decision_id and d.outcome = 'violation' and not exists(
        select 1 from case_element e where e.case_id = d.case_id and e.element = g.element and e.seq <= d.evidence_count)) then
    raise exception 'element_missing: An element that the ground requires is not tied to evidence.'; end if;
  return new;
end $$;
select muster_pin('decision_signature_fits');
