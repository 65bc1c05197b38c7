-- An order can be appealed against after it has ended too: what it said of a site stays on record. An appeal whose order is over
-- changes no order; it corrects the record. And an appeal can be sent to an outside body, whose own people hear it.
drop trigger appeal_fits;
create trigger appeal_fits before insert on appeal begin
  select raise(abort, 'appeal_kept: This appeal is on record already.')
    where exists(select 1 from appeal a where a.id = new.id or a.number = new.number or a.receipt_sha256 = new.receipt_sha256);
  select raise(abort, 'appeal_open: An appeal against this order is being heard already.')
    where exists(select 1 from appeal a where a.order_id = new.order_id and a.state in ('filed', 'acknowledged', 'stayed'));
  select raise(abort, 'appeal_first_state: An appeal starts as filed.') where new.state <> 'filed';
  select raise(abort, 'appeal_order_state: There is no order with this number that stands, or that ended without a successful appeal.')
    where not exists(select 1 from orders o where o.id = new.order_id
      and (o.state in ('in_force', 'executed', 'verified')
        or (o.state in ('lifted', 'expired') and not exists(select 1 from appeal a where a.order_id = o.id and a.state in ('varied', 'reversed', 'lapsed')))));
end;

create table appeal_referral(
  appeal_id text primary key not null references appeal(id),
  party_id text not null references party(id),
  referred_by text not null references person(id),
  referred_at bigint not null) without rowid;
create trigger appeal_referral_fits before insert on appeal_referral begin
  select raise(abort, 'appeal_referral_kept: This appeal was sent to a body already.')
    where exists(select 1 from appeal_referral r where r.appeal_id = new.appeal_id);
  select raise(abort, 'appeal_body: An appeal is sent to an authority or a court, and to another one than the one that decided.')
    where not exists(select 1 from party p where p.id = new.party_id and p.kind in ('authority', 'court'))
       or exists(select 1 from appeal a join orders o on o.id = a.order_id join decision d on d.id = o.decision_id
                 where a.id = new.appeal_id and (d.authority_party_id = new.party_id or d.signing_party_id = new.party_id));
end;
create trigger appeal_referral_no_update before update on appeal_referral begin
  select raise(abort, 'appeal_referral_kept: To whom an appeal was sent never changes.'); end;
create trigger appeal_referral_no_delete before delete on appeal_referral begin
  select raise(abort, 'appeal_referral_kept: To whom an appeal was sent never changes.'); end;
create trigger appeal_heard_by_its_body before update on appeal
  when new.heard_by is not null and old.heard_by is null
    and exists(select 1 from appeal_referral r join person p on p.id = new.heard_by where r.appeal_id = new.id and p.party_id <> r.party_id) begin
  select raise(abort, 'appeal_body: This appeal was sent to another body, whose own people hear it.'); end;

-- Orders on the same ground and scope, one after the other.
create index decision_by_ground_and_scope on decision(scope_value, ground, scope_kind) where state = 'confirmed';
