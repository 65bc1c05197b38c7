-- A line passes to another holder: both are known, both agree, the receiver's cap holds, and the interval of the one ends at
-- the instant at which the other's begins.
create table line_transfer_transition(
  from_state text not null,
  to_state text not null,
  primary key(from_state, to_state)
) without rowid;
insert into line_transfer_transition(from_state, to_state) values
  ('asked', 'completed'), ('asked', 'refused'), ('asked', 'lapsed'), ('asked', 'withdrawn');
create trigger line_transfer_transition_no_insert before insert on line_transfer_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger line_transfer_transition_no_update before update on line_transfer_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger line_transfer_transition_no_delete before delete on line_transfer_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create table line_transfer(
  id text primary key not null,
  request_key text not null unique check(length(request_key) = 64),
  request_hash text not null check(length(request_hash) = 64),
  state text not null check(state in ('asked', 'completed', 'refused', 'lapsed', 'withdrawn')),
  state_since bigint not null,
  due_at bigint not null,                    -- until when both agree and the receiver is verified
  line_id text not null references line(id),
  giver_id text not null references holder(id),
  giver_document_id text not null references holder_document(id),
  giver_ownership_id text not null references line_ownership(id),
  receiver_id text not null references holder(id),
  receiver_document_id text not null references holder_document(id),
  ownership_id text references line_ownership(id),    -- the receiver's, once completed
  category text not null check(category in ('citizen', 'foreigner', 'minor', 'organisation_user')),
  organisation_kind text not null,
  organisation_number text not null,
  method text not null check(method in ('known', 'authority', 'manual')),   -- known: the receiver was verified before
  next_check_at bigint,
  checks bigint not null check(checks >= 0),
  verified_at bigint,
  dealer_id text not null references party(id),
  place text not null check(place <> ''),
  device text not null check(device <> ''),
  consent text not null check(consent <> ''),   -- the terms that the receiver agreed to
  captured_by text not null check(captured_by <> ''),
  captured_at bigint not null,
  reasons text not null,
  version bigint not null check(version > 0),
  check(giver_id <> receiver_id),
  check((state = 'completed') = (ownership_id is not null)),
  check(state <> 'completed' or verified_at is not null),
  check(next_check_at is null or (method = 'authority' and state = 'asked')),
  check((organisation_kind = '') = (organisation_number = ''))
) without rowid;
create unique index line_transfer_open on line_transfer(line_id) where state = 'asked';
create index line_transfer_by_line on line_transfer(line_id, id);
create index line_transfer_waiting on line_transfer(id) where state = 'asked';
create index line_transfer_due on line_transfer(due_at, id) where state = 'asked';
create index line_transfer_to_check on line_transfer(next_check_at, id) where next_check_at is not null;
create trigger line_transfer_first before insert on line_transfer when new.state <> 'asked' or new.version <> 1 begin
  select raise(abort, 'transfer_first_state: A transfer begins as asked for.'); end;
create trigger line_transfer_known before update of state on line_transfer
  when new.state <> old.state and not exists(select 1 from line_transfer_transition where from_state = old.state and to_state = new.state) begin
  select raise(abort, 'transfer_state: This step is not open to a transfer in its present state.'); end;
create trigger line_transfer_fixed before update on line_transfer
  when new.id <> old.id or new.request_key <> old.request_key or new.request_hash <> old.request_hash or new.due_at <> old.due_at
    or new.line_id <> old.line_id or new.giver_id <> old.giver_id or new.giver_document_id <> old.giver_document_id
    or new.giver_ownership_id <> old.giver_ownership_id or new.receiver_id <> old.receiver_id or new.receiver_document_id <> old.receiver_document_id
    or new.category <> old.category or new.organisation_kind <> old.organisation_kind or new.organisation_number <> old.organisation_number
    or new.method <> old.method or new.dealer_id <> old.dealer_id or new.place <> old.place or new.device <> old.device or new.consent <> old.consent
    or new.captured_by <> old.captured_by or new.captured_at <> old.captured_at or new.version <> old.version + 1 or new.checks < old.checks
    or (old.verified_at is not null and new.verified_at is not old.verified_at) or old.state <> 'asked' begin
  select raise(abort, 'transfer_immutable: What was asked for never changes, and what has ended stays as it is.'); end;
create trigger line_transfer_no_replace before insert on line_transfer
  when exists(select 1 from line_transfer where id = new.id or request_key = new.request_key) begin
  select raise(abort, 'transfer_exists: This transfer is on record already.'); end;
create trigger line_transfer_no_delete before delete on line_transfer begin
  select raise(abort, 'transfer_kept: A transfer stays on record.'); end;

create table line_transfer_consent(
  transfer_id text not null references line_transfer(id),
  side text not null check(side in ('giver', 'receiver')),
  consent text not null check(consent <> ''),       -- code of the text that was agreed to
  given_by text not null check(given_by in ('signature', 'one_time_code', 'letter')),
  reference text not null check(reference <> ''),   -- number of the form, of the code's message, of the letter
  taken_by text not null check(taken_by <> ''),
  at bigint not null,
  primary key(transfer_id, side)
) without rowid;
create trigger line_transfer_consent_open before insert on line_transfer_consent
  when not exists(select 1 from line_transfer t where t.id = new.transfer_id and t.state = 'asked') begin
  select raise(abort, 'transfer_state: This transfer waits for nobody any more.'); end;
create trigger line_transfer_consent_once before insert on line_transfer_consent
  when exists(select 1 from line_transfer_consent c where c.transfer_id = new.transfer_id and c.side = new.side) begin
  select raise(abort, 'consent_given: This party has agreed already.'); end;
create trigger line_transfer_consent_no_update before update on line_transfer_consent begin
  select raise(abort, 'consent_immutable: What was agreed to never changes.'); end;
create trigger line_transfer_consent_no_delete before delete on line_transfer_consent begin
  select raise(abort, 'consent_immutable: What was agreed to never changes.'); end;

create table line_transfer_check(
  transfer_id text not null references line_transfer(id),
  person_id text not null references person(id),
  outcome text not null check(outcome in ('confirmed', 'denied')),
  at bigint not null,
  primary key(transfer_id, person_id)
) without rowid;
create trigger line_transfer_check_open before insert on line_transfer_check
  when not exists(select 1 from line_transfer t where t.id = new.transfer_id and t.method = 'manual' and t.state = 'asked' and t.verified_at is null) begin
  select raise(abort, 'transfer_state: This transfer does not wait for a check by hand.'); end;
create trigger line_transfer_check_by_another before insert on line_transfer_check
  when exists(select 1 from line_transfer t where t.id = new.transfer_id and t.captured_by = new.person_id) begin
  select raise(abort, 'check_by_capturer: Who captured a transfer does not check it.'); end;
create trigger line_transfer_check_once before insert on line_transfer_check
  when exists(select 1 from line_transfer_check k where k.transfer_id = new.transfer_id and k.person_id = new.person_id) begin
  select raise(abort, 'check_twice: One person checks a transfer once.'); end;
create trigger line_transfer_check_no_update before update on line_transfer_check begin
  select raise(abort, 'check_immutable: A check never changes.'); end;
create trigger line_transfer_check_no_delete before delete on line_transfer_check begin
  select raise(abort, 'check_immutable: A check never changes.'); end;
create trigger line_transfer_both_agree before update of state on line_transfer
  when new.state = 'completed' and (select count(*) from line_transfer_consent c where c.transfer_id = new.id) < 2 begin
  select raise(abort, 'transfer_consent: A line passes when both agree.'); end;
create trigger line_transfer_two_persons before update of verified_at on line_transfer
  when new.verified_at is not null and new.method = 'manual'
    and (select count(*) from line_transfer_check k where k.transfer_id = new.id and k.outcome = 'confirmed') < 2 begin
  select raise(abort, 'transfer_two_persons: A check by hand needs two persons.'); end;
create trigger line_transfer_one_instant before update of state on line_transfer
  when new.state = 'completed' and not exists(select 1 from line_ownership g join line_ownership r on r.line_id = g.line_id and r.from_at = g.until_at
    where g.id = new.giver_ownership_id and r.id = new.ownership_id and g.line_id = new.line_id and g.holder_id = new.giver_id and r.holder_id = new.receiver_id) begin
  select raise(abort, 'transfer_interval: The interval of the one ends at the instant at which the other one begins.'); end;

-- Lines of a person beyond the cap: the person says which to keep. Nothing is chosen by a machine.
create table line_excess(
  id text primary key not null,
  counted_under text not null references holder(id),   -- the person
  line_kind text not null check(line_kind in ('voice', 'data', 'iot')),
  cap bigint not null check(cap >= 0),                 -- in force when it was found
  held bigint not null check(held > cap),              -- lines that the person had then
  state text not null check(state in ('open', 'chosen', 'settled')),
  found_at bigint not null,
  due_at bigint not null,                              -- until when the person is asked to choose
  chosen_at bigint,
  chosen_by text,                                      -- who took the choice
  evidence_ref text not null,                          -- number of the form or of the message; '' before
  ended_at bigint,
  version bigint not null check(version > 0),
  check((chosen_at is null) = (chosen_by is null)),
  check((chosen_at is null) = (evidence_ref = '')),
  check(state <> 'chosen' or chosen_at is not null),
  check((state = 'settled') = (ended_at is not null))
) without rowid;
create unique index line_excess_one_open on line_excess(counted_under, line_kind) where state <> 'settled';
create index line_excess_by_due on line_excess(due_at, id) where state = 'open';
create index line_excess_chosen on line_excess(id) where state = 'chosen';
create trigger line_excess_first before insert on line_excess when new.state <> 'open' or new.version <> 1 begin
  select raise(abort, 'excess_state: It begins as open.'); end;
create trigger line_excess_fixed before update on line_excess
  when old.state = 'settled' or new.id <> old.id or new.counted_under <> old.counted_under or new.line_kind <> old.line_kind or new.cap <> old.cap
    or new.held <> old.held or new.found_at <> old.found_at or new.due_at <> old.due_at or new.version <> old.version + 1
    or (old.chosen_at is not null and new.state = 'chosen' and new.chosen_at < old.chosen_at) begin
  select raise(abort, 'excess_immutable: What was found never changes.'); end;
create trigger line_excess_no_delete before delete on line_excess begin
  select raise(abort, 'excess_immutable: What was found never changes.'); end;
create table line_excess_choice(
  excess_id text not null references line_excess(id),
  at bigint not null,                    -- a person may choose anew until a line is closed
  ownership_id text not null references line_ownership(id),
  keep bigint not null check(keep in (0, 1)),
  primary key(excess_id, at, ownership_id)
) without rowid;
create trigger line_excess_choice_no_update before update on line_excess_choice begin
  select raise(abort, 'choice_immutable: What a person chose never changes; a new choice is recorded beside it.'); end;
create trigger line_excess_choice_no_delete before delete on line_excess_choice begin
  select raise(abort, 'choice_immutable: What a person chose never changes; a new choice is recorded beside it.'); end;

-- A line is closed because its holder wishes it, or did not choose to keep it: through the states, with a term.
create table line_closing(
  id text primary key not null,
  line_id text not null references line(id),
  ownership_id text not null references line_ownership(id),
  holder_id text not null references holder(id),
  cause text not null check(cause in ('wish', 'beyond_cap')),
  excess_id text references line_excess(id),
  state text not null check(state in ('open', 'closed', 'withdrawn', 'overtaken')),
  stage text not null check(stage in ('asked', 'warned', 'one_way_barred', 'barred')),
  stage_line_since bigint,      -- the line's state_since after the last step of the closing: whose step it was
  next_at bigint,               -- when the next step is taken
  evidence_ref text not null check(evidence_ref <> ''),
  asked_by text not null check(asked_by <> ''),
  asked_at bigint not null,
  ended_at bigint,
  ended_by text,
  version bigint not null check(version > 0),
  check((cause = 'beyond_cap') = (excess_id is not null)),
  check((state = 'open') = (next_at is not null)),
  check((state = 'open') = (ended_at is null)),
  check((ended_at is null) = (ended_by is null))
) without rowid;
create unique index line_closing_open on line_closing(line_id) where state = 'open';
create index line_closing_due on line_closing(next_at, id) where next_at is not null;
create index line_closing_by_excess on line_closing(excess_id) where excess_id is not null;
create index line_closing_by_holder on line_closing(holder_id, id);
create trigger line_closing_first before insert on line_closing when new.state <> 'open' or new.version <> 1 begin
  select raise(abort, 'closing_state: A closing begins as open.'); end;
create trigger line_closing_of_holder before insert on line_closing
  when not exists(select 1 from line_ownership o where o.id = new.ownership_id and o.line_id = new.line_id and o.holder_id = new.holder_id and o.until_at is null) begin
  select raise(abort, 'closing_holder: A line is closed at the wish of who holds it.'); end;
create trigger line_closing_chosen before insert on line_closing
  when new.cause = 'beyond_cap' and not exists(select 1 from line_excess_choice c where c.excess_id = new.excess_id and c.ownership_id = new.ownership_id and c.keep = 0) begin
  select raise(abort, 'closing_not_chosen: A line beyond the cap is closed when its holder chose others to keep.'); end;
create trigger line_closing_fixed before update on line_closing
  when old.state <> 'open' or new.id <> old.id or new.line_id <> old.line_id or new.ownership_id <> old.ownership_id or new.holder_id <> old.holder_id
    or new.cause <> old.cause or new.excess_id is not old.excess_id or new.evidence_ref <> old.evidence_ref or new.asked_by <> old.asked_by
    or new.asked_at <> old.asked_at or new.version <> old.version + 1 begin
  select raise(abort, 'closing_immutable: What was asked for never changes, and what has ended stays as it is.'); end;
create trigger line_closing_no_delete before delete on line_closing begin
  select raise(abort, 'closing_immutable: What was asked for never changes, and what has ended stays as it is.'); end;
