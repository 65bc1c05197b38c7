-- Charge flows are walked anew by themselves: when each is due, and what its last walk came to.
create table flow_due(
  service_id text collate "C" primary key not null references billing_service(id),
  due_at bigint not null,
  last_at bigint,
  outcome text collate "C" not null default '' check(outcome in ('', 'clean', 'findings', 'broken')));
create index flow_due_next on flow_due(due_at, service_id);
insert into flow_due(service_id, due_at) select id, state_at from billing_service where state = 'active' and flow <> '';
-- A channel of a partner has a path of up to 500 letters: a scope that long stands in the list as well.
alter table stop_entry drop constraint stop_entry_scope_check;
alter table stop_entry add constraint stop_entry_scope_check check(length(scope) between 3 and 600);
