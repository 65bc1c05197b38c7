-- Charge flows are walked anew by themselves: when each is due, and what its last walk came to.
create table flow_due(
  service_id text primary key not null references billing_service(id),
  due_at bigint not null,
  last_at bigint,
  outcome text not null default '' check(outcome in ('', 'clean', 'findings', 'broken'))) without rowid;
create index flow_due_next on flow_due(due_at, service_id);
insert into flow_due(service_id, due_at) select id, state_at from billing_service where state = 'active' and flow <> '';
-- A channel of a partner has a path of up to 500 letters: a scope that long stands in the list as well.
create table stop_entry_new(
  scope text not null check(length(scope) between 3 and 600),  -- service:CODE, partner:…, channel:…, link:…
  from_version bigint not null check(from_version > 0),
  until_version bigint check(until_version >= from_version),   -- the first version without it; null: it stands
  order_id text not null references orders(id),
  order_number text not null,
  primary key(scope, from_version)) without rowid;
insert into stop_entry_new select * from stop_entry;
drop table stop_entry;
alter table stop_entry_new rename to stop_entry;
create unique index stop_entry_standing on stop_entry(scope) where until_version is null;
create index stop_entry_by_from on stop_entry(from_version);
create index stop_entry_by_until on stop_entry(until_version) where until_version is not null;
create trigger stop_entry_fits before insert on stop_entry begin
  select raise(abort, 'stop_without_order: The stop list holds what a signed order in force puts there, and nothing else.')
    where new.until_version is not null or not exists(
      select 1 from contract_stop c where c.order_id = new.order_id and c.order_number = new.order_number and c.scope_value = new.scope);
end;
create trigger stop_entry_changes before update on stop_entry begin
  select raise(abort, 'stop_kept: An entry only ends, once.')
    where old.until_version is not null or new.until_version is null or new.scope <> old.scope
      or new.from_version <> old.from_version or new.order_id <> old.order_id or new.order_number <> old.order_number;
end;
create trigger stop_entry_no_delete before delete on stop_entry begin
  select raise(abort, 'stop_kept: An entry is never removed; it ends with its order.'); end;
