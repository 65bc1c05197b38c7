-- Orders and appeals against them; what network feeds are made of: entries that follow from orders; who fetched which feed when.
create table orders(
  id text primary key not null,
  number text not null unique,
  decision_id text not null unique references decision(id),
  case_id text not null references case_file(id),
  executor text not null check(executor in ('network', 'provider')),
  executor_party_id text references party(id),
  issued_at bigint not null,
  deadline bigint not null,                 -- executed by then
  review_at bigint not null,
  expires_at bigint not null,
  seal_salt text not null default '',       -- of the public commitment, where the ground is sealed
  state text not null,
  state_at bigint not null,
  end_reason text not null default '',
  version bigint not null default 1) without rowid;
create index orders_by_state on orders(state, id);
create index orders_by_case on orders(case_id, id);
create index orders_standing on orders(id) where state in ('in_force', 'executed', 'verified');
create index orders_by_expiry on orders(expires_at, id) where state in ('in_force', 'executed', 'verified', 'stayed');
create trigger orders_fit before insert on orders begin
  select raise(abort, 'order_kept: This order, or one on this decision, is on record already.')
    where exists(select 1 from orders o where o.id = new.id or o.number = new.number or o.decision_id = new.decision_id);
  select raise(abort, 'order_first_state: An order starts in force.') where new.state <> 'in_force';
  select raise(abort, 'two_signatures: An order needs a decision that two different persons signed, neither of them its finder.')
    where not exists(select 1 from decision d join case_file c on c.id = d.case_id
      join decision_signature a on a.decision_id = d.id and a.capacity = 'decider'
      join decision_signature b on b.decision_id = d.id and b.capacity = 'confirmer'
      where d.id = new.decision_id and d.case_id = new.case_id and d.state = 'confirmed'
        and a.person_id <> b.person_id and a.person_id <> c.opened_by and b.person_id <> c.opened_by
        and a.text_sha256 = d.text_sha256 and b.text_sha256 = d.text_sha256);
  select raise(abort, 'order_outcome: Only a decision that found a violation leads to an order.')
    where not exists(select 1 from decision d where d.id = new.decision_id and d.outcome = 'violation');
  select raise(abort, 'ground_scope: This ground does not allow that measure at that scope.')
    where not exists(select 1 from decision d join ground_allows a
      on a.ground = d.ground and a.measure = d.measure and a.scope_kind = d.scope_kind where d.id = new.decision_id);
  select raise(abort, 'expiry_missing: An order ends when its decision says.') where new.expires_at is null;
  select raise(abort, 'expiry_beyond_cap: An order ends when its decision says.')
    where not exists(select 1 from decision d where d.id = new.decision_id and d.expires = new.expires_at and new.review_at <= d.expires);
  select raise(abort, 'order_executor: An order is executed where its decision says.')
    where not exists(select 1 from decision d where d.id = new.decision_id and (d.measure = 'network') = (new.executor = 'network')
                       and coalesce(d.executor_party_id, '') = coalesce(new.executor_party_id, ''));
end;
create trigger orders_change before update on orders begin
  select raise(abort, 'order_immutable: What an order says never changes; it can only end, or be carried out.')
    where new.id <> old.id or new.number <> old.number or new.decision_id <> old.decision_id or new.case_id <> old.case_id
      or new.executor <> old.executor or new.executor_party_id is not old.executor_party_id or new.issued_at <> old.issued_at
      or new.deadline <> old.deadline or new.review_at <> old.review_at or new.expires_at <> old.expires_at or new.seal_salt <> old.seal_salt
      or (new.end_reason <> old.end_reason and new.state = old.state);
  select raise(abort, 'order_state: This step is not open to an order in its present state.')
    where new.state <> old.state and not exists(
      select 1 from state_transition t where t.record = 'order' and t.from_state = old.state and t.to_state = new.state);
  select raise(abort, 'order_resume: A stayed order is in force again only when its appeal was heard and did not succeed.')
    where old.state = 'stayed' and new.state = 'in_force' and (
      not exists(select 1 from appeal a where a.order_id = old.id and a.state = 'upheld')
      or exists(select 1 from appeal a where a.order_id = old.id and a.state in ('filed', 'acknowledged', 'stayed')));
end;
create trigger orders_no_delete before delete on orders begin select raise(abort, 'order_kept: An order stays on record.'); end;

-- Anybody who has the order's number may appeal. No name and no confession is asked for; words and contact, if given, are
-- in the vault under the appeal's id.
create table appeal(
  id text primary key not null,
  number text not null unique,
  order_id text not null references orders(id),
  receipt_sha256 text not null unique check(length(receipt_sha256) = 64),
  language text not null check(language in ('en', 'zh')),
  filed_at bigint not null,
  ack_due bigint not null,
  decide_due bigint not null check(decide_due > filed_at),
  acknowledged_at bigint,
  stayed_at bigint,
  heard_by text references person(id),
  decided_at bigint,
  reasons text not null default '',
  state text not null,
  version bigint not null default 1,
  check((state in ('upheld', 'varied', 'reversed')) = (heard_by is not null)),
  check(state not in ('upheld', 'varied', 'reversed') or (decided_at is not null and reasons <> ''))) without rowid;
create unique index appeal_one_open on appeal(order_id) where state in ('filed', 'acknowledged', 'stayed');
create index appeal_by_order on appeal(order_id, id);
create index appeal_by_state on appeal(state, id);
create index appeal_by_due on appeal(decide_due, id) where state in ('filed', 'acknowledged', 'stayed');
create trigger appeal_fits before insert on appeal begin
  select raise(abort, 'appeal_kept: This appeal is on record already.')
    where exists(select 1 from appeal a where a.id = new.id or a.number = new.number or a.receipt_sha256 = new.receipt_sha256);
  select raise(abort, 'appeal_open: An appeal against this order is being heard already.')
    where exists(select 1 from appeal a where a.order_id = new.order_id and a.state in ('filed', 'acknowledged', 'stayed'));
  select raise(abort, 'appeal_first_state: An appeal starts as filed.') where new.state <> 'filed';
  select raise(abort, 'appeal_order_state: There is no order in force with this number.')
    where not exists(select 1 from orders o where o.id = new.order_id and o.state in ('in_force', 'executed', 'verified'));
end;
create trigger appeal_changes before update on appeal begin
  select raise(abort, 'appeal_immutable: What was filed, and the time to answer it, never changes.')
    where new.id <> old.id or new.number <> old.number or new.order_id <> old.order_id or new.receipt_sha256 <> old.receipt_sha256
      or new.filed_at <> old.filed_at or new.ack_due <> old.ack_due or new.decide_due <> old.decide_due
      or (old.heard_by is not null and (new.heard_by is not old.heard_by or new.reasons <> old.reasons or new.decided_at is not old.decided_at));
  select raise(abort, 'appeal_state: This step is not open to an appeal in its present state.')
    where new.state <> old.state and not exists(
      select 1 from state_transition t where t.record = 'appeal' and t.from_state = old.state and t.to_state = new.state);
  select raise(abort, 'appeal_judge: An appeal is heard by neither its finder, its decider nor its confirmer.')
    where new.heard_by is not null and exists(select 1 from orders o join case_file c on c.id = o.case_id
      where o.id = new.order_id and (c.opened_by = new.heard_by or exists(
        select 1 from decision_signature s where s.decision_id = o.decision_id and s.person_id = new.heard_by)));
  select raise(abort, 'role_missing: Only a person who is appeal officer at that time decides an appeal.')
    where new.heard_by is not null and old.heard_by is null and (
      not exists(select 1 from role_assignment r join person p on p.id = r.person_id
        where r.person_id = new.heard_by and r.role = 'appeal_officer' and p.state = 'active'
          and r.from_at <= new.decided_at and new.decided_at < coalesce(r.until_at, 9223372036854775807))
      or exists(select 1 from role_assignment r where r.person_id = new.heard_by and r.role = 'admin'
          and r.from_at <= new.decided_at and new.decided_at < coalesce(r.until_at, 9223372036854775807)));
  select raise(abort, 'appeal_late: The time to decide this appeal has passed; its order lapses by itself.')
    where new.state = 'upheld' and old.state <> 'upheld' and new.decided_at >= old.decide_due;
end;
create trigger appeal_no_delete before delete on appeal begin select raise(abort, 'appeal_kept: An appeal stays on record.'); end;

create table network_entry(
  order_id text not null references orders(id),
  name text not null check(length(name) between 3 and 253),  -- A-labels, lower case, no last dot
  kind text not null check(kind in ('exact', 'wildcard')),   -- the name itself; everything below it
  created_at bigint not null,
  primary key(order_id, name, kind)) without rowid;
create index network_entry_by_name on network_entry(name, kind);
create trigger network_entry_fits before insert on network_entry begin
  select raise(abort, 'entry_kept: This entry is on record already.')
    where exists(select 1 from network_entry e where e.order_id = new.order_id and e.name = new.name and e.kind = new.kind);
  select raise(abort, 'entry_without_order: An entry follows from an order that is in force.')
    where not exists(select 1 from orders o where o.id = new.order_id and o.state in ('in_force', 'executed', 'verified')
                     and o.executor = 'network');
  select raise(abort, 'ground_network: This ground never leads to an entry in the network.')
    where not exists(select 1 from orders o join decision d on d.id = o.decision_id join ground g on g.code = d.ground
                     where o.id = new.order_id and d.measure = 'network' and g.network_allowed = 1);
  select raise(abort, 'entry_scope: The entry reaches beyond the scope of its order.')
    where not exists(select 1 from orders o join decision d on d.id = o.decision_id where o.id = new.order_id
      and d.scope_value = new.name and (d.scope_kind = 'domain' or (d.scope_kind = 'host' and new.kind = 'exact')));
  select raise(abort, 'never_block: The root and top-level domains are never blocked.')
    where instr(new.name, '.') = 0 or new.name like '.%' or new.name like '%.' or new.name like '%*%';
end;
create trigger network_entry_no_update before update on network_entry begin
  select raise(abort, 'entry_kept: An entry never changes; it ends with its order.'); end;
create trigger network_entry_no_delete before delete on network_entry begin
  select raise(abort, 'entry_kept: An entry is never removed; it ends with its order.'); end;

-- Orders that stand, as far as the schema can say. The emitter adds the clock (started, not expired, no appeal past its
-- time) and the signatures. lapses_at: when the open appeal, if any, has not been decided in time.
create view standing_order as
  select o.id, o.number, o.decision_id, o.case_id, o.executor, o.issued_at, o.deadline, o.review_at, o.expires_at, o.seal_salt, o.state,
         d.ground, d.measure, d.scope_kind, d.scope_value, d.law, d.article, d.authority_party_id, d.authority_name, d.starts,
         g.network_allowed, g.sealed,
         (select min(a.decide_due) from appeal a
           where a.order_id = o.id and a.state in ('filed', 'acknowledged', 'stayed')) as lapses_at
    from orders o join decision d on d.id = o.decision_id join ground g on g.code = d.ground
   where o.state in ('in_force', 'executed', 'verified') and d.state = 'confirmed' and d.outcome = 'violation';

-- Who fetches feeds without signing in: a resolver. The token itself is shown once and never kept.
create table feed_token(
  id text primary key not null,
  label text not null check(length(label) between 1 and 100),
  token_sha256 text not null unique check(length(token_sha256) = 64),
  created_by text not null references person(id),
  created_at bigint not null,
  expires_at bigint not null,
  revoked_at bigint) without rowid;

-- The zone as it was last given out; its serial grows with every change. One row a feed.
create table feed_state(
  feed text primary key not null check(feed in ('rpz')),
  serial bigint not null check(serial >= 0),
  sha256 text not null,             -- of the entries, without serial and time
  entries bigint not null,
  made_at bigint not null,
  changed_at bigint not null) without rowid;
create trigger feed_serial_grows before update on feed_state when new.serial < old.serial begin
  select raise(abort, 'feed_serial: The serial of a feed only grows.'); end;

-- The last time that each resolver fetched a feed.
create table feed_fetch(
  feed text not null check(feed in ('rpz')),
  by_ref text not null,             -- a person's id, a token's id, or 'cli'
  fetched_at bigint not null,
  serial bigint not null,
  entries bigint not null,
  primary key(feed, by_ref)) without rowid;

-- Which other names were seen at an address: the neighbours of a host.
create index test_hop_by_address on test_hop(address, run_id);
