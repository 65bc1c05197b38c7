-- Numbers that come in from another operator and go out to one, numbers that their holder has back, profiles of eSIMs, and rows of
-- done commands that go when their term is over.
alter table number_pool add column origin text collate "C" not null default 'own' check(origin in ('own', 'foreign'));
drop trigger number_pool_fixed on number_pool;
create trigger number_pool_fixed before update on number_pool for each row
  when (new.id <> old.id or new.first_number <> old.first_number or new.last_number <> old.last_number or new.kind <> old.kind or new.origin <> old.origin
    or new.stocked < old.stocked or (new.origin = 'foreign' and new.stocked > 0))
  execute function muster_refuse('pool_immutable: The range and the kind of a pool never change, and a line once made stays.');

create table line_port(
  id text collate "C" primary key not null,
  line_id text collate "C" not null references line(id),
  direction text collate "C" not null check(direction in ('in', 'out')),
  other_operator text collate "C" not null check(length(other_operator) between 1 and 100),
  reference text collate "C" not null check(reference <> ''),    -- number of the request at the clearing house
  state text collate "C" not null check(state in ('asked', 'done', 'ended', 'cancelled', 'lapsed')),
  state_since bigint not null,
  due_at bigint,                                     -- until when the number has to have passed
  ownership_id text collate "C" references line_ownership(id),   -- the interval that ended by a number going out, or began by one coming in
  reason text collate "C" not null,                              -- a code: why cancelled, why ended
  asked_by text collate "C" not null check(asked_by <> ''),
  asked_at bigint not null,
  version bigint not null check(version > 0),
  check((state = 'asked') = (due_at is not null)),
  check(state not in ('done', 'ended') or ownership_id is not null)
);
create unique index line_port_open on line_port(line_id) where state in ('asked', 'done');
create index line_port_by_line on line_port(line_id, id);
create index line_port_due on line_port(due_at, id) where due_at is not null;
create index line_port_by_state on line_port(state, id);
create table line_port_transition(
  from_state text collate "C" not null,
  to_state text collate "C" not null,
  primary key(from_state, to_state)
);
insert into line_port_transition(from_state, to_state) values
  ('asked', 'done'), ('asked', 'cancelled'), ('asked', 'lapsed'), ('done', 'ended');
create trigger line_port_transition_no_insert before insert on line_port_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger line_port_transition_no_update before update on line_port_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger line_port_transition_no_delete before delete on line_port_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger line_port_first before insert on line_port for each row
  when (new.state <> 'asked' or new.version <> 1)
  execute function muster_refuse('port_first_state: A porting begins as asked for.');
create function line_port_known() returns trigger language plpgsql as $$ begin
  if new.state <> old.state and not exists(select 1 from line_port_transition where from_state = old.state and to_state = new.state) then
    raise exception 'port_state: This step is not open to a porting in its present state.';
  end if;
  return new; end $$;
select muster_pin('line_port_known');
create trigger line_port_known before update of state on line_port for each row execute function line_port_known();
create trigger line_port_fixed before update on line_port for each row
  when (new.id <> old.id or new.line_id <> old.line_id or new.direction <> old.direction or new.other_operator <> old.other_operator
    or new.reference <> old.reference or new.asked_by <> old.asked_by or new.asked_at <> old.asked_at or new.version <> old.version + 1
    or (old.ownership_id is not null and new.ownership_id is distinct from old.ownership_id) or old.state in ('ended', 'cancelled', 'lapsed'))
  execute function muster_refuse('port_immutable: What was asked for never changes, and what has ended stays as it is.');
create trigger line_port_no_delete before delete on line_port for each row
  execute function muster_refuse('port_kept: A porting stays on record.');
-- A number that serves elsewhere is not given here; one that came in is given to nobody when it ends, it goes back.
create function line_ported_out() returns trigger language plpgsql as $$ begin
  if old.state = 'disconnected' and new.state <> 'disconnected' and exists(select 1 from line_port p where p.line_id = new.id and p.direction = 'out' and p.state = 'done') then
    raise exception 'line_ported: The number serves at another operator.';
  end if;
  return new; end $$;
select muster_pin('line_ported_out');
create trigger line_ported_out before update of state on line for each row
  when (old.state = 'disconnected' and new.state <> 'disconnected') execute function line_ported_out();
create function line_foreign() returns trigger language plpgsql as $$ begin
  if (new.state = 'reserved' or new.state = 'quarantined') and old.state <> new.state
    and exists(select 1 from number_pool p where p.id = new.pool_id and p.origin = 'foreign')
    and not (new.state = 'reserved' and exists(select 1 from line_port p where p.line_id = new.id and p.direction = 'in' and p.state = 'asked')) then
    raise exception 'line_foreign: The number is of another operator; it comes in by porting alone.';
  end if;
  return new; end $$;
select muster_pin('line_foreign');
create trigger line_foreign before update of state on line for each row
  when ((new.state = 'reserved' or new.state = 'quarantined') and old.state <> new.state) execute function line_foreign();

-- A disconnected number may be its former holder's again.
drop trigger line_transition_no_insert on line_transition;
insert into line_transition(from_state, to_state) values ('disconnected', 'reserved'), ('quarantined', 'reserved');
create trigger line_transition_no_insert before insert on line_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');

-- A profile on the chip of a device (GSMA SGP.22): the SIM is the profile, the EID the chip that it is on.
alter table sim add column eid text collate "C" check(length(eid) = 32);
create index sim_by_eid on sim(eid) where eid is not null;

create index network_command_done on network_command(ended_at, id) where state = 'done';
drop trigger network_command_no_delete on network_command;
create trigger network_command_no_delete before delete on network_command for each row
  when (old.state <> 'done')
  execute function muster_refuse('command_kept: A command that is not done stays on record.');
