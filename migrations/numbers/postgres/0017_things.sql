-- Lines of things: which device a line is bound to, for what use, and who answers for it. An interval ends and another one
-- begins when the device changes.
create table thing(
  id text collate "C" primary key not null,
  line_id text collate "C" not null references line(id),
  ownership_id text collate "C" not null references line_ownership(id),
  contact_id text collate "C" not null references holder(id),    -- who answers for the device: the holder, or a person whom it names
  device_kind text collate "C" not null check(device_kind in ('imei', 'eid')),
  device text collate "C" not null check(length(device) = case device_kind when 'imei' then 15 else 32 end),
  scenario text collate "C" not null check(scenario <> ''),
  services text collate "C" not null check(services <> ''),      -- codes parted by blanks
  evidence_ref text collate "C" not null check(evidence_ref <> ''),
  replaces_id text collate "C" references thing(id),             -- the device before
  state text collate "C" not null check(state in ('bound', 'mismatched', 'ended')),
  state_since bigint not null,
  due_at bigint,                                     -- until when a mismatch is explained
  end_reason text collate "C",
  bound_by text collate "C" not null check(bound_by <> ''),
  bound_at bigint not null,
  ended_at bigint,
  version bigint not null check(version > 0),
  check((state = 'mismatched') = (due_at is not null)),
  check((state = 'ended') = (ended_at is not null)),
  check((ended_at is null) = (end_reason is null))
);
create unique index thing_of_line on thing(line_id) where state <> 'ended';
create unique index thing_of_device on thing(device) where state <> 'ended';
create index thing_by_state on thing(state, id);
create index thing_by_line on thing(line_id, id);
create index thing_due on thing(due_at, id) where state = 'mismatched';
create function thing_first() returns trigger language plpgsql as $$ begin
  if new.state <> 'bound' or new.version <> 1
    or not exists(select 1 from line_ownership o where o.id = new.ownership_id and o.line_id = new.line_id and o.line_kind = 'iot' and o.until_at is null) then
    raise exception 'thing_line: A device is bound to a line of things that somebody holds.';
  end if;
  return new; end $$;
select muster_pin('thing_first');
create trigger thing_first before insert on thing for each row execute function thing_first();
create trigger thing_fixed before update on thing for each row
  when (old.state = 'ended' or new.version <> old.version + 1 or new.id <> old.id or new.line_id <> old.line_id or new.ownership_id <> old.ownership_id
    or new.contact_id <> old.contact_id or new.device_kind <> old.device_kind or new.device <> old.device or new.scenario <> old.scenario
    or new.services <> old.services or new.evidence_ref <> old.evidence_ref or new.replaces_id is distinct from old.replaces_id
    or new.bound_by <> old.bound_by or new.bound_at <> old.bound_at)
  execute function muster_refuse('thing_immutable: What a line was bound to never changes; another device is another interval.');
create trigger thing_no_delete before delete on thing for each row
  execute function muster_refuse('thing_kept: Which device a line was in stays on record.');

-- Lines that are barred because of their device; `line_since`: by this bar and no other.
create table thing_bar(
  line_id text collate "C" primary key not null references line(id),
  reason text collate "C" not null check(reason in ('device_mismatch', 'device_unbound')),
  line_since bigint not null
);
-- Lines of things that somebody holds and that have no device; the schema keeps it, so that nobody looks through all lines.
create table thing_wanted(
  line_id text collate "C" primary key not null references line(id),
  ownership_id text collate "C" not null references line_ownership(id),
  since bigint not null,
  barred bigint not null check(barred in (0, 1)),
  spared bigint not null default 0 check(spared in (0, 1))  -- held before this rule was: listed for people, barred by no clock
);
create index thing_wanted_due on thing_wanted(since, line_id) where barred = 0;
create index thing_wanted_clock on thing_wanted(since, line_id) where barred = 0 and spared = 0;
-- An update bars nobody: lines that serve already wait for people.
insert into thing_wanted(line_id, ownership_id, since, barred, spared)
  select line_id, id, (extract(epoch from now()) * 1000000)::bigint, 0, 1 from line_ownership where line_kind = 'iot' and until_at is null;
create function thing_wanted_from() returns trigger language plpgsql as $$ begin
  delete from thing_wanted where line_id = new.line_id;
  insert into thing_wanted(line_id, ownership_id, since, barred) values(new.line_id, new.id, new.from_at, 0);
  return new; end $$;
select muster_pin('thing_wanted_from');
create trigger thing_wanted_from after insert on line_ownership for each row when (new.line_kind = 'iot' and new.until_at is null) execute function thing_wanted_from();
create function thing_wanted_until() returns trigger language plpgsql as $$ begin
  delete from thing_wanted where line_id = new.line_id and ownership_id = new.id;
  return new; end $$;
select muster_pin('thing_wanted_until');
create trigger thing_wanted_until after update of until_at on line_ownership for each row when (new.line_kind = 'iot' and new.until_at is not null) execute function thing_wanted_until();
create function thing_wanted_bound() returns trigger language plpgsql as $$ begin
  delete from thing_wanted where line_id = new.line_id;
  return new; end $$;
select muster_pin('thing_wanted_bound');
create trigger thing_wanted_bound after insert on thing for each row execute function thing_wanted_bound();
create function thing_wanted_again() returns trigger language plpgsql as $$ begin
  if exists(select 1 from line_ownership o where o.id = new.ownership_id and o.until_at is null) then
    insert into thing_wanted(line_id, ownership_id, since, barred) values(new.line_id, new.ownership_id, new.ended_at, 0);
  end if;
  return new; end $$;
select muster_pin('thing_wanted_again');
create trigger thing_wanted_again after update of state on thing for each row when (new.state = 'ended') execute function thing_wanted_again();
