-- Partners: who promotes, charges or sells on, by what licence, agreement and papers. A partner is suspended by a signed
-- order alone, and barred only after a notice, by another person than who proposed it.
create table partner_number(year bigint primary key not null, last bigint not null);
create table partner(
  id text primary key not null,
  number text not null unique,
  party_id text not null references party(id),
  kind text not null check(kind in ('promotion', 'billing', 'resale')),
  licence_number text not null check(length(licence_number) <= 100),
  applied_by text not null references person(id),
  applied_at bigint not null,
  test_ref text not null default '' check(length(test_ref) <= 2000),
  agreement_number text not null default '' check(length(agreement_number) <= 100),
  agreement_from bigint,
  agreement_until bigint,
  agreed_by text references person(id),
  activated_by text references person(id),
  round bigint not null default 1 check(round > 0),
  qualified_until bigint,
  suspended_order_id text references orders(id),
  bar_reason text not null default '' check(length(bar_reason) <= 2000),
  bar_law text not null default '' check(length(bar_law) <= 500),
  bar_proposed_by text references person(id),
  bar_notice_id text references notice(id),
  bar_answer_by bigint,
  barred_by text references person(id),
  barred_until bigint,
  state text not null check(state in ('applied', 'documents', 'tested', 'agreement', 'active', 'suspended', 'retested', 'ended', 'barred')),
  state_at bigint not null,
  end_reason text not null default '' check(length(end_reason) <= 2000),
  version bigint not null default 1 check(version > 0),
  check((agreement_number = '') = (agreement_from is null)),
  check((agreement_from is null) = (agreement_until is null)),
  check(agreement_until is null or agreement_until > agreement_from),
  check(state not in ('agreement', 'active', 'suspended', 'retested') or agreed_by is not null),
  check(state not in ('active', 'suspended', 'retested', 'barred') or (activated_by is not null and qualified_until is not null)),
  check(activated_by is null or activated_by <> agreed_by),
  check(state not in ('suspended', 'retested', 'barred') or suspended_order_id is not null),
  check((bar_proposed_by is null) = (bar_answer_by is null)),
  check((bar_proposed_by is null) = (bar_notice_id is null)),
  check(barred_by is null or (bar_proposed_by is not null and barred_by <> bar_proposed_by and barred_until is not null)),
  check(state <> 'barred' or barred_by is not null),
  check(state <> 'ended' or end_reason <> '')) without rowid;
create unique index partner_one_live on partner(party_id, kind) where state not in ('ended', 'barred');
create index partner_by_party on partner(party_id, id);
create index partner_by_state on partner(state, id);
create index partner_by_kind on partner(kind, id);
create index partner_agreement_ends on partner(agreement_until, id) where state not in ('ended', 'barred');
create index partner_qualification_ends on partner(qualified_until, id) where state not in ('ended', 'barred');
create index partner_bar_ends on partner(barred_until, id) where state = 'barred';
create trigger partner_begins before insert on partner begin
  select raise(abort, 'partner_open: This party has a record in this business already.') where exists(select 1 from partner p where p.id = new.id or p.number = new.number
    or (p.party_id = new.party_id and p.kind = new.kind and p.state not in ('ended', 'barred')));
  select raise(abort, 'partner_state: A partner begins with an application.') where new.state <> 'applied' or new.version <> 1;
  select raise(abort, 'partner_party: A partner is a party of the kind partner.') where not exists(select 1 from party y where y.id = new.party_id and y.kind = 'partner');
  select raise(abort, 'partner_barred: This party is barred from this business until a day that has not come.') where exists(select 1 from partner p where p.party_id = new.party_id and p.kind = new.kind and p.barred_until > new.applied_at);
end;
create trigger partner_moves before update on partner begin
  select raise(abort, 'partner_immutable: Who a partner is and what was decided about it never changes.') where new.id <> old.id or new.number <> old.number or new.party_id <> old.party_id or new.kind <> old.kind
    or new.applied_by <> old.applied_by or new.applied_at <> old.applied_at or new.version <> old.version + 1
    or (old.agreed_by is not null and new.agreed_by is not old.agreed_by)
    or (old.agreed_by is not null and coalesce(new.qualified_until, 0) = coalesce(old.qualified_until, 0) and (new.agreement_number <> old.agreement_number
      or new.agreement_from is not old.agreement_from or new.agreement_until is not old.agreement_until))
    or (old.activated_by is not null and new.activated_by is not old.activated_by)
    or (old.barred_by is not null and (new.barred_by is not old.barred_by or new.barred_until is not old.barred_until))
    or new.round < old.round;
  select raise(abort, 'partner_state: This step is not open to a partner in its present state.') where new.state <> old.state and (old.state, new.state) not in (values ('applied', 'documents'), ('applied', 'ended'), ('documents', 'tested'),
    ('documents', 'ended'), ('tested', 'agreement'), ('tested', 'ended'), ('agreement', 'active'), ('agreement', 'ended'),
    ('active', 'suspended'), ('active', 'ended'), ('suspended', 'retested'), ('suspended', 'active'), ('suspended', 'barred'),
    ('suspended', 'ended'), ('retested', 'suspended'), ('retested', 'active'), ('retested', 'barred'), ('retested', 'ended'),
    ('barred', 'ended'));
  select raise(abort, 'partner_unsigned: A partner is suspended by an order that two persons signed, and by nothing else.') where new.state = 'suspended' and old.state = 'active' and not exists(select 1 from orders o join decision d on d.id = o.decision_id
    where o.id = new.suspended_order_id and d.measure = 'contract' and d.scope_kind = 'contract'
      and o.state in ('in_force', 'executed', 'verified'));
  select raise(abort, 'bar_hearing: A partner is heard before it is barred.') where new.state = 'barred' and old.state <> 'barred' and (new.bar_answer_by is null or new.state_at < new.bar_answer_by);
  select raise(abort, 'partner_bar_runs: A bar is not over before its day.') where old.state = 'barred' and new.state = 'ended' and new.state_at < old.barred_until;
end;
create trigger partner_no_delete before delete on partner begin select raise(abort, 'partner_kept: A partner stays on record.'); end;
create table partner_document(
  id text primary key not null,
  partner_id text not null references partner(id),
  item text not null check(length(item) between 1 and 60),
  document_id text references document(id),
  number text not null check(length(number) between 1 and 100),
  issued_by text not null check(length(issued_by) between 1 and 200),
  valid_until bigint,
  recorded_by text not null references person(id),
  recorded_at bigint not null,
  replaced_at bigint) without rowid;
create unique index partner_document_current on partner_document(partner_id, item) where replaced_at is null;
create index partner_document_of on partner_document(partner_id, id);
create index partner_document_ends on partner_document(valid_until, id) where replaced_at is null;
create trigger partner_document_begins before insert on partner_document begin
  select raise(abort, 'partner_document_kept: A paper stays on record; a newer one takes its place.') where exists(select 1 from partner_document d where d.id = new.id or (d.partner_id = new.partner_id and d.item = new.item and d.replaced_at is null));
end;
create trigger partner_document_fixed before update on partner_document begin
  select raise(abort, 'partner_document_kept: A paper stays on record; a newer one takes its place.') where new.id <> old.id or new.partner_id <> old.partner_id or new.item <> old.item or new.document_id is not old.document_id
    or new.number <> old.number or new.issued_by <> old.issued_by or new.valid_until is not old.valid_until
    or new.recorded_by <> old.recorded_by or new.recorded_at <> old.recorded_at or old.replaced_at is not null;
end;
create trigger partner_document_no_delete before delete on partner_document begin select raise(abort, 'partner_document_kept: A paper stays on record; a newer one takes its place.'); end;
create table partner_check(
  id text primary key not null,
  partner_id text not null references partner(id),
  round bigint not null check(round > 0),
  item text not null check(length(item) between 1 and 60),
  passed bigint not null check(passed in (0, 1)),
  note text not null check(length(note) between 1 and 2000),
  checked_by text not null references person(id),
  checked_at bigint not null) without rowid;
create index partner_check_of on partner_check(partner_id, round, id);
create trigger partner_check_begins before insert on partner_check begin
  select raise(abort, 'partner_check_kept: What was checked stays on record; check it again.') where exists(select 1 from partner_check c where c.id = new.id);
  select raise(abort, 'partner_round: Items are checked in the round that is under way.') where not exists(select 1 from partner p where p.id = new.partner_id and p.round = new.round);
end;
create trigger partner_check_no_update before update on partner_check begin select raise(abort, 'partner_check_kept: What was checked stays on record; check it again.'); end;
create trigger partner_check_no_delete before delete on partner_check begin select raise(abort, 'partner_check_kept: What was checked stays on record; check it again.'); end;
-- Who answers for a partner, and as what: people of its party.
create table partner_person(
  partner_id text not null references partner(id),
  person_id text not null references person(id),
  function text not null check(function in ('head', 'content', 'charging', 'contact')),
  from_at bigint not null,
  until_at bigint,
  primary key(partner_id, person_id, function, from_at)) without rowid;
create unique index partner_person_current on partner_person(partner_id, person_id, function) where until_at is null;
create trigger partner_person_begins before insert on partner_person begin
  select raise(abort, 'responsible_named: This person answers for that already.') where exists(select 1 from partner_person r where r.partner_id = new.partner_id and r.person_id = new.person_id
    and r.function = new.function and (r.until_at is null or r.from_at = new.from_at));
  select raise(abort, 'responsible_party: Who answers for a partner is one of its own people.') where not exists(select 1 from partner p join person h on h.party_id = p.party_id where p.id = new.partner_id and h.id = new.person_id);
end;
create trigger partner_person_fixed before update on partner_person begin
  select raise(abort, 'responsible_kept: Who answered for a partner stays on record.') where new.partner_id <> old.partner_id or new.person_id <> old.person_id or new.function <> old.function or new.from_at <> old.from_at
    or old.until_at is not null;
end;
create trigger partner_person_no_delete before delete on partner_person begin select raise(abort, 'responsible_kept: Who answered for a partner stays on record.'); end;
-- What a partner was told of an end that comes: each stage once.
create table partner_told(
  partner_id text not null references partner(id),
  what text not null,                  -- an item of the checklist, agreement, qualification, licence
  until_at bigint not null,
  stage text not null check(stage in ('first', 'second', 'last')),
  notice_id text not null references notice(id),
  told_at bigint not null,
  primary key(partner_id, what, until_at, stage)) without rowid;
create trigger partner_told_no_update before update on partner_told begin select raise(abort, 'partner_told_kept: What a partner was told stays on record.'); end;
create trigger partner_told_no_delete before delete on partner_told begin select raise(abort, 'partner_told_kept: What a partner was told stays on record.'); end;
