-- Services that partners charge on subscribers' bills: what they cost from when on. A price begins when two persons said so.
create table billing_service(
  id text collate "C" primary key not null,
  code text collate "C" not null check(length(code) between 1 and 40),
  name text not null check(length(name) between 1 and 200),
  partner_id text collate "C" not null references party(id),
  first_text text not null check(length(first_text) between 1 and 1000),    -- what the first confirmation says
  second_text text not null check(length(second_text) between 1 and 1000),  -- what the second one says
  behalf_text text not null check(length(behalf_text) between 1 and 1000),  -- on whose behalf the bill is
  flow text not null default '',       -- JSON: the steps as the partner describes them, '' not described
  import_id text collate "C" not null default '',  -- of the file that it came with
  state text collate "C" not null check(state in ('proposed', 'active', 'refused', 'ended')),
  state_at bigint not null,
  proposed_by text not null references person(id),
  proposed_at bigint not null,
  decided_by text references person(id),
  end_reason text not null default '' check(length(end_reason) <= 2000),
  version bigint not null default 1 check(version > 0),
  check(decided_by is null or decided_by <> proposed_by),
  check((state = 'proposed') = (decided_by is null)),
  check((state = 'ended') = (end_reason <> '')));
create unique index billing_service_code on billing_service(code) where state <> 'refused';
create index billing_service_by_code on billing_service(code, id);
create index billing_service_by_state on billing_service(state, code, id);
create index billing_service_by_partner on billing_service(partner_id, code, id);
create index billing_service_by_import on billing_service(import_id, id) where import_id <> '';
create function billing_service_begins() returns trigger language plpgsql as $$ begin
  if exists(select 1 from billing_service s where s.id = new.id or (s.code = new.code and s.state <> 'refused')) then
    raise exception 'service_code_taken: There is a service with this code.'; end if;
  if new.state <> 'proposed' or new.version <> 1 then
    raise exception 'service_state: A service begins with a proposal.'; end if;
  if not exists(select 1 from party p where p.id = new.partner_id and p.kind = 'partner') then
    raise exception 'service_partner: A service is of a party of the kind partner.'; end if;
  return new;
end $$;
create trigger billing_service_begins before insert on billing_service for each row execute function billing_service_begins();
select muster_pin('billing_service_begins');
create function billing_service_moves() returns trigger language plpgsql as $$ begin
  if new.id <> old.id or new.code <> old.code or new.partner_id <> old.partner_id or new.import_id <> old.import_id
      or new.proposed_by <> old.proposed_by or new.proposed_at <> old.proposed_at or new.version <> old.version + 1
      or (old.decided_by is not null and new.decided_by is distinct from old.decided_by) then
    raise exception 'service_immutable: Whose service it is and its code never change.'; end if;
  if new.state <> old.state
      and (old.state, new.state) not in (values ('proposed', 'active'), ('proposed', 'refused'), ('active', 'ended')) then
    raise exception 'service_state: This step is not open to a service in its present state.'; end if;
  if new.state = 'active' and old.state = 'proposed'
      and not exists(select 1 from billing_price p where p.service_id = new.id and p.state = 'confirmed') then
    raise exception 'service_priceless: A service without a confirmed price is not charged.'; end if;
  if old.state in ('refused', 'ended') then
    raise exception 'service_over: What is over is not changed.'; end if;
  return new;
end $$;
create trigger billing_service_moves before update on billing_service for each row execute function billing_service_moves();
select muster_pin('billing_service_moves');
create trigger billing_service_no_delete before delete on billing_service for each row
  execute function muster_refuse('service_kept: A service stays on record.');

create table billing_price(
  id text collate "C" primary key not null,
  service_id text collate "C" not null references billing_service(id),
  amount bigint not null check(amount between 0 and 4294967294),  -- minor units
  currency text not null check(length(currency) = 3),
  from_at bigint not null,             -- until the next confirmed one begins
  state text collate "C" not null check(state in ('proposed', 'confirmed', 'refused')),
  proposed_by text not null references person(id),
  proposed_at bigint not null,
  decided_by text references person(id),
  decided_at bigint,
  check((state = 'proposed') = (decided_by is null)),
  check((decided_by is null) = (decided_at is null)),
  check(decided_by is null or decided_by <> proposed_by));
create unique index billing_price_from on billing_price(service_id, from_at) where state = 'confirmed';
create unique index billing_price_waits on billing_price(service_id) where state = 'proposed';
create index billing_price_of on billing_price(service_id, from_at, id);
create index billing_price_by_state on billing_price(state, id);
create function billing_price_begins() returns trigger language plpgsql as $$ begin
  if exists(select 1 from billing_price p where p.id = new.id or (p.service_id = new.service_id and p.state = 'proposed')) then
    raise exception 'price_waits: A price of this service waits for its second person already.'; end if;
  if new.state <> 'proposed' then
    raise exception 'price_state: A price begins with a proposal.'; end if;
  return new;
end $$;
create trigger billing_price_begins before insert on billing_price for each row execute function billing_price_begins();
select muster_pin('billing_price_begins');
create function billing_price_moves() returns trigger language plpgsql as $$ begin
  if new.id <> old.id or new.service_id <> old.service_id or new.amount <> old.amount or new.currency <> old.currency
      or new.from_at <> old.from_at or new.proposed_by <> old.proposed_by or new.proposed_at <> old.proposed_at
      or old.state <> 'proposed' then
    raise exception 'price_immutable: A price never changes; propose another one.'; end if;
  if new.state = 'confirmed' and new.decided_by = old.proposed_by then
    raise exception 'price_same_person: Who proposed a price can not be the one who confirms it.'; end if;
  if new.state = 'confirmed' and exists(select 1 from billing_price p
      where p.service_id = new.service_id and p.state = 'confirmed' and (p.from_at >= new.from_at or new.from_at < new.decided_at)) then
    raise exception 'price_backwards: A later price begins after the one before it, and not before it was confirmed.'; end if;
  return new;
end $$;
create trigger billing_price_moves before update on billing_price for each row execute function billing_price_moves();
select muster_pin('billing_price_moves');
create trigger billing_price_no_delete before delete on billing_price for each row
  execute function muster_refuse('price_kept: A price stays on record.');

-- Files of charges against those services. Nothing here says whose charge it was.
create table charge_run(
  id text collate "C" primary key not null,
  charges text not null,               -- JSON: names of files
  confirmations text not null,
  started_by text not null,
  started_at bigint not null,
  job_id text not null default '',
  state text collate "C" not null check(state in ('waiting', 'storing', 'done', 'failed', 'cancelled')),
  finished_at bigint,
  lines bigint not null default 0,
  charged bigint not null default 0,   -- lines that are charges
  bad_lines bigint not null default 0,
  confirmed bigint not null default 0, -- confirmations read
  bad_confirmations bigint not null default 0,
  checked bigint not null default 0 check(checked in (0, 1)),  -- against confirmations
  unknown_code bigint not null default 0,
  price_differs bigint not null default 0,
  charged_while_suspended bigint not null default 0,
  no_confirmation bigint not null default 0,
  partner_differs bigint not null default 0,
  kept bigint not null default 0,      -- findings one by one
  findings_sha256 text not null default '',
  error_code text not null default '',
  error_sentence text not null default '');
create function charge_run_begins() returns trigger language plpgsql as $$ begin
  if new.state <> 'waiting' or exists(select 1 from charge_run r where r.id = new.id) then
    raise exception 'charge_run_state: A reconciliation begins by waiting.'; end if;
  return new;
end $$;
create trigger charge_run_begins before insert on charge_run for each row execute function charge_run_begins();
select muster_pin('charge_run_begins');
create function charge_run_moves() returns trigger language plpgsql as $$ begin
  if old.state in ('done', 'failed', 'cancelled') or new.id <> old.id or new.charges <> old.charges
      or new.confirmations <> old.confirmations or new.started_by <> old.started_by or new.started_at <> old.started_at then
    raise exception 'charge_run_over: What a reconciliation found never changes.'; end if;
  if (old.state, new.state) not in (values ('waiting', 'waiting'), ('waiting', 'storing'), ('storing', 'storing'),
      ('storing', 'done'), ('waiting', 'failed'), ('storing', 'failed'), ('waiting', 'cancelled'), ('storing', 'cancelled')) then
    raise exception 'charge_run_state: This step is not open to a reconciliation in its present state.'; end if;
  return new;
end $$;
create trigger charge_run_moves before update on charge_run for each row execute function charge_run_moves();
select muster_pin('charge_run_moves');
create trigger charge_run_no_delete before delete on charge_run for each row
  execute function muster_refuse('charge_run_kept: A reconciliation stays on record.');

create table charge_finding(
  run_id text collate "C" not null references charge_run(id),
  seq bigint not null check(seq > 0),
  kind text collate "C" not null check(kind in ('unknown_code', 'price_differs', 'charged_while_suspended', 'no_confirmation', 'partner_differs')),
  file bigint not null,                -- of the run's, from 0
  line bigint not null,
  service_id text collate "C" not null,            -- '' not registered
  partner_id text collate "C" not null,
  code text collate "C" not null,                  -- '' when it could be somebody's number
  at bigint not null,
  amount bigint not null,
  currency text not null,
  expected bigint not null,            -- -1 nothing
  expected_currency text not null,
  transaction_id text not null,
  usage_id text not null,
  primary key(run_id, seq));
create index charge_finding_by_kind on charge_finding(run_id, kind, seq);
create index charge_finding_by_service on charge_finding(service_id, run_id, seq) where service_id <> '';
create index charge_finding_by_partner on charge_finding(partner_id, run_id, seq) where partner_id <> '';
create function charge_finding_begins() returns trigger language plpgsql as $$ begin
  if not exists(select 1 from charge_run r where r.id = new.run_id and r.state = 'storing') then
    raise exception 'charge_run_over: What a reconciliation found never changes.'; end if;
  return new;
end $$;
create trigger charge_finding_begins before insert on charge_finding for each row execute function charge_finding_begins();
select muster_pin('charge_finding_begins');
create trigger charge_finding_no_update before update on charge_finding for each row
  execute function muster_refuse('charge_run_over: What a reconciliation found never changes.');
create function charge_finding_no_delete() returns trigger language plpgsql as $$ begin
  if not exists(select 1 from charge_run r where r.id = old.run_id and r.state = 'storing') then
    raise exception 'charge_run_over: What a reconciliation found never changes.'; end if;
  return old;
end $$;
create trigger charge_finding_no_delete before delete on charge_finding for each row execute function charge_finding_no_delete();
select muster_pin('charge_finding_no_delete');

create table charge_total(
  run_id text collate "C" not null references charge_run(id),
  seq bigint not null check(seq > 0),
  kind text collate "C" not null,
  service_id text collate "C" not null,
  partner_id text collate "C" not null,
  code text collate "C" not null,
  currency text not null,
  lines bigint not null,
  amount bigint not null,
  primary key(run_id, seq));
create index charge_total_by_partner on charge_total(partner_id, run_id) where partner_id <> '';
create trigger charge_total_no_update before update on charge_total for each row
  execute function muster_refuse('charge_run_over: What a reconciliation found never changes.');
create function charge_total_no_delete() returns trigger language plpgsql as $$ begin
  if not exists(select 1 from charge_run r where r.id = old.run_id and r.state = 'storing') then
    raise exception 'charge_run_over: What a reconciliation found never changes.'; end if;
  return old;
end $$;
create trigger charge_total_no_delete before delete on charge_total for each row execute function charge_total_no_delete();
select muster_pin('charge_total_no_delete');

create table charge_bad_line(
  run_id text collate "C" not null references charge_run(id),
  seq bigint not null,
  file bigint not null,
  line bigint not null,
  code text collate "C" not null,
  primary key(run_id, seq));

-- What gateways neither charge nor promote: it follows from orders on contracts that are signed and in force.
create view contract_stop as
  select o.id as order_id, o.number as order_number, o.scope_value, o.ground, o.starts, o.expires_at, o.lapses_at
    from standing_order o where o.measure = 'contract' and o.scope_kind = 'contract';
create table stop_entry(
  scope text collate "C" not null check(length(scope) between 3 and 200),  -- service:CODE, partner:…, channel:…, link:…
  from_version bigint not null check(from_version > 0),
  until_version bigint check(until_version >= from_version),   -- the first version without it; null: it stands
  order_id text collate "C" not null references orders(id),
  order_number text not null,
  primary key(scope, from_version));
create unique index stop_entry_standing on stop_entry(scope) where until_version is null;
create index stop_entry_by_from on stop_entry(from_version);
create index stop_entry_by_until on stop_entry(until_version) where until_version is not null;
create function stop_entry_fits() returns trigger language plpgsql as $$ begin
  if new.until_version is not null or not exists(
      select 1 from contract_stop c where c.order_id = new.order_id and c.order_number = new.order_number and c.scope_value = new.scope) then
    raise exception 'stop_without_order: The stop list holds what a signed order in force puts there, and nothing else.'; end if;
  return new;
end $$;
create trigger stop_entry_fits before insert on stop_entry for each row execute function stop_entry_fits();
select muster_pin('stop_entry_fits');
create function stop_entry_changes() returns trigger language plpgsql as $$ begin
  if old.until_version is not null or new.until_version is null or new.scope <> old.scope
      or new.from_version <> old.from_version or new.order_id <> old.order_id or new.order_number <> old.order_number then
    raise exception 'stop_kept: An entry only ends, once.'; end if;
  return new;
end $$;
create trigger stop_entry_changes before update on stop_entry for each row execute function stop_entry_changes();
select muster_pin('stop_entry_changes');
create trigger stop_entry_no_delete before delete on stop_entry for each row
  execute function muster_refuse('stop_kept: An entry is never removed; it ends with its order.');
create table stop_state(
  only_row bigint primary key not null check(only_row = 1),
  version bigint not null check(version >= 0),
  changed_at bigint not null);
create function stop_version_grows() returns trigger language plpgsql as $$ begin
  if new.version <= old.version then
    raise exception 'stop_version: The version of the stop list only grows.'; end if;
  return new;
end $$;
create trigger stop_version_grows before update on stop_state for each row execute function stop_version_grows();
select muster_pin('stop_version_grows');

-- A charge flow as a phone saw it, up to its last confirmation and never beyond.
create table flow_inspection(
  id text collate "C" primary key not null,
  service_id text collate "C" not null references billing_service(id),
  way text not null check(way in ('browser', 'plain')),
  started_by text not null,
  started_at bigint not null,
  took_ms bigint not null check(took_ms >= 0),
  outcome text not null,               -- '' walked to its last confirmation; else a code
  price_amount bigint not null,        -- registered at that time, -1 none
  price_currency text not null,
  steps text not null,                 -- JSON: what each step showed
  evidence_sha256 text not null check(length(evidence_sha256) = 64));
create index flow_inspection_of on flow_inspection(service_id, id);
create table flow_finding(
  inspection_id text collate "C" not null references flow_inspection(id),
  seq bigint not null check(seq > 0),
  kind text collate "C" not null check(kind in ('price_differs', 'one_confirmation', 'pre_ticked', 'hidden_price', 'not_billed_on_behalf')),
  step bigint not null,
  shown text not null,                 -- what stood there
  reason text not null,
  primary key(inspection_id, seq));
create index flow_finding_by_kind on flow_finding(kind, inspection_id);
create trigger flow_inspection_no_update before update on flow_inspection for each row
  execute function muster_refuse('evidence_immutable: What an inspection saw can not be changed.');
create trigger flow_inspection_no_delete before delete on flow_inspection for each row
  execute function muster_refuse('evidence_immutable: What an inspection saw can not be removed.');
create trigger flow_finding_no_update before update on flow_finding for each row
  execute function muster_refuse('evidence_immutable: What an inspection saw can not be changed.');
create trigger flow_finding_no_delete before delete on flow_finding for each row
  execute function muster_refuse('evidence_immutable: What an inspection saw can not be removed.');
