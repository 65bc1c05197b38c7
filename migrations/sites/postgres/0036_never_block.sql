-- Names that no order takes away with two signatures alone: top sites, emergency, health, news agencies, resolvers, operators' own.
-- Each change of the list is a proposal: names written while it is open, confirmed or rejected at once by another person.
create table never_block_proposal(
  id text collate "C" primary key not null,
  action text not null check(action in ('add', 'remove')),
  source text not null check(length(source) <= 200),      -- the file, or ''
  reason text not null check(length(reason) between 1 and 2000),
  names bigint not null default 0 check(names >= 0),
  names_sha256 text not null default '',                  -- of the names in order, each with a line's end
  refused bigint not null default 0,                      -- lines of the file that are no names
  state text not null check(state in ('open', 'proposed', 'confirmed', 'rejected')),
  proposed_by text not null,                              -- a person, or 'cli'
  proposed_at bigint not null,
  decided_by text references person(id),
  decided_at bigint,
  version bigint not null default 1,
  check((state = 'confirmed') <= (decided_by is not null and decided_at is not null)),
  check(state not in ('proposed', 'confirmed') or (names > 0 and length(names_sha256) = 64)),
  check(decided_by is null or decided_by <> proposed_by));
create index never_block_proposal_by_state on never_block_proposal(state, id);
create function never_block_proposal_fits() returns trigger language plpgsql as $$ begin
  if exists(select 1 from never_block_proposal p where p.id = new.id) then
    raise exception 'never_block_kept: This proposal is on record already.'; end if;
  if new.state <> 'open' or new.version <> 1 or new.decided_by is not null or new.decided_at is not null then
    raise exception 'never_block_state: A proposal begins without names, and undecided.'; end if;
  return new;
end $$;
create trigger never_block_proposal_fits before insert on never_block_proposal for each row execute function never_block_proposal_fits();
select muster_pin('never_block_proposal_fits');
create function never_block_proposal_changes() returns trigger language plpgsql as $$ begin
  if new.id <> old.id or new.action <> old.action or new.source <> old.source or new.reason <> old.reason or new.proposed_by <> old.proposed_by
      or new.proposed_at <> old.proposed_at or new.version <> old.version + 1
      or (old.state <> 'open' and (new.names <> old.names or new.names_sha256 <> old.names_sha256 or new.refused <> old.refused)) then
    raise exception 'never_block_kept: What was proposed never changes; it can be confirmed or rejected once.'; end if;
  if (old.state, new.state) not in (values ('open', 'open'), ('open', 'proposed'), ('open', 'rejected'), ('proposed', 'confirmed'), ('proposed', 'rejected')) then
    raise exception 'never_block_state: This step is not open to a proposal in its present state.'; end if;
  if old.state = 'open' and new.state = 'proposed'
      and new.names <> (select count(*) from never_block_name n where n.proposal_id = new.id) then
    raise exception 'never_block_names: A proposal is made with the names that it counts.'; end if;
  if new.state = 'confirmed' and (new.decided_by is null or new.decided_by = old.proposed_by
      or not exists(select 1 from person p where p.id = new.decided_by and p.state = 'active')) then
    raise exception 'never_block_same_person: Another person than who proposed it confirms it.'; end if;
  return new;
end $$;
create trigger never_block_proposal_changes before update on never_block_proposal for each row execute function never_block_proposal_changes();
select muster_pin('never_block_proposal_changes');
create trigger never_block_proposal_no_delete before delete or truncate on never_block_proposal for each statement
  execute function muster_refuse('never_block_kept: A proposal stays on record.');

create table never_block_name(
  name text collate "C" not null check(length(name) between 3 and 253 and name not like '%*%' and name not like '.%' and name not like '%.'),
  proposal_id text collate "C" not null references never_block_proposal(id),
  kind text not null check(kind in ('top_site', 'emergency', 'health', 'news_agency', 'resolver', 'operator_name')),
  primary key(name, proposal_id));
create index never_block_name_by_proposal on never_block_name(proposal_id, name);
-- 1 … 253: where a label of a name may begin.
create table never_block_position(n integer primary key not null);
insert into never_block_position(n) select n from generate_series(1, 253) n;
create trigger never_block_position_no_insert before insert on never_block_position for each statement
  execute function muster_refuse('closed_list: Positions are fixed.');
create trigger never_block_position_no_update before update on never_block_position for each statement
  execute function muster_refuse('closed_list: Positions are fixed.');
create trigger never_block_position_no_delete before delete or truncate on never_block_position for each statement
  execute function muster_refuse('closed_list: Positions are fixed.');
-- Domains above a name, below their top-level domain: an order on one of them would take the name away too.
create table never_block_parent(
  parent text collate "C" not null,
  name text collate "C" not null,
  proposal_id text collate "C" not null,
  primary key(parent, name, proposal_id),
  foreign key(name, proposal_id) references never_block_name(name, proposal_id));
create index never_block_parent_by_proposal on never_block_parent(proposal_id, parent);
create function never_block_name_fits() returns trigger language plpgsql as $$ begin
  if exists(select 1 from never_block_name n where n.name = new.name and n.proposal_id = new.proposal_id) then
    raise exception 'never_block_kept: This name is in the proposal already.'; end if;
  if not exists(select 1 from never_block_proposal p where p.id = new.proposal_id and p.state = 'open') then
    raise exception 'never_block_state: Names are written while their proposal is open.'; end if;
  return new;
end $$;
create trigger never_block_name_fits before insert on never_block_name for each row execute function never_block_name_fits();
select muster_pin('never_block_name_fits');
create function never_block_name_parents() returns trigger language plpgsql as $$ begin
  insert into never_block_parent(parent, name, proposal_id)
    select substr(new.name, x.n), new.name, new.proposal_id from never_block_position x
     where x.n > 1 and x.n <= length(new.name) and substr(new.name, x.n - 1, 1) = '.' and strpos(substr(new.name, x.n), '.') > 0;
  return new;
end $$;
create trigger never_block_name_parents after insert on never_block_name for each row execute function never_block_name_parents();
select muster_pin('never_block_name_parents');
create trigger never_block_name_no_update before update on never_block_name for each statement
  execute function muster_refuse('never_block_kept: A proposed name never changes.');
create trigger never_block_name_no_delete before delete or truncate on never_block_name for each statement
  execute function muster_refuse('never_block_kept: A proposed name stays on record.');
create trigger never_block_parent_no_update before update on never_block_parent for each statement
  execute function muster_refuse('never_block_kept: A proposed name never changes.');
create trigger never_block_parent_no_delete before delete or truncate on never_block_parent for each statement
  execute function muster_refuse('never_block_kept: A proposed name stays on record.');

-- The list as it stands: confirmed, and not taken off since.
create view never_block_standing as
  select n.name, n.kind, n.proposal_id, p.decided_at as since
    from never_block_name n join never_block_proposal p on p.id = n.proposal_id
   where p.state = 'confirmed' and p.action = 'add' and not exists(
     select 1 from never_block_name r join never_block_proposal q on q.id = r.proposal_id
      where r.name = n.name and q.state = 'confirmed' and q.action = 'remove' and q.decided_at >= p.decided_at);
-- Which of its names a decision's entry in the network would touch: the scope is one of them or lies below one, or it is a domain
-- and one of them lies below it.
create view never_block_over as
  select d.id as decision_id, s.name, s.kind
    from decision d cross join never_block_position x join never_block_standing s on s.name = substr(d.scope_value, x.n)
   where d.measure = 'network' and x.n <= length(d.scope_value) and (x.n = 1 or substr(d.scope_value, x.n - 1, 1) = '.');
create view never_block_within as
  select d.id as decision_id, s.name, s.kind
    from decision d join never_block_parent c on c.parent = d.scope_value join never_block_standing s on s.name = c.name
   where d.measure = 'network' and d.scope_kind = 'domain';

-- The third person's signature, over the same text.
create table third_signature(
  decision_id text primary key not null references decision(id),
  person_id text not null references person(id),
  key_id text not null,
  text_sha256 text not null check(length(text_sha256) = 64),
  kind text not null check(kind in ('webauthn', 'webcrypto')),
  client_data_json text not null,
  authenticator_data text not null,
  signature text not null check(signature <> ''),
  signed_at bigint not null,
  foreign key(key_id, person_id) references signing_key(id, person_id));
create function third_signature_fits() returns trigger language plpgsql as $$ begin
  if exists(select 1 from third_signature s where s.decision_id = new.decision_id) then
    raise exception 'signature_kept: This decision has its third signature already; a signature is never replaced.'; end if;
  if exists(select 1 from decision_signature s where s.decision_id = new.decision_id and s.person_id = new.person_id) then
    raise exception 'same_person: The third person is neither the decider nor the confirmer.'; end if;
  if exists(select 1 from decision d join case_file c on c.id = d.case_id where d.id = new.decision_id and c.opened_by = new.person_id) then
    raise exception 'finder_signs: Who found it signs nothing.'; end if;
  if not exists(select 1 from decision d where d.id = new.decision_id and d.state in ('decided', 'confirmed') and d.outcome = 'violation') then
    raise exception 'signature_order: The third person signs what is decided.'; end if;
  if not exists(select 1 from decision d where d.id = new.decision_id and d.text_sha256 = new.text_sha256) then
    raise exception 'text_mismatch: The signature is over another text.'; end if;
  if exists(select 1 from decision d where d.id = new.decision_id and (new.signed_at < d.prepared_at or new.signed_at >= d.expires))
       or exists(select 1 from decision_signature s where s.decision_id = new.decision_id and s.signed_at > new.signed_at) then
    raise exception 'signing_time: A signature is given after the text was prepared and after the ones before it, within the term.'; end if;
  if exists(select 1 from role_assignment r where r.person_id = new.person_id and r.role = 'admin'
      and r.from_at <= new.signed_at and new.signed_at < coalesce(r.until_at, 9223372036854775807)) then
    raise exception 'admin_signs: Who manages accounts signs no decisions.'; end if;
  if not exists(select 1 from signing_key k where k.id = new.key_id and k.person_id = new.person_id
      and k.enrolled_at <= new.signed_at and k.revoked_at is null) then
    raise exception 'key_not_yours: The key is not enrolled for this person, or it was revoked.'; end if;
  if not exists(select 1 from decision d join party a on a.id = d.signing_party_id
      join person p on p.id = new.person_id join role_assignment r on r.person_id = p.id
      where d.id = new.decision_id and p.state = 'active'
        and (p.party_id = a.id or exists(select 1 from confirmer_pool k
          where k.for_party_id = a.id and k.lender_party_id = p.party_id and k.accepted_at <= new.signed_at
            and new.signed_at < k.until_at and new.signed_at < coalesce(k.ended_at, 9223372036854775807)))
        and r.role = case when a.kind in ('authority', 'court') then 'confirmer' else 'security_confirmer' end
        and r.from_at <= new.signed_at and new.signed_at < coalesce(r.until_at, 9223372036854775807)) then
    raise exception 'role_missing: The third person is a confirmer of the body that decides, or lent to it, at that time.'; end if;
  if exists(select 1 from role_assignment r join decision d on d.id = new.decision_id join case_file c on c.id = d.case_id
      where r.person_id = new.person_id and r.delegated_by is not null
        and r.from_at <= new.signed_at and new.signed_at < coalesce(r.until_at, 9223372036854775807)
        and (r.delegated_by = c.opened_by or exists(
          select 1 from decision_signature s where s.decision_id = d.id and s.person_id = r.delegated_by))) then
    raise exception 'conflict_inherited: This role was delegated by the finder or by another signer; it counts as theirs.'; end if;
  return new;
end $$;
create trigger third_signature_fits before insert on third_signature for each row execute function third_signature_fits();
select muster_pin('third_signature_fits');
create trigger third_signature_no_update before update on third_signature for each statement
  execute function muster_refuse('signature_kept: A signature never changes.');
create trigger third_signature_no_delete before delete or truncate on third_signature for each statement
  execute function muster_refuse('signature_kept: A signature is never removed.');
create function decision_signature_not_third() returns trigger language plpgsql as $$ begin
  if exists(select 1 from third_signature t where t.decision_id = new.decision_id and (t.person_id = new.person_id
      or exists(select 1 from role_assignment r where r.person_id = new.person_id and r.delegated_by = t.person_id
        and r.from_at <= new.signed_at and new.signed_at < coalesce(r.until_at, 9223372036854775807)))) then
    raise exception 'same_person: Who gave the third signature neither decides nor confirms.'; end if;
  return new;
end $$;
create trigger decision_signature_not_third before insert on decision_signature for each row execute function decision_signature_not_third();
select muster_pin('decision_signature_not_third');
create function appeal_not_third() returns trigger language plpgsql as $$ begin
  if exists(select 1 from orders o join third_signature t on t.decision_id = o.decision_id
      where o.id = new.order_id and t.person_id = new.heard_by) then
    raise exception 'appeal_judge: An appeal is not heard by who gave the third signature.'; end if;
  return new;
end $$;
create trigger appeal_not_third before update on appeal for each row when (new.heard_by is not null) execute function appeal_not_third();
select muster_pin('appeal_not_third');
create function orders_third_signature() returns trigger language plpgsql as $$ begin
  if (exists(select 1 from never_block_over v where v.decision_id = new.decision_id)
        or exists(select 1 from never_block_within v where v.decision_id = new.decision_id))
      and not exists(select 1 from third_signature t join decision d on d.id = t.decision_id
        where t.decision_id = new.decision_id and t.text_sha256 = d.text_sha256) then
    raise exception 'third_signature: A name on the never-block list needs the signature of a third person.'; end if;
  return new;
end $$;
create trigger orders_third_signature before insert on orders for each row when (new.executor = 'network') execute function orders_third_signature();
select muster_pin('orders_third_signature');
create function network_entry_third_signature() returns trigger language plpgsql as $$ begin
  if exists(select 1 from orders o where o.id = new.order_id
        and (exists(select 1 from never_block_over v where v.decision_id = o.decision_id)
          or exists(select 1 from never_block_within v where v.decision_id = o.decision_id))
        and not exists(select 1 from third_signature t where t.decision_id = o.decision_id)) then
    raise exception 'third_signature: A name on the never-block list needs the signature of a third person.'; end if;
  return new;
end $$;
create trigger network_entry_third_signature before insert on network_entry for each row execute function network_entry_third_signature();
select muster_pin('network_entry_third_signature');
