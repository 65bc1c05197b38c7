-- An order can be appealed against after it has ended too: what it said of a site stays on record. An appeal whose order is over
-- changes no order; it corrects the record. And an appeal can be sent to an outside body, whose own people hear it.
create or replace function appeal_fits() returns trigger language plpgsql as $$ begin
  if exists(select 1 from appeal a where a.id = new.id or a.number = new.number or a.receipt_sha256 = new.receipt_sha256) then
    raise exception 'appeal_kept: This appeal is on record already.'; end if;
  if exists(select 1 from appeal a where a.order_id = new.order_id and a.state in ('filed', 'acknowledged', 'stayed')) then
    raise exception 'appeal_open: An appeal against this order is being heard already.'; end if;
  if new.state <> 'filed' then
    raise exception 'appeal_first_state: An appeal starts as filed.'; end if;
  if not exists(select 1 from orders o where o.id = new.order_id
      and (o.state in ('in_force', 'executed', 'verified')
        or (o.state in ('lifted', 'expired') and not exists(select 1 from appeal a where a.order_id = o.id and a.state in ('varied', 'reversed', 'lapsed'))))) then
    raise exception 'appeal_order_state: There is no order with this number that stands, or that ended without a successful appeal.'; end if;
  return new;
end $$;
select muster_pin('appeal_fits');

create table appeal_referral(
  appeal_id text primary key not null references appeal(id),
  party_id text not null references party(id),
  referred_by text not null references person(id),
  referred_at bigint not null);
create function appeal_referral_fits() returns trigger language plpgsql as $$ begin
  if exists(select 1 from appeal_referral r where r.appeal_id = new.appeal_id) then
    raise exception 'appeal_referral_kept: This appeal was sent to a body already.'; end if;
  if not exists(select 1 from party p where p.id = new.party_id and p.kind in ('authority', 'court'))
      or exists(select 1 from appeal a join orders o on o.id = a.order_id join decision d on d.id = o.decision_id
                where a.id = new.appeal_id and (d.authority_party_id = new.party_id or d.signing_party_id = new.party_id)) then
    raise exception 'appeal_body: An appeal is sent to an authority or a court, and to another one than the one that decided.'; end if;
  return new;
end $$;
create trigger appeal_referral_fits before insert on appeal_referral for each row execute function appeal_referral_fits();
create trigger appeal_referral_stays before update or delete or truncate on appeal_referral for each statement
  execute function muster_refuse('appeal_referral_kept: To whom an appeal was sent never changes.');
create function appeal_heard_by_its_body() returns trigger language plpgsql as $$ begin
  if new.heard_by is not null and old.heard_by is null
      and exists(select 1 from appeal_referral r join person p on p.id = new.heard_by where r.appeal_id = new.id and p.party_id <> r.party_id) then
    raise exception 'appeal_body: This appeal was sent to another body, whose own people hear it.'; end if;
  return new;
end $$;
create trigger appeal_heard_by_its_body before update on appeal for each row execute function appeal_heard_by_its_body();
select muster_pin('appeal_referral_fits');
select muster_pin('appeal_heard_by_its_body');

-- Orders on the same ground and scope, one after the other.
create index decision_by_ground_and_scope on decision(scope_value, ground, scope_kind) where state = 'confirmed';
