-- Emergency calls are never barred: no command to the network can say otherwise.
alter table network_command add column emergency text collate "C" not null default 'always' check(emergency = 'always');
create trigger network_command_emergency before update of emergency on network_command for each row
  when (new.emergency <> 'always')
  execute function muster_refuse('emergency_calls: Emergency calls are never barred.');

-- Lines that served before anybody verified who holds them. What was claimed about the holder is a keyed hash alone.
create table unverified_transition(
  from_state text collate "C" not null,
  to_state text collate "C" not null,
  primary key(from_state, to_state)
);
insert into unverified_transition(from_state, to_state) values
  ('unverified', 'invited'), ('unverified', 're_registered'), ('unverified', 'closed'),
  ('invited', 'barred'), ('invited', 'unverified'), ('invited', 're_registered'), ('invited', 'closed'),
  ('barred', 'invited'), ('barred', 'unverified'), ('barred', 're_registered'), ('barred', 'closed'),
  ('re_registered', 'barred'), ('re_registered', 'closed');
create trigger unverified_transition_no_insert before insert on unverified_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger unverified_transition_no_update before update on unverified_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger unverified_transition_no_delete before delete on unverified_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create table unverified_line(
  line_id text collate "C" primary key not null references line(id),
  ownership_id text collate "C" not null references line_ownership(id),
  state text collate "C" not null check(state in ('unverified', 'invited', 'barred', 're_registered', 'closed')),
  state_since bigint not null,
  campaign_id text collate "C" not null,                         -- that invited it last, or ''
  claim text collate "C" not null check(claim <> ''),            -- whom it counts under
  line_kind text collate "C" not null check(line_kind in ('voice', 'data', 'iot')),
  category text collate "C" not null check(category in ('citizen', 'foreigner', 'minor', 'organisation_user')),
  document_kind text collate "C" not null,
  region text collate "C" not null check(region <> ''),
  dealer text collate "C" not null,
  registered_on text collate "C" not null check(length(registered_on) in (0, 10)),
  language text collate "C" not null check(language in ('en', 'zh')),
  registration_id text collate "C" not null,                     -- the last one that would register it again, or ''
  version bigint not null check(version > 0),
  check(state <> 're_registered' or registration_id <> '')
);
create trigger unverified_first_state before insert on unverified_line for each row
  when (new.state <> 'unverified' or new.version <> 1 or new.registration_id <> '' or new.campaign_id <> '')
  execute function muster_refuse('unverified_first_state: A line that is taken over begins as unverified.');
create function unverified_transition_known() returns trigger language plpgsql as $$ begin
  if new.state <> old.state and not exists(select 1 from unverified_transition where from_state = old.state and to_state = new.state) then
    raise exception 'unverified_state: This step is not open to a line in its present state.';
  end if;
  return new; end $$;
select muster_pin('unverified_transition_known');
create trigger unverified_transition_known before update of state on unverified_line for each row execute function unverified_transition_known();
create trigger unverified_fixed before update on unverified_line for each row
  when (new.line_id <> old.line_id or new.claim <> old.claim or new.line_kind <> old.line_kind or new.category <> old.category
    or new.document_kind <> old.document_kind or new.region <> old.region or new.dealer <> old.dealer or new.registered_on <> old.registered_on
    or new.version <> old.version + 1)
  execute function muster_refuse('unverified_immutable: What was taken over never changes.');
create function unverified_by_registration() returns trigger language plpgsql as $$ begin
  if new.state = 're_registered' and old.state <> 're_registered' and not exists(select 1 from registration r
    where r.id = new.registration_id and r.line_id = new.line_id and r.state in ('verified', 'pending')) then
    raise exception 'unverified_registration: A line is registered again by a registration alone.';
  end if;
  return new; end $$;
select muster_pin('unverified_by_registration');
create trigger unverified_by_registration before update of state on unverified_line for each row execute function unverified_by_registration();
create trigger unverified_no_delete before delete on unverified_line for each row
  execute function muster_refuse('unverified_kept: That nobody had verified a line stays on record.');

-- Campaigns: who is asked to register again, in which waves, and what follows when.
create table campaign_transition(
  record text collate "C" not null check(record in ('campaign', 'line')),
  from_state text collate "C" not null,
  to_state text collate "C" not null,
  primary key(record, from_state, to_state)
);
insert into campaign_transition(record, from_state, to_state) values
  ('campaign', 'draft', 'approved'), ('campaign', 'draft', 'ended'), ('campaign', 'approved', 'running'), ('campaign', 'approved', 'ended'),
  ('campaign', 'running', 'paused'), ('campaign', 'running', 'ended'), ('campaign', 'paused', 'running'), ('campaign', 'paused', 'ended'),
  ('line', 'unverified', 'invited'), ('line', 'invited', 'warned'), ('line', 'warned', 'one_way_barred'), ('line', 'one_way_barred', 'barred'),
  ('line', 'barred', 'disconnected'),
  ('line', 'unverified', 're_registered'), ('line', 'invited', 're_registered'), ('line', 'warned', 're_registered'),
  ('line', 'one_way_barred', 're_registered'), ('line', 'barred', 're_registered'), ('line', 'exempt', 're_registered'),
  ('line', 're_registered', 'barred'),
  ('line', 'unverified', 'exempt'), ('line', 'invited', 'exempt'), ('line', 'warned', 'exempt'), ('line', 'one_way_barred', 'exempt'),
  ('line', 'barred', 'exempt'), ('line', 'exempt', 'unverified'),
  ('line', 'one_way_barred', 'warned'), ('line', 'barred', 'warned'),
  ('line', 'unverified', 'disconnected'), ('line', 'invited', 'disconnected'), ('line', 'warned', 'disconnected'),
  ('line', 'one_way_barred', 'disconnected'), ('line', 'exempt', 'disconnected');
create trigger campaign_transition_no_insert before insert on campaign_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger campaign_transition_no_update before update on campaign_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger campaign_transition_no_delete before delete on campaign_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');

create table campaign(
  id text collate "C" primary key not null,
  name text collate "C" not null unique check(length(name) between 1 and 100),
  state text collate "C" not null check(state in ('draft', 'approved', 'running', 'paused', 'ended')),
  state_since bigint not null,
  law text collate "C" not null check(law <> ''),            -- that asks for it
  sender text collate "C" not null check(sender <> ''),      -- who signs the messages
  place text collate "C" not null check(place <> ''),        -- where people register
  cohort text collate "C" not null,                          -- JSON: whom it is about
  created_by text collate "C" not null check(created_by <> ''),
  created_at bigint not null,
  approved_by text collate "C" not null,
  approved_at bigint,
  enrol_after text collate "C" not null,                     -- the last line that was looked at
  enrolled bigint not null check(enrolled in (0, 1)),   -- all of them were
  version bigint not null check(version > 0),
  check((approved_at is null) = (approved_by = '')),
  check(approved_by <> created_by),
  check(state not in ('approved', 'running', 'paused') or approved_at is not null)
);
create index campaign_running on campaign(id) where state = 'running';
create trigger campaign_first before insert on campaign for each row
  when (new.state <> 'draft' or new.version <> 1 or new.approved_by <> '')
  execute function muster_refuse('campaign_first_state: A campaign begins as a draft.');
create function campaign_transition_known() returns trigger language plpgsql as $$ begin
  if new.state <> old.state and not exists(select 1 from campaign_transition where record = 'campaign' and from_state = old.state and to_state = new.state) then
    raise exception 'campaign_state: This step is not open to a campaign in its present state.';
  end if;
  return new; end $$;
select muster_pin('campaign_transition_known');
create trigger campaign_transition_known before update of state on campaign for each row execute function campaign_transition_known();
create trigger campaign_fixed before update on campaign for each row
  when (new.id <> old.id or new.name <> old.name or new.law <> old.law or new.sender <> old.sender or new.place <> old.place or new.cohort <> old.cohort
    or new.created_by <> old.created_by or new.created_at <> old.created_at
    or (new.version <> old.version + 1 and (new.version <> old.version or new.state <> old.state or new.approved_by <> old.approved_by))
    or (old.approved_by <> '' and (new.approved_by <> old.approved_by or new.approved_at is distinct from old.approved_at))
    or new.enrolled < old.enrolled or new.enrol_after < old.enrol_after)
  execute function muster_refuse('campaign_immutable: What was approved never changes; its deadlines move by a recorded move.');
create trigger campaign_no_delete before delete on campaign for each row
  execute function muster_refuse('campaign_kept: A campaign stays on record.');

-- A line is in the first wave that it fits.
create table campaign_wave(
  campaign_id text collate "C" not null references campaign(id),
  ordinal bigint not null check(ordinal > 0),
  name text collate "C" not null check(length(name) between 1 and 100),
  held_min bigint not null check(held_min > 0),
  held_max bigint not null check(held_max = 0 or held_max >= held_min),   -- 0: no limit
  regions text collate "C" not null,                        -- JSON array; empty: all
  invite_at bigint not null,
  warn_at bigint not null,
  one_way_at bigint not null,                   -- the deadline
  bar_at bigint not null,
  disconnect_at bigint not null,
  moves bigint not null check(moves >= 0),      -- how often the deadline moved
  primary key(campaign_id, ordinal),
  check(invite_at < warn_at and warn_at < one_way_at and one_way_at < bar_at and bar_at < disconnect_at)
);
create function campaign_wave_of_draft() returns trigger language plpgsql as $$ begin
  if new.moves <> 0 or not exists(select 1 from campaign c where c.id = new.campaign_id and c.state = 'draft') then
    raise exception 'campaign_immutable: What was approved never changes; its deadlines move by a recorded move.';
  end if;
  return new; end $$;
select muster_pin('campaign_wave_of_draft');
create trigger campaign_wave_of_draft before insert on campaign_wave for each row execute function campaign_wave_of_draft();
create function campaign_wave_fixed() returns trigger language plpgsql as $$ begin
  if new.campaign_id <> old.campaign_id or new.ordinal <> old.ordinal or new.name <> old.name or new.held_min <> old.held_min
    or new.held_max <> old.held_max or new.regions <> old.regions or new.invite_at <> old.invite_at or new.moves <> old.moves + 1
    or not exists(select 1 from campaign_move m where m.campaign_id = new.campaign_id and m.wave = new.ordinal and m.ordinal = new.moves
      and m.to_at = new.one_way_at) then
    raise exception 'campaign_immutable: What was approved never changes; its deadlines move by a recorded move.';
  end if;
  return new; end $$;
select muster_pin('campaign_wave_fixed');
create trigger campaign_wave_fixed before update on campaign_wave for each row execute function campaign_wave_fixed();
create trigger campaign_wave_no_delete before delete on campaign_wave for each row
  execute function muster_refuse('campaign_kept: A campaign stays on record.');

-- Deadlines that moved: by whom and why.
create table campaign_move(
  campaign_id text collate "C" not null,
  wave bigint not null,
  ordinal bigint not null check(ordinal > 0),
  from_at bigint not null,
  to_at bigint not null,
  reason text collate "C" not null check(length(reason) between 1 and 500),
  moved_by text collate "C" not null check(moved_by <> ''),
  moved_at bigint not null,
  primary key(campaign_id, wave, ordinal),
  foreign key(campaign_id, wave) references campaign_wave(campaign_id, ordinal),
  check(from_at <> to_at)
);
create trigger campaign_move_no_update before update on campaign_move for each row
  execute function muster_refuse('campaign_move_immutable: That a deadline moved stays on record.');
create trigger campaign_move_no_delete before delete on campaign_move for each row
  execute function muster_refuse('campaign_move_immutable: That a deadline moved stays on record.');

-- The lines of a campaign.
create table campaign_line(
  line_id text collate "C" not null references line(id),
  campaign_id text collate "C" not null references campaign(id),
  wave bigint not null,
  state text collate "C" not null check(state in ('unverified', 'invited', 'warned', 'one_way_barred', 'barred', 'disconnected', 're_registered', 'exempt')),
  state_since bigint not null,
  least_at bigint not null,                     -- the next step is taken no earlier
  put_state text collate "C" not null check(put_state in ('', 'warned', 'one_way_barred', 'barred', 'disconnected')),   -- where this campaign put the line
  told bigint not null check(told >= 0),        -- of which move the holder was told
  region text collate "C" not null,
  dealer text collate "C" not null,
  version bigint not null check(version > 0),
  primary key(line_id, campaign_id),
  foreign key(campaign_id, wave) references campaign_wave(campaign_id, ordinal)
);
create unique index campaign_line_one_open on campaign_line(line_id) where state not in ('disconnected', 're_registered');
create index campaign_line_turn on campaign_line(campaign_id, wave, state, least_at, line_id)
  where state in ('unverified', 'invited', 'warned', 'one_way_barred', 'barred');
create index campaign_line_told on campaign_line(campaign_id, wave, told, line_id) where state in ('invited', 'warned', 'one_way_barred', 'barred');
create function campaign_line_first() returns trigger language plpgsql as $$ begin
  if new.state <> 'unverified' or new.version <> 1 or new.put_state <> ''
    or not exists(select 1 from campaign c where c.id = new.campaign_id and c.state = 'running') then
    raise exception 'campaign_line_first_state: A line begins as unverified, in a campaign that runs.';
  end if;
  return new; end $$;
select muster_pin('campaign_line_first');
create trigger campaign_line_first before insert on campaign_line for each row execute function campaign_line_first();
create function campaign_line_unverified() returns trigger language plpgsql as $$ begin
  if not exists(select 1 from unverified_line u where u.line_id = new.line_id and u.state in ('unverified', 'invited', 'barred')) then
    raise exception 'campaign_line_verified: A campaign is about lines that nobody has verified.';
  end if;
  return new; end $$;
select muster_pin('campaign_line_unverified');
create trigger campaign_line_unverified before insert on campaign_line for each row execute function campaign_line_unverified();
create function campaign_line_transition_known() returns trigger language plpgsql as $$ begin
  if new.state <> old.state and not exists(select 1 from campaign_transition where record = 'line' and from_state = old.state and to_state = new.state) then
    raise exception 'campaign_line_state: This step is not open to a line in its present state.';
  end if;
  return new; end $$;
select muster_pin('campaign_line_transition_known');
create trigger campaign_line_transition_known before update of state on campaign_line for each row execute function campaign_line_transition_known();
create trigger campaign_line_fixed before update on campaign_line for each row
  when (new.line_id <> old.line_id or new.campaign_id <> old.campaign_id or new.wave <> old.wave or new.region <> old.region or new.dealer <> old.dealer
    or new.version <> old.version + 1 or new.told < old.told or new.state_since < old.state_since)
  execute function muster_refuse('campaign_line_immutable: A line keeps its wave, and its history goes forward alone.');
-- No step before its least term nor before the wave's day; none upon whom has registered. What a person asked for by itself
-- (a registration that was rejected after all) and lines that are gone are no steps of a campaign.
create function campaign_line_not_early() returns trigger language plpgsql as $$ begin
  if (old.state = 'unverified' and new.state = 'invited' or old.state = 'invited' and new.state = 'warned'
      or old.state = 'warned' and new.state = 'one_way_barred' or old.state = 'one_way_barred' and new.state = 'barred'
      or old.state = 'barred' and new.state = 'disconnected' and new.put_state = 'disconnected')
    and (new.state_since < old.least_at
      or exists(select 1 from campaign_wave w where w.campaign_id = new.campaign_id and w.ordinal = new.wave and new.state_since <
        case new.state when 'invited' then w.invite_at when 'warned' then w.warn_at when 'one_way_barred' then w.one_way_at
          when 'barred' then w.bar_at else w.disconnect_at end)) then
    raise exception 'campaign_line_early: No step is taken before its term is over.';
  end if;
  return new; end $$;
select muster_pin('campaign_line_not_early');
create trigger campaign_line_not_early before update of state on campaign_line for each row execute function campaign_line_not_early();
create function campaign_line_not_registered() returns trigger language plpgsql as $$ begin
  if new.state <> old.state and new.state in ('warned', 'one_way_barred', 'barred', 'disconnected')
    and exists(select 1 from unverified_line u where u.line_id = new.line_id and u.state = 're_registered') then
    raise exception 'campaign_line_registered: The line is registered; nothing is done to it.';
  end if;
  return new; end $$;
select muster_pin('campaign_line_not_registered');
create trigger campaign_line_not_registered before update of state on campaign_line for each row execute function campaign_line_not_registered();
create trigger campaign_line_no_delete before delete on campaign_line for each row
  execute function muster_refuse('campaign_line_kept: That a line was in a campaign stays on record.');

create table campaign_exemption(
  id text collate "C" primary key not null,
  campaign_id text collate "C" not null,
  line_id text collate "C" not null,
  reason text collate "C" not null check(length(reason) between 1 and 64),   -- a code
  until_at bigint not null,
  granted_by text collate "C" not null check(granted_by <> ''),
  granted_at bigint not null,
  ended_by text collate "C" not null,                                        -- who lifted it, or the clock
  ended_at bigint,
  foreign key(line_id, campaign_id) references campaign_line(line_id, campaign_id),
  check(until_at > granted_at),
  check((ended_at is null) = (ended_by = ''))
);
create unique index campaign_exemption_open on campaign_exemption(line_id) where ended_at is null;
create index campaign_exemption_until on campaign_exemption(until_at, id) where ended_at is null;
create index campaign_exemption_by_campaign on campaign_exemption(campaign_id, id);
create trigger campaign_exemption_fixed before update on campaign_exemption for each row
  when (old.ended_at is not null or new.ended_at is null or new.id <> old.id or new.campaign_id <> old.campaign_id or new.line_id <> old.line_id
    or new.reason <> old.reason or new.until_at <> old.until_at or new.granted_by <> old.granted_by or new.granted_at <> old.granted_at)
  execute function muster_refuse('exemption_immutable: An exemption can end, once.');
create trigger campaign_exemption_no_delete before delete on campaign_exemption for each row
  execute function muster_refuse('exemption_immutable: An exemption stays on record.');
create function campaign_line_exempt() returns trigger language plpgsql as $$ begin
  if (new.state = 'exempt') <> exists(select 1 from campaign_exemption e where e.line_id = new.line_id and e.campaign_id = new.campaign_id and e.ended_at is null)
    and new.state not in ('re_registered', 'disconnected') then
    raise exception 'campaign_line_exempt: A line is exempt as long as its exemption, and no step is taken meanwhile.';
  end if;
  return new; end $$;
select muster_pin('campaign_line_exempt');
create trigger campaign_line_exempt before update of state on campaign_line for each row execute function campaign_line_exempt();

-- How many lines stand where, moved in the same transaction as they: progress is never a scan.
create table campaign_count(
  campaign_id text collate "C" not null references campaign(id),
  dealer text collate "C" not null,
  region text collate "C" not null,
  wave bigint not null,
  state text collate "C" not null,
  n bigint not null check(n >= 0),
  primary key(campaign_id, dealer, region, wave, state)
);
-- Registered again, by day: for the forecast.
create table campaign_day(
  campaign_id text collate "C" not null references campaign(id),
  wave bigint not null,
  day text collate "C" not null check(length(day) = 10),
  n bigint not null check(n >= 0),
  primary key(campaign_id, wave, day)
);
