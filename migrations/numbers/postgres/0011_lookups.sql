-- Who looks at whose data and why, what a person may do about their own, and what authorities asked for. Names, numbers and
-- words of people stand in the vault under the record's id.

-- Who read or looked up a person's data, and why: the person's own page lists it. A law may say that the person is told later;
-- then it is told by itself.
create table holder_reading(
  id text collate "C" primary key not null,
  holder_id text collate "C" not null references holder(id),
  kind text collate "C" not null check(kind in ('read', 'looked_up', 'compared', 'answered', 'exported')),
  at bigint not null,
  tell_at bigint not null,
  law text collate "C" not null,                          -- that delays the telling; or ''
  reader text collate "C" not null check(reader in ('staff', 'authority', 'client', 'dealer', 'program', 'holder')),
  reader_id text collate "C" not null,                    -- of the person of the house, the authority, the client …; or ''
  purpose text collate "C" not null check(purpose <> ''), -- a code
  fields text collate "C" not null,                       -- codes, separated by blanks; or ''
  check(tell_at >= at),
  check(tell_at = at or law <> '')
);
create index holder_reading_by_holder on holder_reading(holder_id, tell_at, id);
create trigger holder_reading_no_update before update on holder_reading for each row
  execute function muster_refuse('reading_immutable: Who read what never changes.');
create trigger holder_reading_no_delete before delete on holder_reading for each row
  execute function muster_refuse('reading_immutable: Who read what stays on record.');

-- No new line in this person's name, by the person's own word.
create table holder_freeze(
  id text collate "C" primary key not null,
  holder_id text collate "C" not null references holder(id),
  from_at bigint not null,
  set_by text collate "C" not null check(set_by <> ''),
  until_at bigint check(until_at >= from_at),
  lifted_by text collate "C",
  check((until_at is null) = (lifted_by is null))
);
create unique index holder_freeze_open on holder_freeze(holder_id) where until_at is null;
create trigger holder_freeze_fixed before update on holder_freeze for each row
  when (old.until_at is not null or new.until_at is null or new.id <> old.id or new.holder_id <> old.holder_id or new.from_at <> old.from_at or new.set_by <> old.set_by)
  execute function muster_refuse('freeze_immutable: A freeze can be lifted, once.');
create trigger holder_freeze_no_delete before delete on holder_freeze for each row
  execute function muster_refuse('freeze_immutable: A freeze stays on record.');
create function registration_frozen() returns trigger language plpgsql as $$ begin
  if exists(select 1 from holder h join holder_freeze f on f.until_at is null and f.holder_id in (h.id, h.same_as) where h.id = new.holder_id) then
    raise exception 'registration_frozen: The person has asked that no new line be registered in their name.';
  end if;
  return new; end $$;
select muster_pin('registration_frozen');
create trigger registration_frozen before insert on registration for each row execute function registration_frozen();

-- No other SIM into this line while its holder of the time says so.
create table line_sim_lock(
  id text collate "C" primary key not null,
  line_id text collate "C" not null references line(id),
  ownership_id text collate "C" not null references line_ownership(id),
  from_at bigint not null,
  set_by text collate "C" not null check(set_by <> ''),
  until_at bigint check(until_at >= from_at),
  lifted_by text collate "C",
  reason text collate "C",                                -- a code: why it was lifted
  check((until_at is null) = (lifted_by is null)),
  check((until_at is null) = (reason is null))
);
create unique index line_sim_lock_open on line_sim_lock(ownership_id) where until_at is null;
create index line_sim_lock_by_line on line_sim_lock(line_id, from_at);
create trigger line_sim_lock_fixed before update on line_sim_lock for each row
  when (old.until_at is not null or new.until_at is null or new.id <> old.id or new.line_id <> old.line_id or new.ownership_id <> old.ownership_id
    or new.from_at <> old.from_at or new.set_by <> old.set_by)
  execute function muster_refuse('sim_lock_immutable: A lock can be lifted, once.');
create trigger line_sim_lock_no_delete before delete on line_sim_lock for each row
  execute function muster_refuse('sim_lock_immutable: A lock stays on record.');
alter table network_command add column sms_held_until bigint;   -- of a change of SIM: no short message before then
create trigger network_command_sms before update of sms_held_until on network_command for each row
  when (old.sms_held_until is not null or new.action <> 'change_sim' or new.sms_held_until <= new.created_at)
  execute function muster_refuse('command_immutable: What was asked of the network never changes, nor what was done.');
create function line_sim_locked() returns trigger language plpgsql as $$ begin
  if exists(select 1 from line_sim_lock k join line_ownership o on o.id = k.ownership_id where k.line_id = new.line_id and k.until_at is null and o.until_at is null) then
    raise exception 'sim_swap_locked: The holder of this line has locked its SIM; the holder lifts the lock first.';
  end if;
  return new; end $$;
select muster_pin('line_sim_locked');
create trigger line_sim_locked before insert on line_sim for each row execute function line_sim_locked();

create index camara_consent_by_holder on camara_consent(holder_id, given_at);   -- what a person agreed to, for the person

-- One-time codes of the person's page, and its sessions: hashes alone. The browser holds the token without which a code is
-- nothing. A number that nobody holds gets a row as well, so that nobody finds out which do.
create table own_page_code(
  token_hash text collate "C" primary key not null check(length(token_hash) = 64),
  subject text collate "C" not null check(length(subject) = 64),     -- keyed hash of the number
  ownership_id text collate "C" references line_ownership(id),
  code_hash text collate "C" not null check(length(code_hash) = 64),
  attempts bigint not null check(attempts between 0 and 5),
  made_at bigint not null,
  expires_at bigint not null check(expires_at between made_at and made_at + 3600000000),
  used_at bigint
);
create index own_page_code_by_subject on own_page_code(subject, made_at);
create index own_page_code_expires on own_page_code(expires_at);
create trigger own_page_code_fixed before update on own_page_code for each row
  when (old.used_at is not null or new.token_hash <> old.token_hash or new.subject <> old.subject or new.ownership_id is distinct from old.ownership_id
    or new.code_hash <> old.code_hash or new.made_at <> old.made_at or new.expires_at <> old.expires_at or new.attempts <> old.attempts + 1)
  execute function muster_refuse('code_immutable: A code is tried, and used once.');
create table own_page_session(
  token_hash text collate "C" primary key not null check(length(token_hash) = 64),
  holder_id text collate "C" not null references holder(id),
  ownership_id text collate "C" not null references line_ownership(id),   -- by which line the person was recognised
  made_at bigint not null,
  expires_at bigint not null check(expires_at between made_at and made_at + 3600000000),
  ended_at bigint
);
create index own_page_session_expires on own_page_session(expires_at);
create trigger own_page_session_fixed before update on own_page_session for each row
  when (old.ended_at is not null or new.ended_at is null or new.token_hash <> old.token_hash or new.holder_id <> old.holder_id
    or new.ownership_id <> old.ownership_id or new.made_at <> old.made_at or new.expires_at <> old.expires_at)
  execute function muster_refuse('session_immutable: A session can end, once.');

-- "This is not mine" and "this is wrong": what a person disputes. A person of the house decides, never the machine.
create table dispute_transition(
  from_state text collate "C" not null,
  to_state text collate "C" not null,
  primary key(from_state, to_state)
);
insert into dispute_transition(from_state, to_state) values
  ('opened', 'dealer_asked'), ('opened', 'decided'), ('dealer_asked', 'decided'), ('decided', 'told');
create trigger dispute_transition_no_insert before insert on dispute_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger dispute_transition_no_update before update on dispute_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger dispute_transition_no_delete before delete on dispute_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create table dispute(
  id text collate "C" primary key not null,
  kind text collate "C" not null check(kind in ('not_mine', 'wrong_data')),
  state text collate "C" not null check(state in ('opened', 'dealer_asked', 'decided', 'told')),
  state_since bigint not null,
  holder_id text collate "C" not null references holder(id),
  line_id text collate "C" references line(id),
  ownership_id text collate "C" references line_ownership(id),
  dealer_id text collate "C" references party(id),
  captured_by text collate "C" not null,                  -- who registered it; or ''
  fields text collate "C" not null,                       -- of wrong data: codes, separated by blanks; or ''
  opened_at bigint not null,
  due_at bigint not null check(due_at >= opened_at),   -- when it must be decided
  dealer_due_at bigint,
  dealer_answer text collate "C" check(dealer_answer in ('confirms', 'admits', 'no_record')),
  outcome text collate "C" check(outcome in ('closed', 'kept', 'corrected')),
  reason text collate "C",                                -- a code: why
  decided_by text collate "C" references person(id),
  decided_at bigint,
  told_at bigint,
  version bigint not null check(version > 0),
  check((kind = 'not_mine') = (ownership_id is not null)),
  check((ownership_id is null) = (line_id is null)),
  check((kind = 'wrong_data') = (fields <> '')),
  check((state in ('decided', 'told')) = (outcome is not null)),
  check((outcome is null) = (decided_by is null) and (outcome is null) = (decided_at is null) and (outcome is null) = (reason is null)),
  check(outcome is null or (kind = 'not_mine' and outcome <> 'corrected') or (kind = 'wrong_data' and outcome <> 'closed')),
  check((state = 'told') = (told_at is not null)),
  check(state <> 'dealer_asked' or dealer_due_at is not null)
);
create unique index dispute_open on dispute(ownership_id) where state in ('opened', 'dealer_asked');
create index dispute_by_holder on dispute(holder_id, id);
create index dispute_waiting on dispute(due_at, id) where state in ('opened', 'dealer_asked');
create index dispute_untold on dispute(id) where state = 'decided';
create trigger dispute_first_state before insert on dispute for each row
  when (new.state <> 'opened' or new.version <> 1)
  execute function muster_refuse('dispute_first_state: A dispute begins as opened.');
create function dispute_transition_known() returns trigger language plpgsql as $$ begin
  if new.state <> old.state and not exists(select 1 from dispute_transition where from_state = old.state and to_state = new.state) then
    raise exception 'dispute_state: This step is not open to a dispute in its present state.';
  end if;
  return new; end $$;
select muster_pin('dispute_transition_known');
create trigger dispute_transition_known before update of state on dispute for each row execute function dispute_transition_known();
create trigger dispute_fixed before update on dispute for each row
  when (new.id <> old.id or new.kind <> old.kind or new.holder_id <> old.holder_id or new.line_id is distinct from old.line_id or new.ownership_id is distinct from old.ownership_id
    or new.dealer_id is distinct from old.dealer_id or new.captured_by <> old.captured_by or new.fields <> old.fields or new.opened_at <> old.opened_at or new.due_at <> old.due_at
    or new.version <> old.version + 1 or (old.outcome is not null and (new.outcome <> old.outcome or new.decided_by <> old.decided_by or new.reason <> old.reason)))
  execute function muster_refuse('dispute_immutable: What was disputed never changes, its term does not move, and a decision stays.');
create trigger dispute_decider before update of decided_by on dispute for each row
  when (new.decided_by = new.captured_by)
  execute function muster_refuse('dispute_decider: Who registered a line does not decide about it.');
create trigger dispute_no_delete before delete on dispute for each row
  execute function muster_refuse('dispute_kept: A dispute stays on record.');

-- What an authority may ask for, under which law.
create table authority_scope(
  id text collate "C" primary key not null,
  authority_id text collate "C" not null references party(id),
  law text collate "C" not null check(length(law) between 3 and 200),
  fields text collate "C" not null check(fields <> ''),   -- codes, separated by blanks
  comparisons bigint not null check(comparisons >= 0),   -- so many records compared by one request; 0: none
  made_by text collate "C" not null check(made_by <> ''),
  made_at bigint not null,
  ended_at bigint check(ended_at >= made_at)
);
create index authority_scope_by_authority on authority_scope(authority_id, id);
create trigger authority_scope_fixed before update on authority_scope for each row
  when (old.ended_at is not null or new.ended_at is null or new.id <> old.id or new.authority_id <> old.authority_id or new.law <> old.law or new.fields <> old.fields
    or new.comparisons <> old.comparisons or new.made_by <> old.made_by or new.made_at <> old.made_at)
  execute function muster_refuse('scope_immutable: What an authority may ask for never changes; it ends, and another one is made.');
create function authority_scope_of_authority() returns trigger language plpgsql as $$ begin
  if not exists(select 1 from party p where p.id = new.authority_id and p.kind in ('authority', 'court')) then
    raise exception 'scope_authority: Only an authority or a court asks for data of people.';
  end if;
  return new; end $$;
select muster_pin('authority_scope_of_authority');
create trigger authority_scope_of_authority before insert on authority_scope for each row execute function authority_scope_of_authority();
create trigger authority_scope_no_delete before delete on authority_scope for each row
  execute function muster_refuse('scope_immutable: A scope stays on record.');

create table authority_request_transition(
  from_state text collate "C" not null,
  to_state text collate "C" not null,
  primary key(from_state, to_state)
);
insert into authority_request_transition(from_state, to_state) values
  ('received', 'checked'), ('received', 'refused'), ('received', 'expired'), ('checked', 'approved'), ('checked', 'refused'), ('checked', 'expired'),
  ('approved', 'answered'), ('approved', 'expired'), ('answered', 'notified'), ('answered', 'closed'), ('notified', 'closed');
create trigger authority_request_transition_no_insert before insert on authority_request_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger authority_request_transition_no_update before update on authority_request_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger authority_request_transition_no_delete before delete on authority_request_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create table authority_request_number(
  year bigint primary key not null,
  last bigint not null check(last > 0)
);
create trigger authority_request_number_up before update on authority_request_number for each row
  when (new.year <> old.year or new.last <> old.last + 1)
  execute function muster_refuse('request_number: Numbers of requests go up one by one.');
create table authority_request(
  id text collate "C" primary key not null,
  number text collate "C" not null unique check(number <> ''),
  state text collate "C" not null check(state in ('received', 'checked', 'approved', 'refused', 'answered', 'notified', 'closed', 'expired')),
  state_since bigint not null,
  authority_id text collate "C" not null references party(id),
  scope_id text collate "C" not null references authority_scope(id),
  letter text collate "C" not null check(letter <> ''),   -- the authority's own number
  law text collate "C" not null check(law <> ''),
  purpose text collate "C" not null check(purpose <> ''), -- a code
  kind text collate "C" not null check(kind in ('number', 'person', 'comparison')),
  fields text collate "C" not null check(fields <> ''),   -- codes, separated by blanks
  about_at bigint,                            -- the moment that is asked about; null: now
  line_id text collate "C" references line(id),           -- found when it was entered; null: no such line
  holder_id text collate "C" references holder(id),       -- whose data the answer is; null: nobody
  rows_max bigint not null check(rows_max >= 0),
  entered_by text collate "C" not null references person(id),
  entered_at bigint not null,
  checked_by text collate "C" references person(id),
  decided_by text collate "C" references person(id),      -- approved or refused it
  decided_at bigint,
  reasons text collate "C" not null,                      -- codes, separated by blanks: why refused
  due_at bigint not null,                     -- when it must be decided
  expires_at bigint,                          -- when an approval ends
  delay_until bigint,                         -- the person is told then
  delay_law text collate "C" not null,                    -- that says so; or ''
  answered_at bigint,
  readings bigint not null check(readings >= 0),
  notified_at bigint,
  version bigint not null check(version > 0),
  check((delay_until is null) = (delay_law = '')),
  check((state in ('answered', 'notified', 'closed')) = (answered_at is not null)),
  check(state not in ('approved', 'answered', 'notified', 'closed') or (decided_by is not null and checked_by is not null and expires_at is not null)),
  check((state = 'refused') = (reasons <> '')),
  check((kind = 'comparison') = (rows_max > 0))
);
create index authority_request_by_state on authority_request(state, id);
create index authority_request_waiting on authority_request(due_at, id) where state in ('received', 'checked');
create index authority_request_expires on authority_request(expires_at, id) where state = 'approved';
create index authority_request_to_tell on authority_request(delay_until, id) where state = 'answered';
create trigger authority_request_first_state before insert on authority_request for each row
  when (new.state <> 'received' or new.version <> 1)
  execute function muster_refuse('request_first_state: A request begins as received.');
create function authority_request_transition_known() returns trigger language plpgsql as $$ begin
  if new.state <> old.state and not exists(select 1 from authority_request_transition where from_state = old.state and to_state = new.state) then
    raise exception 'request_state: This step is not open to a request in its present state.';
  end if;
  return new; end $$;
select muster_pin('authority_request_transition_known');
create trigger authority_request_transition_known before update of state on authority_request for each row execute function authority_request_transition_known();
create trigger authority_request_fixed before update on authority_request for each row
  when (new.id <> old.id or new.number <> old.number or new.authority_id <> old.authority_id or new.scope_id <> old.scope_id or new.letter <> old.letter
    or new.law <> old.law or new.purpose <> old.purpose or new.kind <> old.kind or new.fields <> old.fields or new.about_at is distinct from old.about_at
    or new.line_id is distinct from old.line_id or new.holder_id is distinct from old.holder_id or new.rows_max <> old.rows_max or new.entered_by <> old.entered_by
    or new.entered_at <> old.entered_at or new.due_at <> old.due_at or new.delay_until is distinct from old.delay_until or new.delay_law <> old.delay_law
    or (old.decided_by is not null and new.decided_by is distinct from old.decided_by) or (old.checked_by is not null and new.checked_by is distinct from old.checked_by)
    or new.readings < old.readings or new.version <> old.version + 1)
  execute function muster_refuse('request_immutable: What an authority asked for never changes, and its terms do not move.');
create trigger authority_request_two_persons before update of decided_by on authority_request for each row
  when (new.decided_by is not null and (new.decided_by = new.entered_by or new.decided_by = new.checked_by) and new.state = 'approved')
  execute function muster_refuse('request_two_persons: Who entered or checked a request does not approve it.');
create trigger authority_request_delay before update of notified_at on authority_request for each row
  when (new.notified_at is not null and new.delay_until is not null and new.notified_at < new.delay_until)
  execute function muster_refuse('request_delay: The law says that the person is told later.');
create trigger authority_request_no_delete before delete on authority_request for each row
  execute function muster_refuse('request_kept: A request stays on record.');
