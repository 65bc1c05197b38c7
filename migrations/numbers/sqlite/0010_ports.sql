-- Numbers that come in from another operator and go out to one, numbers that their holder has back, profiles of eSIMs, and rows of
-- done commands that go when their term is over.
alter table number_pool add column origin text not null default 'own' check(origin in ('own', 'foreign'));
drop trigger number_pool_fixed; -- on number_pool
create trigger number_pool_fixed before update on number_pool
  when new.id <> old.id or new.first_number <> old.first_number or new.last_number <> old.last_number or new.kind <> old.kind or new.origin <> old.origin
    or new.stocked < old.stocked or (new.origin = 'foreign' and new.stocked > 0) begin
  select raise(abort, 'pool_immutable: The range and the kind of a pool never change, and a line once made stays.'); end;

create table line_port(
  id text primary key not null,
  line_id text not null references line(id),
  direction text not null check(direction in ('in', 'out')),
  other_operator text not null check(length(other_operator) between 1 and 100),
  reference text not null check(reference <> ''),    -- number of the request at the clearing house
  state text not null check(state in ('asked', 'done', 'ended', 'cancelled', 'lapsed')),
  state_since bigint not null,
  due_at bigint,                                     -- until when the number has to have passed
  ownership_id text references line_ownership(id),   -- the interval that ended by a number going out, or began by one coming in
  reason text not null,                              -- a code: why cancelled, why ended
  asked_by text not null check(asked_by <> ''),
  asked_at bigint not null,
  version bigint not null check(version > 0),
  check((state = 'asked') = (due_at is not null)),
  check(state not in ('done', 'ended') or ownership_id is not null)
) without rowid;
create unique index line_port_open on line_port(line_id) where state in ('asked', 'done');
create index line_port_by_line on line_port(line_id, id);
create index line_port_due on line_port(due_at, id) where due_at is not null;
create index line_port_by_state on line_port(state, id);
create table line_port_transition(
  from_state text not null,
  to_state text not null,
  primary key(from_state, to_state)
) without rowid;
insert into line_port_transition(from_state, to_state) values
  ('asked', 'done'), ('asked', 'cancelled'), ('asked', 'lapsed'), ('done', 'ended');
create trigger line_port_transition_no_insert before insert on line_port_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger line_port_transition_no_update before update on line_port_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger line_port_transition_no_delete before delete on line_port_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger line_port_first before insert on line_port when new.state <> 'asked' or new.version <> 1 begin
  select raise(abort, 'port_first_state: A porting begins as asked for.'); end;
create trigger line_port_known before update of state on line_port
  when new.state <> old.state and not exists(select 1 from line_port_transition where from_state = old.state and to_state = new.state) begin
  select raise(abort, 'port_state: This step is not open to a porting in its present state.'); end;
create trigger line_port_fixed before update on line_port
  when new.id <> old.id or new.line_id <> old.line_id or new.direction <> old.direction or new.other_operator <> old.other_operator
    or new.reference <> old.reference or new.asked_by <> old.asked_by or new.asked_at <> old.asked_at or new.version <> old.version + 1
    or (old.ownership_id is not null and new.ownership_id is not old.ownership_id) or old.state in ('ended', 'cancelled', 'lapsed') begin
  select raise(abort, 'port_immutable: What was asked for never changes, and what has ended stays as it is.'); end;
create trigger line_port_no_delete before delete on line_port begin
  select raise(abort, 'port_kept: A porting stays on record.'); end;
-- A number that serves elsewhere is not given here; one that came in is given to nobody when it ends, it goes back.
create trigger line_ported_out before update of state on line
  when old.state = 'disconnected' and new.state <> 'disconnected' and exists(select 1 from line_port p where p.line_id = new.id and p.direction = 'out' and p.state = 'done') begin
  select raise(abort, 'line_ported: The number serves at another operator.'); end;
create trigger line_foreign before update of state on line
  when (new.state = 'reserved' or new.state = 'quarantined') and old.state <> new.state
    and exists(select 1 from number_pool p where p.id = new.pool_id and p.origin = 'foreign')
    and not (new.state = 'reserved' and exists(select 1 from line_port p where p.line_id = new.id and p.direction = 'in' and p.state = 'asked')) begin
  select raise(abort, 'line_foreign: The number is of another operator; it comes in by porting alone.'); end;

-- A disconnected number may be its former holder's again.
drop trigger line_transition_no_insert; -- on line_transition
insert into line_transition(from_state, to_state) values ('disconnected', 'reserved'), ('quarantined', 'reserved');
create trigger line_transition_no_insert before insert on line_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;

-- A profile on the chip of a device (GSMA SGP.22): the SIM is the profile, the EID the chip that it is on.
alter table sim add column eid text check(length(eid) = 32);
create index sim_by_eid on sim(eid) where eid is not null;

create index network_command_done on network_command(ended_at, id) where state = 'done';
drop trigger network_command_no_delete; -- on network_command
create trigger network_command_no_delete before delete on network_command when old.state <> 'done' begin
  select raise(abort, 'command_kept: A command that is not done stays on record.'); end;
