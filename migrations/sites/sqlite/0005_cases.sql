-- Cases, decisions, signatures, orders and appeals. What is refused here is refused whoever writes: each rule below stands
-- for itself and does not rely on foreign keys being switched on. `insert or replace` is caught by the guards on existing
-- keys, and the tables have no hidden row number to replace by.

-- The closed list of grounds. There is no other, and a migration alone can change it.
create table ground(
  code text primary key,
  scope_max text not null check(scope_max in ('none', 'contract', 'url', 'host', 'domain')),
  network_allowed bigint not null check(network_allowed in (0, 1)),
  who text not null check(who in ('authority', 'operator_security', 'contract')),
  cap_hours bigint not null check(cap_hours > 0),
  operator_cap_hours bigint check(operator_cap_hours > 0),  -- null: people of the operator can't decide on it
  needs_notice bigint not null check(needs_notice in (0, 1)),
  sealed bigint not null check(sealed in (0, 1))) without rowid;
insert into ground values
  ('unfiled', 'host', 0, 'authority', 8760, null, 1, 0),
  ('false_filing', 'host', 0, 'authority', 8760, null, 1, 0),
  ('age_assurance_missing', 'none', 0, 'authority', 8760, null, 1, 0),
  ('explicit_unlawful', 'domain', 1, 'authority', 8760, null, 0, 0),
  ('child_abuse_material', 'domain', 1, 'authority', 8760, null, 0, 1),
  ('billing_fraud', 'host', 0, 'authority', 8760, null, 0, 0),
  ('phishing_or_malware', 'domain', 1, 'operator_security', 8760, 72, 0, 0),
  ('partner_breach', 'contract', 0, 'contract', 17520, 17520, 1, 0),
  ('unrecorded_sub_assignment', 'contract', 0, 'contract', 17520, 17520, 1, 0);

-- What an order on a ground may do, and how far it may reach. What isn't listed can't be ordered.
create table ground_allows(
  ground text not null references ground(code),
  measure text not null check(measure in ('hold', 'network', 'contract')),
  scope_kind text not null check(scope_kind in ('contract', 'url', 'host', 'domain')),
  primary key(ground, measure, scope_kind)) without rowid;
insert into ground_allows values
  ('unfiled', 'hold', 'host'),
  ('false_filing', 'hold', 'host'),
  ('explicit_unlawful', 'hold', 'url'), ('explicit_unlawful', 'hold', 'host'),
  ('explicit_unlawful', 'network', 'host'), ('explicit_unlawful', 'network', 'domain'),
  ('child_abuse_material', 'hold', 'url'), ('child_abuse_material', 'hold', 'host'),
  ('child_abuse_material', 'network', 'host'), ('child_abuse_material', 'network', 'domain'),
  ('billing_fraud', 'hold', 'url'), ('billing_fraud', 'hold', 'host'), ('billing_fraud', 'contract', 'contract'),
  ('phishing_or_malware', 'hold', 'url'), ('phishing_or_malware', 'hold', 'host'),
  ('phishing_or_malware', 'network', 'host'), ('phishing_or_malware', 'network', 'domain'),
  ('partner_breach', 'contract', 'contract'),
  ('unrecorded_sub_assignment', 'contract', 'contract');

-- The elements of evidence that a violation on a ground must show; each is tied to evidence before anybody can sign.
create table ground_element(
  ground text not null references ground(code),
  element text not null,
  sentence text not null,
  primary key(ground, element)) without rowid;
insert into ground_element values
  ('unfiled', 'observed', 'The site answers under this name.'),
  ('unfiled', 'no_filing', 'The register holds no filing for it.'),
  ('false_filing', 'filed_record', 'What the filing says.'),
  ('false_filing', 'contradiction', 'What shows that the filing is false.'),
  ('age_assurance_missing', 'sealed_visit', 'A visit that was offered the content without a check of age.'),
  ('age_assurance_missing', 'law_applies', 'Why the named law asks this site for a check of age.'),
  ('explicit_unlawful', 'sealed_visit', 'A visit, kept with every hop, that shows the content.'),
  ('explicit_unlawful', 'content_in_context', 'The content in its context, looked at by a person.'),
  ('explicit_unlawful', 'law_applies', 'Why the named law forbids to offer it there.'),
  ('child_abuse_material', 'listed_match', 'A match of a supplied hash list, or a hotline''s notice.'),
  ('billing_fraud', 'charge_flow', 'The steps that led to a charge, as tested.'),
  ('billing_fraud', 'terms_missed', 'What a subscriber must see and did not.'),
  ('phishing_or_malware', 'sealed_visit', 'A visit, kept with every hop, that shows the deception or the harmful file.'),
  ('phishing_or_malware', 'harm_shown', 'Whom the site imitates, or what the file does.'),
  ('partner_breach', 'agreement_clause', 'The clause of the agreement.'),
  ('partner_breach', 'finding', 'The finding that breaks it.'),
  ('unrecorded_sub_assignment', 'lease_chain', 'The chain of leases on record.'),
  ('unrecorded_sub_assignment', 'actual_use', 'Who uses the addresses.');

-- The state machines of cases/rules.h, once more for the schema; a test compares the two.
create table state_transition(
  record text not null,
  from_state text not null,
  event text not null,
  to_state text not null,
  primary key(record, from_state, event)) without rowid;
insert into state_transition values
  ('case', 'opened', 'seal', 'evidence_sealed'), ('case', 'opened', 'dismiss', 'closed'),
  ('case', 'evidence_sealed', 'screen', 'screened'), ('case', 'evidence_sealed', 'dismiss', 'closed'),
  ('case', 'screened', 'refer', 'referred'), ('case', 'screened', 'dismiss', 'closed'), ('case', 'referred', 'decide', 'decided'),
  ('case', 'referred', 'cure', 'restored'), ('case', 'decided', 'withdraw', 'referred'), ('case', 'decided', 'confirm', 'confirmed'),
  ('case', 'decided', 'cure', 'restored'), ('case', 'confirmed', 'order', 'ordered'), ('case', 'confirmed', 'reexamine', 'opened'),
  ('case', 'confirmed', 'close', 'closed'), ('case', 'ordered', 'execute', 'executed'), ('case', 'ordered', 'appeal', 'appealed'),
  ('case', 'ordered', 'expire', 'restored'), ('case', 'ordered', 'cure', 'restored'), ('case', 'executed', 'verify', 'verified'),
  ('case', 'executed', 'appeal', 'appealed'), ('case', 'executed', 'expire', 'restored'), ('case', 'executed', 'cure', 'restored'),
  ('case', 'verified', 'close', 'closed'), ('case', 'verified', 'appeal', 'appealed'), ('case', 'verified', 'expire', 'restored'),
  ('case', 'verified', 'cure', 'restored'), ('case', 'closed', 'appeal', 'appealed'), ('case', 'closed', 'expire', 'restored'),
  ('case', 'closed', 'cure', 'restored'), ('case', 'appealed', 'stay', 'stayed'), ('case', 'appealed', 'uphold', 'upheld'),
  ('case', 'appealed', 'vary', 'varied'), ('case', 'appealed', 'reverse', 'reversed'), ('case', 'appealed', 'lapse', 'lapsed'),
  ('case', 'appealed', 'expire', 'restored'), ('case', 'appealed', 'cure', 'restored'), ('case', 'stayed', 'uphold', 'upheld'),
  ('case', 'stayed', 'vary', 'varied'), ('case', 'stayed', 'reverse', 'reversed'), ('case', 'stayed', 'lapse', 'lapsed'),
  ('case', 'stayed', 'expire', 'restored'), ('case', 'stayed', 'cure', 'restored'), ('case', 'upheld', 'execute', 'executed'),
  ('case', 'upheld', 'appeal', 'appealed'), ('case', 'upheld', 'expire', 'restored'), ('case', 'upheld', 'cure', 'restored'),
  ('case', 'upheld', 'close', 'closed'), ('case', 'varied', 'refer', 'referred'), ('case', 'varied', 'restore', 'restored'),
  ('case', 'reversed', 'restore', 'restored'), ('case', 'lapsed', 'restore', 'restored'), ('case', 'restored', 'close', 'closed'),
  ('decision', 'draft', 'decide', 'decided'), ('decision', 'draft', 'withdraw', 'withdrawn'),
  ('decision', 'decided', 'confirm', 'confirmed'), ('decision', 'decided', 'withdraw', 'withdrawn'),
  ('order', 'in_force', 'execute', 'executed'), ('order', 'in_force', 'stay', 'stayed'), ('order', 'in_force', 'lift', 'lifted'),
  ('order', 'in_force', 'lapse', 'lapsed'), ('order', 'in_force', 'expire', 'expired'), ('order', 'executed', 'verify', 'verified'),
  ('order', 'executed', 'stay', 'stayed'), ('order', 'executed', 'lift', 'lifted'), ('order', 'executed', 'lapse', 'lapsed'),
  ('order', 'executed', 'expire', 'expired'), ('order', 'verified', 'stay', 'stayed'), ('order', 'verified', 'lift', 'lifted'),
  ('order', 'verified', 'lapse', 'lapsed'), ('order', 'verified', 'expire', 'expired'), ('order', 'stayed', 'resume', 'in_force'),
  ('order', 'stayed', 'lift', 'lifted'), ('order', 'stayed', 'lapse', 'lapsed'), ('order', 'stayed', 'expire', 'expired'),
  ('appeal', 'filed', 'acknowledge', 'acknowledged'), ('appeal', 'filed', 'stay', 'stayed'), ('appeal', 'filed', 'uphold', 'upheld'),
  ('appeal', 'filed', 'vary', 'varied'), ('appeal', 'filed', 'reverse', 'reversed'), ('appeal', 'filed', 'lapse', 'lapsed'),
  ('appeal', 'filed', 'moot', 'moot'), ('appeal', 'acknowledged', 'stay', 'stayed'), ('appeal', 'acknowledged', 'uphold', 'upheld'),
  ('appeal', 'acknowledged', 'vary', 'varied'), ('appeal', 'acknowledged', 'reverse', 'reversed'),
  ('appeal', 'acknowledged', 'lapse', 'lapsed'), ('appeal', 'acknowledged', 'moot', 'moot'), ('appeal', 'stayed', 'uphold', 'upheld'),
  ('appeal', 'stayed', 'vary', 'varied'), ('appeal', 'stayed', 'reverse', 'reversed'), ('appeal', 'stayed', 'lapse', 'lapsed'),
  ('appeal', 'stayed', 'moot', 'moot'),
  ('received_order', 'entered', 'check', 'checked'), ('received_order', 'entered', 'reject', 'rejected');
create trigger ground_no_insert before insert on ground begin select raise(abort, 'closed_list: Grounds and their limits are fixed.'); end;
create trigger ground_no_update before update on ground begin select raise(abort, 'closed_list: Grounds and their limits are fixed.'); end;
create trigger ground_no_delete before delete on ground begin select raise(abort, 'closed_list: Grounds and their limits are fixed.'); end;
create trigger ground_allows_no_insert before insert on ground_allows begin select raise(abort, 'closed_list: Grounds and their limits are fixed.'); end;
create trigger ground_allows_no_update before update on ground_allows begin select raise(abort, 'closed_list: Grounds and their limits are fixed.'); end;
create trigger ground_allows_no_delete before delete on ground_allows begin select raise(abort, 'closed_list: Grounds and their limits are fixed.'); end;
create trigger ground_element_no_insert before insert on ground_element begin select raise(abort, 'closed_list: Grounds and their limits are fixed.'); end;
create trigger ground_element_no_update before update on ground_element begin select raise(abort, 'closed_list: Grounds and their limits are fixed.'); end;
create trigger ground_element_no_delete before delete on ground_element begin select raise(abort, 'closed_list: Grounds and their limits are fixed.'); end;
create trigger state_transition_no_insert before insert on state_transition begin select raise(abort, 'closed_list: Grounds and their limits are fixed.'); end;
create trigger state_transition_no_update before update on state_transition begin select raise(abort, 'closed_list: Grounds and their limits are fixed.'); end;
create trigger state_transition_no_delete before delete on state_transition begin select raise(abort, 'closed_list: Grounds and their limits are fixed.'); end;

-- Numbers that people say aloud: C-2026-000001 for cases, O- orders, A- appeals. One row a kind and year.
create table case_number(
  kind text not null check(kind in ('C', 'O', 'A')),
  year bigint not null,
  last bigint not null check(last > 0),
  primary key(kind, year)) without rowid;

create table case_file(
  id text primary key not null,
  number text not null unique,
  ground text not null references ground(code),
  name text not null check(length(name) between 3 and 253),  -- host name in A-labels, lower case, no last dot
  url text not null default '',
  source text not null check(source in ('manual', 'suspicion', 'census', 'report', 'received_order')),
  source_ref text not null default '',    -- of the suspicion, difference or report
  site_id text not null default '',       -- of the filing, where there is one
  opened_by text not null references person(id),
  opened_at bigint not null,
  note text not null default '',
  state text not null,
  state_at bigint not null,
  due_at bigint,                          -- when the next step is late
  version bigint not null default 1) without rowid;
create index case_by_state on case_file(state, id);
create index case_by_ground on case_file(ground, id);
create index case_by_name on case_file(name, id);
create index case_by_finder on case_file(opened_by, id);
create index case_by_due on case_file(due_at, id) where due_at is not null;
create index case_by_source on case_file(source, source_ref);
create trigger case_first_state before insert on case_file begin
  select raise(abort, 'case_kept: There is a case with this id or number already.')
    where exists(select 1 from case_file c where c.id = new.id or c.number = new.number);
  select raise(abort, 'case_first_state: A case starts as opened.') where new.state <> 'opened';
  select raise(abort, 'ground_unknown: The list of grounds is closed.') where not exists(select 1 from ground g where g.code = new.ground);
  select raise(abort, 'person_unknown: A person opens a case.') where not exists(select 1 from person p where p.id = new.opened_by);
end;
create trigger case_changes before update on case_file begin
  select raise(abort, 'case_immutable: What a case is about never changes; close it and open another.')
    where new.id <> old.id or new.number <> old.number or new.ground <> old.ground or new.name <> old.name or new.url <> old.url
      or new.source <> old.source or new.source_ref <> old.source_ref or new.opened_by <> old.opened_by or new.opened_at <> old.opened_at;
  select raise(abort, 'case_state: This step is not open to a case in its present state.')
    where new.state <> old.state and not exists(
      select 1 from state_transition t where t.record = 'case' and t.from_state = old.state and t.to_state = new.state);
  select raise(abort, 'case_unsigned: A case moves on to decided, confirmed and ordered with its signed decision and its order alone.')
    where (new.state = 'decided' and old.state <> 'decided'
           and not exists(select 1 from decision d where d.case_id = new.id and d.state = 'decided'))
       or (new.state = 'confirmed' and old.state <> 'confirmed'
           and not exists(select 1 from decision d where d.case_id = new.id and d.state = 'confirmed'))
       or (new.state = 'ordered' and old.state <> 'ordered' and not exists(select 1 from orders o where o.case_id = new.id));
end;
create trigger case_no_delete before delete on case_file begin select raise(abort, 'case_kept: A case stays on record.'); end;

create table case_element(
  case_id text not null references case_file(id),
  seq bigint not null check(seq > 0),
  element text not null,
  evidence_kind text not null check(evidence_kind in ('test_run', 'document', 'lookup', 'notice', 'statement')),
  evidence_ref text not null check(length(evidence_ref) between 1 and 2000),
  sha256 text not null check(length(sha256) = 64),
  note text not null default '',
  added_by text not null references person(id),
  added_at bigint not null,
  primary key(case_id, seq)) without rowid;
create trigger case_element_fits before insert on case_element begin
  select raise(abort, 'element_kept: Evidence that was tied to a case stays.')
    where exists(select 1 from case_element e where e.case_id = new.case_id and e.seq = new.seq);
  select raise(abort, 'element_unknown: This ground has no such element.')
    where not exists(select 1 from case_file c join ground_element g on g.ground = c.ground
                     where c.id = new.case_id and g.element = new.element);
end;
create trigger case_element_no_update before update on case_element begin
  select raise(abort, 'element_kept: Evidence that was tied to a case stays.'); end;
create trigger case_element_no_delete before delete on case_element begin
  select raise(abort, 'element_kept: Evidence that was tied to a case stays.'); end;

-- An order that an authority or a court gave in writing, outside of Muster. One person enters it, another checks it
-- against the scan.
create table received_order(
  id text primary key not null,
  reference text not null check(length(reference) between 1 and 200),  -- the authority's own number
  authority_party_id text not null references party(id),
  dated text not null check(length(dated) = 10),                       -- YYYY-MM-DD
  ground text not null references ground(code),
  law text not null check(length(law) between 1 and 500),
  measure text not null,
  scope_kind text not null,
  scope_value text not null,
  ends_at bigint not null,
  document_id text not null check(document_id <> ''),                  -- the scan
  document_sha256 text not null check(length(document_sha256) = 64),
  entered_by text not null references person(id),
  entered_at bigint not null,
  checked_by text references person(id),
  checked_at bigint,
  state text not null,
  version bigint not null default 1,
  unique(authority_party_id, reference),
  check((state = 'entered') = (checked_by is null)),
  check(checked_by is null or checked_by <> entered_by)) without rowid;
create index received_order_by_state on received_order(state, id);
create trigger received_order_fits before insert on received_order begin
  select raise(abort, 'received_order_kept: This order is on record already.')
    where exists(select 1 from received_order r where r.id = new.id
                 or (r.authority_party_id = new.authority_party_id and r.reference = new.reference));
  select raise(abort, 'received_order_unchecked: A received order is entered first and checked by another person.') where new.state <> 'entered';
  select raise(abort, 'authority_needed: Only an authority or a court gives orders.')
    where not exists(select 1 from party p where p.id = new.authority_party_id and p.kind in ('authority', 'court'));
  select raise(abort, 'ground_scope: This ground does not allow that measure at that scope.')
    where not exists(select 1 from ground_allows a
                     where a.ground = new.ground and a.measure = new.measure and a.scope_kind = new.scope_kind);
end;
create trigger received_order_changes before update on received_order begin
  select raise(abort, 'received_order_immutable: What a received order says never changes.')
    where new.id <> old.id or new.reference <> old.reference or new.authority_party_id <> old.authority_party_id or new.dated <> old.dated
      or new.ground <> old.ground or new.law <> old.law or new.measure <> old.measure or new.scope_kind <> old.scope_kind
      or new.scope_value <> old.scope_value or new.ends_at <> old.ends_at or new.document_id <> old.document_id
      or new.document_sha256 <> old.document_sha256 or new.entered_by <> old.entered_by or new.entered_at <> old.entered_at
      or (old.checked_by is not null and new.checked_by is not old.checked_by);
  select raise(abort, 'received_order_same_person: Who entered an order can not be the one who checks it.')
    where new.checked_by is not null and new.checked_by = old.entered_by;
  select raise(abort, 'received_order_state: This step is not open to a received order in its present state.')
    where new.state <> old.state and not exists(
      select 1 from state_transition t where t.record = 'received_order' and t.from_state = old.state and t.to_state = new.state);
end;
create trigger received_order_no_delete before delete on received_order begin
  select raise(abort, 'received_order_kept: A received order stays on record.'); end;

-- What is decided. A draft is replaced by a new one, never edited: canonical_text holds every field, and is what is signed.
create table decision(
  id text primary key not null,
  case_id text not null references case_file(id),
  outcome text not null check(outcome in ('violation', 'none', 'more_evidence')),
  ground text not null references ground(code),
  measure text not null default '',
  scope_kind text not null default '',
  scope_value text not null default '',
  law text not null check(length(law) between 1 and 500),
  article text not null check(length(article) between 1 and 200),
  authority_party_id text not null references party(id),   -- whose decision or order it is
  authority_name text not null,
  signing_party_id text not null references party(id),     -- whose people sign: the authority's, or the operator's where that is allowed
  executor_party_id text references party(id),             -- of a hold: the site's own host
  received_order_id text references received_order(id),
  prior_notice_id text references notice(id),
  no_notice_reason text,
  reasons text not null check(length(reasons) between 1 and 8000),
  evidence_count bigint not null,                          -- elements with seq <= this are part of the text
  starts bigint,
  expires bigint,
  policy_sha256 text not null,
  text_version bigint not null,
  canonical_text text not null,
  text_sha256 text not null check(length(text_sha256) = 64),
  prepared_by text not null references person(id),
  prepared_at bigint not null,
  state text not null,
  version bigint not null default 1,
  check((prior_notice_id is null) <> (no_notice_reason is null)),
  check(no_notice_reason is null or length(no_notice_reason) between 1 and 2000),
  check(outcome <> 'violation' or (starts is not null and expires is not null and expires > starts)),
  check((outcome = 'violation') = (measure <> '' and scope_kind <> '' and scope_value <> ''))) without rowid;
create unique index decision_one_open on decision(case_id) where state in ('draft', 'decided');
create index decision_by_case on decision(case_id, id);
create index decision_by_scope on decision(scope_value, id);
create trigger decision_fits before insert on decision begin
  select raise(abort, 'decision_kept: There is a decision with this id already, or one under way in this case.')
    where exists(select 1 from decision d where d.id = new.id
                 or (d.case_id = new.case_id and d.state in ('draft', 'decided')));
  select raise(abort, 'decision_first_state: A decision starts as a draft.') where new.state <> 'draft';
  select raise(abort, 'decision_case_state: A decision is prepared once its case was referred.')
    where not exists(select 1 from case_file c where c.id = new.case_id and c.state = 'referred');
  select raise(abort, 'decision_ground: A decision is on the ground of its case.')
    where not exists(select 1 from case_file c where c.id = new.case_id and c.ground = new.ground);
  select raise(abort, 'notice_missing: Name the prior notice, or the reason why there was none; one of the two.')
    where (new.prior_notice_id is null) = (new.no_notice_reason is null) or new.no_notice_reason = '';
  select raise(abort, 'notice_needed: This ground needs a prior notice; a reason does not stand in for it.')
    where new.outcome = 'violation' and new.prior_notice_id is null
      and exists(select 1 from ground g where g.code = new.ground and g.needs_notice = 1);
  select raise(abort, 'notice_unknown: There is no such notice in this case or in what it was opened from.')
    where new.prior_notice_id is not null and not exists(select 1 from notice n join case_file c on c.id = new.case_id
      where n.id = new.prior_notice_id and ((n.record_kind = 'case' and n.record_id = c.id) or n.record_id = c.source_ref));
  select raise(abort, 'expiry_missing: A decision against a site says when it starts and when it ends.')
    where new.outcome = 'violation' and (new.starts is null or new.expires is null);
  select raise(abort, 'expiry_order: A decision ends after it starts.') where new.outcome = 'violation' and new.expires <= new.starts;
  select raise(abort, 'expiry_beyond_cap: This ground does not allow so long a term.')
    where new.outcome = 'violation' and exists(
      select 1 from ground g where g.code = new.ground and new.expires - new.starts > g.cap_hours * 3600000000);
  select raise(abort, 'ground_scope: This ground does not allow that measure at that scope.')
    where new.outcome = 'violation' and not exists(select 1 from ground_allows a
      where a.ground = new.ground and a.measure = new.measure and a.scope_kind = new.scope_kind);
  select raise(abort, 'hold_executor: A hold is carried out by the site''s own host; name its party.')
    where (new.measure = 'hold') <> (new.executor_party_id is not null);
  select raise(abort, 'scope_beyond_case: The scope reaches beyond the name that the case is about.')
    where new.outcome = 'violation' and new.scope_kind in ('host', 'domain') and not exists(
      select 1 from case_file c where c.id = new.case_id
        and (c.name = new.scope_value
             or (new.scope_kind = 'domain' and substr(c.name, -length(new.scope_value) - 1) = '.' || new.scope_value)));
  -- Whose people may sign: the authority's own; the operator's where the ground lets them, within its shorter term; or the
  -- operator's on a written order that was checked and says the same.
  select raise(abort, 'authority_needed: This ground needs an authority: its people decide, or its written order was received and checked.')
    where not exists(select 1 from party p join ground g on g.code = new.ground where p.id = new.signing_party_id
      and ((p.kind in ('authority', 'court') and new.authority_party_id = p.id)
        or (p.kind in ('carrier', 'access_provider') and g.operator_cap_hours is not null and new.authority_party_id = p.id)
        or (p.kind in ('carrier', 'access_provider') and exists(select 1 from received_order r
              where r.id = new.received_order_id and r.state = 'checked' and r.authority_party_id = new.authority_party_id
                and r.ground = new.ground and r.measure = new.measure and r.scope_kind = new.scope_kind
                and r.scope_value = new.scope_value and new.expires <= r.ends_at))));
  select raise(abort, 'expiry_beyond_operator_cap: Persons of the operator may act so long only by an authority.')
    where new.outcome = 'violation' and exists(select 1 from party p join ground g on g.code = new.ground
      where p.id = new.signing_party_id and p.id = new.authority_party_id and p.kind not in ('authority', 'court')
        and new.expires - new.starts > coalesce(g.operator_cap_hours, 0) * 3600000000);
end;
create trigger decision_changes before update on decision begin
  select raise(abort, 'decision_immutable: The text of a decision never changes; withdraw it and prepare another.')
    where new.id <> old.id or new.case_id <> old.case_id or new.outcome <> old.outcome or new.ground <> old.ground or new.measure <> old.measure
      or new.scope_kind <> old.scope_kind or new.scope_value <> old.scope_value or new.law <> old.law or new.article <> old.article
      or new.authority_party_id <> old.authority_party_id or new.authority_name <> old.authority_name
      or new.signing_party_id <> old.signing_party_id or new.executor_party_id is not old.executor_party_id
      or new.policy_sha256 <> old.policy_sha256 or new.received_order_id is not old.received_order_id
      or new.prior_notice_id is not old.prior_notice_id or new.no_notice_reason is not old.no_notice_reason or new.reasons <> old.reasons
      or new.evidence_count <> old.evidence_count or new.starts is not old.starts or new.expires is not old.expires
      or new.text_version <> old.text_version or new.canonical_text <> old.canonical_text or new.text_sha256 <> old.text_sha256
      or new.prepared_by <> old.prepared_by or new.prepared_at <> old.prepared_at;
  select raise(abort, 'decision_state: This step is not open to a decision in its present state.')
    where new.state <> old.state and not exists(
      select 1 from state_transition t where t.record = 'decision' and t.from_state = old.state and t.to_state = new.state);
  select raise(abort, 'two_signatures: A decision counts once its decider has signed, and is confirmed once another person has.')
    where (new.state in ('decided', 'confirmed') and not exists(
            select 1 from decision_signature s where s.decision_id = new.id and s.capacity = 'decider'))
       or (new.state = 'confirmed' and not exists(
            select 1 from decision_signature s where s.decision_id = new.id and s.capacity = 'confirmer'));
end;
create trigger decision_no_delete before delete on decision begin
  select raise(abort, 'decision_kept: A decision stays on record.'); end;

-- Two persons, by their own keys, over the hash of the canonical text. The signature's own fields are those of
-- parties/signature.h; the schema can't compute with keys: emitter and `ledger verify` do.
create table decision_signature(
  decision_id text not null references decision(id),
  capacity text not null check(capacity in ('decider', 'confirmer')),
  person_id text not null references person(id),
  key_id text not null,
  text_sha256 text not null check(length(text_sha256) = 64),
  kind text not null check(kind in ('webauthn', 'webcrypto')),
  client_data_json text not null,
  authenticator_data text not null,
  signature text not null check(signature <> ''),
  signed_at bigint not null,
  primary key(decision_id, capacity),
  unique(decision_id, person_id),
  foreign key(key_id, person_id) references signing_key(id, person_id)) without rowid;
create index decision_signature_by_person on decision_signature(person_id, decision_id);
create trigger decision_signature_fits before insert on decision_signature begin
  select raise(abort, 'signature_kept: This decision is signed in that capacity already; a signature is never replaced.')
    where exists(select 1 from decision_signature s where s.decision_id = new.decision_id and s.capacity = new.capacity);
  select raise(abort, 'same_person: The decider and the confirmer are two different persons.')
    where exists(select 1 from decision_signature s where s.decision_id = new.decision_id and s.person_id = new.person_id);
  select raise(abort, 'finder_signs: Who found it can neither decide nor confirm.')
    where exists(select 1 from decision d join case_file c on c.id = d.case_id where d.id = new.decision_id and c.opened_by = new.person_id);
  select raise(abort, 'signature_order: The decider signs a draft; the confirmer signs what is decided.')
    where not exists(select 1 from decision d where d.id = new.decision_id
      and ((new.capacity = 'decider' and d.state = 'draft') or (new.capacity = 'confirmer' and d.state = 'decided')));
  select raise(abort, 'text_mismatch: The signature is over another text.')
    where not exists(select 1 from decision d where d.id = new.decision_id and d.text_sha256 = new.text_sha256);
  select raise(abort, 'signing_time: A signature is given after the text was prepared and after the one before it, within the term.')
    where exists(select 1 from decision d where d.id = new.decision_id and (new.signed_at < d.prepared_at or new.signed_at >= d.expires))
       or exists(select 1 from decision_signature s where s.decision_id = new.decision_id and s.signed_at > new.signed_at);
  select raise(abort, 'admin_signs: Who manages accounts signs no decisions.')
    where exists(select 1 from role_assignment r where r.person_id = new.person_id and r.role = 'admin'
      and r.from_at <= new.signed_at and new.signed_at < coalesce(r.until_at, 9223372036854775807));
  select raise(abort, 'key_not_yours: The key is not enrolled for this person, or it was revoked.')
    where not exists(select 1 from signing_key k where k.id = new.key_id and k.person_id = new.person_id
      and k.enrolled_at <= new.signed_at and k.revoked_at is null);
  select raise(abort, 'role_missing: This person does not hold the role that signs here, at that time, for that party.')
    where not exists(select 1 from decision d join party a on a.id = d.signing_party_id
      join person p on p.party_id = a.id join role_assignment r on r.person_id = p.id
      where d.id = new.decision_id and p.id = new.person_id and p.state = 'active'
        and r.role = case when a.kind in ('authority', 'court') then new.capacity else 'security_' || new.capacity end
        and r.from_at <= new.signed_at and new.signed_at < coalesce(r.until_at, 9223372036854775807));
  select raise(abort, 'conflict_inherited: This role was delegated by the finder or by the other signer; it counts as theirs.')
    where exists(select 1 from role_assignment r join decision d on d.id = new.decision_id join case_file c on c.id = d.case_id
      where r.person_id = new.person_id and r.delegated_by is not null
        and r.from_at <= new.signed_at and new.signed_at < coalesce(r.until_at, 9223372036854775807)
        and (r.delegated_by = c.opened_by or exists(
          select 1 from decision_signature s where s.decision_id = d.id and s.person_id = r.delegated_by)));
  select raise(abort, 'element_missing: An element that the ground requires is not tied to evidence.')
    where exists(select 1 from decision d join ground_element g on g.ground = d.ground
      where d.id = new.decision_id and d.outcome = 'violation' and not exists(
        select 1 from case_element e where e.case_id = d.case_id and e.element = g.element and e.seq <= d.evidence_count));
end;
create trigger decision_signature_no_update before update on decision_signature begin
  select raise(abort, 'signature_kept: A signature never changes.'); end;
create trigger decision_signature_no_delete before delete on decision_signature begin
  select raise(abort, 'signature_kept: A signature is never removed.'); end;
