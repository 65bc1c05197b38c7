-- Mobile lines, who holds them, and the registrations that say so. The number of a line and the identities of a SIM stand in
-- the clear in `line` and `sim` alone (docs/decisions/0013); everything of a person stands in the vault under the holder's id.
create table number_pool(
  id text collate "C" primary key not null,
  name text collate "C" not null unique check(length(name) between 1 and 100),
  operator text collate "C" not null check(length(operator) between 1 and 100),
  region text collate "C" not null check(length(region) between 1 and 64),
  kind text collate "C" not null check(kind in ('voice', 'data', 'iot')),
  first_number bigint not null check(first_number between 1000000 and 999999999999999),   -- E.164 digits, without the plus sign
  last_number bigint not null check(last_number between first_number and 999999999999999),
  stocked bigint not null check(stocked >= 0),   -- how many lines were made, from first_number on
  created_at bigint not null,
  check(length(first_number::text) = length(last_number::text)),
  check(stocked <= last_number - first_number + 1)
);
create function number_pool_no_overlap() returns trigger language plpgsql as $$ begin
  if exists(select 1 from number_pool p where p.first_number <= new.last_number and p.last_number >= new.first_number) then
    raise exception 'pool_overlap: A number belongs to one pool; this range meets another one.';
  end if;
  return new; end $$;
select muster_pin('number_pool_no_overlap');
create trigger number_pool_no_overlap before insert on number_pool for each row execute function number_pool_no_overlap();
create trigger number_pool_fixed before update on number_pool for each row
  when (new.id <> old.id or new.first_number <> old.first_number or new.last_number <> old.last_number or new.kind <> old.kind or new.stocked < old.stocked)
  execute function muster_refuse('pool_immutable: The range and the kind of a pool never change, and a line once made stays.');
create trigger number_pool_no_delete before delete on number_pool for each row
  execute function muster_refuse('pool_kept: A pool stays on record.');

-- The state machine, the same as in line_rules.cc (a test compares them).
create table line_transition(
  from_state text collate "C" not null,
  to_state text collate "C" not null,
  primary key(from_state, to_state)
);
insert into line_transition(from_state, to_state) values
  ('available', 'reserved'), ('reserved', 'available'), ('reserved', 'registered'),
  ('registered', 'available'), ('registered', 'active'),
  ('active', 'warned'), ('active', 'one_way_barred'), ('active', 'barred'), ('active', 'disconnected'),
  ('warned', 'active'), ('warned', 'one_way_barred'), ('warned', 'barred'), ('warned', 'disconnected'),
  ('one_way_barred', 'active'), ('one_way_barred', 'barred'), ('one_way_barred', 'disconnected'),
  ('barred', 'active'), ('barred', 'disconnected'),
  ('disconnected', 'quarantined'), ('quarantined', 'available');
create trigger line_transition_no_insert before insert on line_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger line_transition_no_update before update on line_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger line_transition_no_delete before delete on line_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');

create table line(
  id text collate "C" primary key not null,
  msisdn bigint not null unique,
  pool_id text collate "C" not null references number_pool(id),
  state text collate "C" not null check(state in ('available', 'reserved', 'registered', 'active', 'warned', 'one_way_barred', 'barred', 'disconnected', 'quarantined')),
  state_since bigint not null,
  due_at bigint,                 -- when a reservation or a quarantine ends
  reserved_for text collate "C" not null,    -- a code: whose reservation it is
  version bigint not null check(version > 0),
  check((state in ('reserved', 'quarantined')) = (due_at is not null)),
  check((state = 'reserved') = (reserved_for <> ''))
);
create index line_available on line(pool_id, msisdn) where state = 'available';
create index line_due on line(due_at, id) where due_at is not null;
create index line_disconnected on line(state_since, id) where state = 'disconnected';
create trigger line_first_state before insert on line for each row
  when (new.state <> 'available' or new.version <> 1)
  execute function muster_refuse('line_first_state: A line begins as available.');
create function line_in_pool() returns trigger language plpgsql as $$ begin
  if not exists(select 1 from number_pool p where p.id = new.pool_id and new.msisdn between p.first_number and p.last_number) then
    raise exception 'line_outside_pool: The number lies outside of its pool.';
  end if;
  return new; end $$;
select muster_pin('line_in_pool');
create trigger line_in_pool before insert on line for each row execute function line_in_pool();
create function line_transition_known() returns trigger language plpgsql as $$ begin
  if new.state <> old.state and not exists(select 1 from line_transition where from_state = old.state and to_state = new.state) then
    raise exception 'line_state: This step is not open to a line in its present state.';
  end if;
  return new; end $$;
select muster_pin('line_transition_known');
create trigger line_transition_known before update of state on line for each row execute function line_transition_known();
create trigger line_fixed before update on line for each row
  when (new.id <> old.id or new.msisdn <> old.msisdn or new.pool_id <> old.pool_id or new.version <> old.version + 1
    or new.state_since < old.state_since or (new.state = old.state and (new.state_since <> old.state_since or new.due_at is distinct from old.due_at)))
  execute function muster_refuse('line_immutable: A line keeps its number and its pool, and its history goes forward alone.');
create trigger line_quarantined before update of state on line for each row
  when (old.state = 'quarantined' and new.state = 'available' and new.state_since < old.due_at)
  execute function muster_refuse('line_quarantine: The number rests in quarantine; it is not given again before its day.');
create trigger line_no_delete before delete on line for each row
  execute function muster_refuse('line_kept: A line stays on record.');

-- Who held a line from when until when: half-open intervals. `slot` counts the open lines of one kind of a holder, from 1; the
-- unique index makes the cap hold whoever writes at the same time: no more than `cap` rows fit.
create table line_ownership(
  id text collate "C" primary key not null,
  line_id text collate "C" not null references line(id),
  holder_id text collate "C" not null check(holder_id <> ''),
  line_kind text collate "C" not null check(line_kind in ('voice', 'data', 'iot')),
  counted_under text collate "C" not null check(counted_under <> ''),   -- the holder, or whom it was found to be the same person as
  slot bigint not null check(slot > 0),
  cap bigint not null,                                      -- that was in force when the line was given
  excess bigint not null check(excess in (0, 1)),           -- beyond the cap since two records were found to be one person
  ground_ref text collate "C" not null check(ground_ref <> ''),         -- what it rests on: a registration
  from_at bigint not null,
  until_at bigint check(until_at >= from_at),
  check(excess = 1 or slot <= cap)
);
create unique index line_ownership_one_open on line_ownership(line_id) where until_at is null;
create unique index line_ownership_slot on line_ownership(counted_under, line_kind, slot) where until_at is null;
create index line_ownership_by_line on line_ownership(line_id, from_at);
create index line_ownership_ended on line_ownership(until_at) where until_at is not null;
create index line_ownership_by_holder on line_ownership(holder_id, from_at);
create function line_ownership_no_overlap() returns trigger language plpgsql as $$ begin
  if exists(select 1 from line_ownership o where o.line_id = new.line_id
    and (o.until_at is null or o.until_at > new.from_at) and (new.until_at is null or o.from_at < new.until_at)) then
    raise exception 'ownership_overlap: The line has another holder in that time.';
  end if;
  return new; end $$;
select muster_pin('line_ownership_no_overlap');
create trigger line_ownership_no_overlap before insert on line_ownership for each row execute function line_ownership_no_overlap();
create function line_ownership_of_held_line() returns trigger language plpgsql as $$ begin
  if new.until_at is null and not exists(select 1 from line l where l.id = new.line_id
    and l.state in ('registered', 'active', 'warned', 'one_way_barred', 'barred')) then
    raise exception 'ownership_line_state: A line that is not registered has no holder.';
  end if;
  return new; end $$;
select muster_pin('line_ownership_of_held_line');
create trigger line_ownership_of_held_line before insert on line_ownership for each row execute function line_ownership_of_held_line();
create trigger line_ownership_first before insert on line_ownership for each row
  when (new.excess <> 0)
  execute function muster_refuse('cap_reached: No line is given beyond the cap.');
create trigger line_ownership_fixed before update on line_ownership for each row
  when (old.until_at is not null or new.id <> old.id or new.line_id <> old.line_id or new.holder_id <> old.holder_id or new.line_kind <> old.line_kind
    or new.from_at <> old.from_at or new.ground_ref <> old.ground_ref or new.cap <> old.cap
    or (new.counted_under = old.counted_under and (new.slot <> old.slot or new.excess <> old.excess)))
  execute function muster_refuse('ownership_immutable: Who held a line, and since when, never changes; it can only end.');
create trigger line_ownership_no_delete before delete on line_ownership for each row
  execute function muster_refuse('ownership_immutable: Who held a line, and since when, never changes; it can only end.');
create function line_held() returns trigger language plpgsql as $$ begin
  if new.state in ('available', 'reserved', 'disconnected', 'quarantined')
    and exists(select 1 from line_ownership o where o.line_id = new.id and o.until_at is null) then
    raise exception 'line_held: The line has a holder; end that first.';
  end if;
  return new; end $$;
select muster_pin('line_held');
create trigger line_held before update of state on line for each row execute function line_held();

-- A SIM serves one line once; what was taken out is never put in again.
create table sim(
  id text collate "C" primary key not null,
  iccid text collate "C" not null unique check(length(iccid) between 18 and 20),
  imsi text collate "C" not null unique check(length(imsi) between 14 and 15),
  created_at bigint not null
);
create trigger sim_no_update before update on sim for each row
  execute function muster_refuse('sim_immutable: The identities of a SIM never change.');
create trigger sim_no_delete before delete on sim for each row
  execute function muster_refuse('sim_immutable: A SIM stays on record.');
create table line_sim(
  sim_id text collate "C" primary key not null references sim(id),
  line_id text collate "C" not null references line(id),
  from_at bigint not null,
  until_at bigint check(until_at >= from_at),
  reason text collate "C" not null check(reason <> '')   -- why it was put in: a code
);
create unique index line_sim_one_open on line_sim(line_id) where until_at is null;
create index line_sim_by_line on line_sim(line_id, from_at);
create function line_sim_no_overlap() returns trigger language plpgsql as $$ begin
  if exists(select 1 from line_sim o where o.line_id = new.line_id
    and (o.until_at is null or o.until_at > new.from_at) and (new.until_at is null or o.from_at < new.until_at)) then
    raise exception 'sim_overlap: The line has another SIM in that time.';
  end if;
  return new; end $$;
select muster_pin('line_sim_no_overlap');
create trigger line_sim_no_overlap before insert on line_sim for each row execute function line_sim_no_overlap();
create trigger line_sim_fixed before update on line_sim for each row
  when (old.until_at is not null or new.sim_id <> old.sim_id or new.line_id <> old.line_id or new.from_at <> old.from_at or new.reason <> old.reason)
  execute function muster_refuse('sim_history: Which SIM a line had never changes; it can only end.');
create trigger line_sim_no_delete before delete on line_sim for each row
  execute function muster_refuse('sim_history: Which SIM a line had never changes; it can only end.');

-- What the network is to do, written with the change that asks for it: in order for each line, at least once, the id as its key.
create table network_command(
  id text collate "C" primary key not null,
  line_id text collate "C" not null references line(id),
  ordinal bigint not null check(ordinal > 0),   -- the line's version after the change
  action text collate "C" not null check(action in ('activate', 'bar_outgoing', 'bar_all', 'restore', 'disconnect', 'change_sim')),
  sim_id text collate "C" references sim(id),
  state text collate "C" not null check(state in ('waiting', 'done', 'refused')),
  attempts bigint not null check(attempts >= 0),
  next_at bigint not null,
  fault text collate "C" not null,                          -- code of the last failure
  created_at bigint not null,
  ended_at bigint,
  unique(line_id, ordinal),
  check((state = 'waiting') = (ended_at is null))
);
create index network_command_waiting on network_command(next_at, id) where state = 'waiting';
create index network_command_undone on network_command(line_id, ordinal) where state <> 'done';
create index network_command_refused on network_command(id) where state = 'refused';
create trigger network_command_first before insert on network_command for each row
  when (new.state <> 'waiting')
  execute function muster_refuse('command_state: A command begins as waiting.');
create function network_command_goes_on() returns trigger language plpgsql as $$ begin
  if exists(select 1 from network_command c where c.line_id = new.line_id and c.ordinal >= new.ordinal) then
    raise exception 'command_order: The commands of a line follow each other.';
  end if;
  return new; end $$;
select muster_pin('network_command_goes_on');
create trigger network_command_goes_on before insert on network_command for each row execute function network_command_goes_on();
create trigger network_command_fixed before update on network_command for each row
  when (old.state = 'done' or new.id <> old.id or new.line_id <> old.line_id or new.ordinal <> old.ordinal or new.action <> old.action
    or new.sim_id is distinct from old.sim_id or new.created_at <> old.created_at or (old.state = 'refused' and new.state = 'done'))
  execute function muster_refuse('command_immutable: What was asked of the network never changes, nor what was done.');
create function network_command_in_order() returns trigger language plpgsql as $$ begin
  if new.state = 'done' and exists(select 1 from network_command c where c.line_id = new.line_id and c.ordinal < new.ordinal and c.state <> 'done') then
    raise exception 'command_order: An earlier command of this line is not done yet.';
  end if;
  return new; end $$;
select muster_pin('network_command_in_order');
create trigger network_command_in_order before update of state on network_command for each row execute function network_command_in_order();
create trigger network_command_no_delete before delete on network_command for each row
  execute function muster_refuse('command_kept: A command stays on record.');
