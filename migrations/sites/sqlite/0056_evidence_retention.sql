-- How long evidence is kept, what keeps it longer, and what was destroyed. What the schema says here holds whoever writes: nothing under
-- a legal hold and nothing that an open case needs can be destroyed.

-- Somebody said why evidence must not be destroyed: of a site (a name and what lies below it), of a case, or of a period.
create table evidence_hold(
  id text primary key not null,
  kind text not null check(kind in ('site', 'case', 'period')),
  site text not null default '',                   -- a name in A-labels, lower case
  case_id text references case_file(id),
  from_at bigint,                                -- of a period: tests that began from then on, and before the other
  to_at bigint,
  law text not null check(length(law) between 1 and 200),             -- the law or order that asks for it
  reference text not null check(length(reference) between 1 and 60),  -- the file's number
  reason text not null check(length(reason) between 1 and 1000),
  set_by text not null references person(id),
  set_at bigint not null,
  until_at bigint check(until_at > set_at),      -- null: until somebody lifts it
  lifted_by text references person(id),
  lifted_at bigint,
  lift_reason text not null default '' check(length(lift_reason) <= 1000),
  check((kind = 'site') = (site <> '')),
  check((kind = 'case') = (case_id is not null)),
  check((kind = 'period') = (from_at is not null)),
  check((from_at is null) = (to_at is null)),
  check(to_at > from_at),
  check((lifted_by is null) = (lifted_at is null)),
  check((lifted_at is null) = (lift_reason = ''))) without rowid;
create index evidence_hold_standing on evidence_hold(kind, id) where lifted_at is null;
create index evidence_hold_by_kind on evidence_hold(kind, id);
create index evidence_hold_by_site on evidence_hold(site, id) where site <> '';
create index evidence_hold_by_case on evidence_hold(case_id, id) where case_id is not null;
create trigger evidence_hold_changes before update on evidence_hold
  when old.lifted_at is not null or new.lifted_at is null or new.id <> old.id or new.kind <> old.kind or new.site <> old.site or new.law <> old.law
    or new.reference <> old.reference or new.reason <> old.reason or new.set_by <> old.set_by or new.set_at <> old.set_at
    or new.case_id is not old.case_id or new.from_at is not old.from_at or new.to_at is not old.to_at or new.until_at is not old.until_at begin
  select raise(abort, 'hold_kept: A legal hold is lifted once; nothing else of it changes. Set another one.'); end;
create trigger evidence_hold_lifts before update on evidence_hold
  when new.lifted_at is not null and not exists(select 1 from role_assignment r where r.person_id = new.lifted_by
      and r.role in ('decider', 'security_decider', 'appeal_officer')
      and r.from_at <= new.lifted_at and new.lifted_at < coalesce(r.until_at, 9223372036854775807)) begin
  select raise(abort, 'role_missing: A legal hold is lifted by a decider or an appeal officer.'); end;
create trigger evidence_hold_no_delete before delete on evidence_hold begin
  select raise(abort, 'hold_kept: A legal hold stays on record; it is lifted.'); end;
create trigger evidence_hold_fits before insert on evidence_hold begin
  select raise(abort, 'hold_kept: There is a hold with this id already.') where exists(select 1 from evidence_hold h where h.id = new.id);
  select raise(abort, 'hold_kept: A legal hold begins standing.') where new.lifted_at is not null;
  select raise(abort, 'role_missing: A legal hold is set by an examiner, a decider or an appeal officer.')
    where not exists(select 1 from role_assignment r where r.person_id = new.set_by
      and r.role in ('examiner', 'decider', 'security_decider', 'appeal_officer')
      and r.from_at <= new.set_at and new.set_at < coalesce(r.until_at, 9223372036854775807));
end;

-- What was destroyed: written before the file goes, so that a file that is half-way gone is known to be so. `removed_at`: when it was
-- gone. `indexed`: its month's index knows it.
create table evidence_destroyed(
  run_id text primary key not null references test_run(id),
  at bigint not null,
  rule text not null check(rule in ('testing.evidence_retention', 'documents.case_retention')),
  term text not null check(term <> ''),            -- as the policy said it: "1095 days"
  policy_sha256 text not null check(length(policy_sha256) = 64),
  path text not null check(path <> ''),
  sha256 text not null check(length(sha256) = 64),
  destroyed_by text not null check(destroyed_by <> ''),
  removed_at bigint,
  indexed bigint not null default 0 check(indexed in (0, 1)),
  check(indexed = 0 or removed_at is not null)) without rowid;
create index evidence_destroyed_open on evidence_destroyed(run_id) where removed_at is null;
create index evidence_destroyed_unindexed on evidence_destroyed(path) where indexed = 0;
-- What an index said of it: address, time and digest, so that a look-up finds that it was there.
create table evidence_destroyed_answer(
  key text not null,                               -- as in an index (SURT)
  timestamp text not null check(length(timestamp) = 14),
  run_id text not null references evidence_destroyed(run_id),
  seq bigint not null,
  url text not null,
  status bigint not null,
  body_sha256 text not null,
  primary key(key, timestamp, run_id, seq)) without rowid;

-- Evidence that is there, and from when on its term is counted: from the end of the test, or later where something kept it.
create table evidence_waiting(
  run_id text primary key not null references test_run(id),
  counts_from bigint not null) without rowid;
insert into evidence_waiting(run_id, counts_from) select id, finished_at from test_run;
create index evidence_waiting_turn on evidence_waiting(counts_from, run_id);
create trigger test_run_waits after insert on test_run begin
  insert into evidence_waiting(run_id, counts_from) values(new.id, new.finished_at);
end;

-- By which ways a test belongs to a case.
create index case_element_by_test on case_element(evidence_ref) where evidence_kind = 'test_run';
create index case_by_suspicion on case_file(source_ref);
create index suspicion_by_test on suspicion(test_run_id) where test_run_id is not null;
create index test_run_by_suspicion on test_run(suspicion_id) where suspicion_id is not null;
create index instruction_by_test on instruction(test_id) where test_id <> '';
create index blind_review_by_test on blind_review(run_id) where state in ('waiting', 'taken');
create index golden_item_by_test on golden_item(run_id) where state <> 'retired';
create index promo_finding_first_test on promo_finding(first_run_id) where state = 'open';
create index promo_finding_last_test on promo_finding(last_run_id) where state = 'open';
create view evidence_of_case as
  select e.evidence_ref as run_id, e.case_id as case_id from case_element e where e.evidence_kind = 'test_run'
  union all select s.test_run_id, c.id from suspicion s join case_file c on c.source_ref = s.id
    where s.test_run_id is not null
  union all select r.id, c.id from test_run r join case_file c on c.source_ref = r.suspicion_id
    where r.suspicion_id is not null
  union all select i.test_id, o.case_id from instruction i join orders o on o.id = i.order_id where i.test_id <> '';
-- The host where a test ended.
create view test_landing as
  select run_id, substr(place || ':', 1, instr(place || ':', ':') - 1) as host from (
    select run_id, substr(rest, 1, instr(rest, '/') - 1) as place from (
      select id as run_id, substr(final_url, instr(final_url, '://') + 3) || '/' as rest from test_run));
-- Whatever keeps a test's evidence. `stands`: it keeps it now; 0: what the case needs stays for its term after its close (`since`).
-- `ends_at`: a hold's own end. `label`: what people call it.
create view evidence_keeper as
  select x.run_id as run_id, 'case' as kind, c.id as ref, c.number as label, case when c.state <> 'closed'
      or exists(select 1 from orders o where o.case_id = c.id and (o.state in ('in_force', 'executed', 'verified', 'stayed')
        or exists(select 1 from appeal a where a.order_id = o.id and a.state in ('filed', 'acknowledged', 'stayed'))))
      then 1 else 0 end as stands, c.state_at as since, cast(null as bigint) as ends_at
    from evidence_of_case x join case_file c on c.id = x.case_id
  union all select s.test_run_id, 'suspicion', s.id, s.name, 1, s.updated_at, null from suspicion s
    where s.test_run_id is not null and s.state not in ('referred', 'dismissed')
  union all select r.id, 'suspicion', s.id, s.name, 1, s.updated_at, null from test_run r join suspicion s on s.id = r.suspicion_id
    where r.suspicion_id is not null and s.state not in ('referred', 'dismissed')
  union all select t.run_id, 'sealed', t.run_id, '', 1, t.sealed_at, null from test_seal t
  union all select f.refers_to, 'reference', f.run_id, '', 1, 0, null from test_evidence_reference f
    where not exists(select 1 from evidence_destroyed d where d.run_id = f.run_id)
  union all select g.run_id, 'golden', g.id, '', 1, g.created_at, null from golden_item g where g.state <> 'retired'
  union all select b.run_id, 'review', b.id, '', 1, b.created_at, null from blind_review b where b.state in ('waiting', 'taken')
  union all select p.first_run_id, 'finding', p.id, p.host, 1, p.found_at, null from promo_finding p where p.state = 'open'
  union all select p.last_run_id, 'finding', p.id, p.host, 1, p.found_at, null from promo_finding p where p.state = 'open'
  union all select x.run_id, 'hold', h.id, h.reference, 1, h.set_at, h.until_at from evidence_of_case x join evidence_hold h
    on h.kind = 'case' and h.case_id = x.case_id where h.lifted_at is null
  union all select r.id, 'hold', h.id, h.reference, 1, h.set_at, h.until_at from test_run r join evidence_hold h
    on h.kind = 'period' and h.from_at <= r.started_at and r.started_at < h.to_at where h.lifted_at is null
  union all select r.id, 'hold', h.id, h.reference, 1, h.set_at, h.until_at from test_run r join test_landing l on l.run_id = r.id
    join evidence_hold h on h.kind = 'site' and (substr('.' || r.host, -length(h.site) - 1) = '.' || h.site
      or substr('.' || l.host, -length(h.site) - 1) = '.' || h.site) where h.lifted_at is null
  union all select r.id, 'hold', h.id, h.reference, 1, h.set_at, h.until_at from test_run r join suspicion s on s.id = r.suspicion_id
    join evidence_hold h on h.kind = 'site' and substr('.' || s.name, -length(h.site) - 1) = '.' || h.site where h.lifted_at is null;

create trigger evidence_destroyed_fits before insert on evidence_destroyed begin
  select raise(abort, 'evidence_destroyed: What was destroyed is on record already.')
    where exists(select 1 from evidence_destroyed d where d.run_id = new.run_id);
  select raise(abort, 'evidence_immutable: What is recorded of destroyed evidence is what was sealed.')
    where new.removed_at is not null or not exists(select 1 from test_run r where r.id = new.run_id and r.evidence_sha256 = new.sha256 and r.evidence_path = new.path);
  select raise(abort, 'evidence_early: The term of this evidence is not over.')
    where exists(select 1 from test_run r where r.id = new.run_id and r.finished_at >= new.at);
  select raise(abort, 'evidence_kept: Something keeps this evidence: a legal hold, a case, a suspicion, or evidence that refers to it.')
    where exists(select 1 from evidence_keeper k where k.run_id = new.run_id and k.stands = 1 and (k.ends_at is null or k.ends_at > new.at));
end;
create trigger evidence_destroyed_changes before update on evidence_destroyed
  when new.run_id <> old.run_id or new.at <> old.at or new.rule <> old.rule or new.term <> old.term or new.policy_sha256 <> old.policy_sha256
    or new.path <> old.path or new.sha256 <> old.sha256 or new.destroyed_by <> old.destroyed_by
    or (old.removed_at is not null and new.removed_at is not old.removed_at) or new.indexed < old.indexed begin
  select raise(abort, 'evidence_immutable: That evidence was destroyed stays on record.'); end;
create trigger evidence_destroyed_no_delete before delete on evidence_destroyed begin
  select raise(abort, 'evidence_immutable: That evidence was destroyed stays on record.'); end;
create trigger evidence_destroyed_answer_no_update before update on evidence_destroyed_answer begin
  select raise(abort, 'evidence_immutable: That evidence was destroyed stays on record.'); end;
create trigger evidence_destroyed_answer_no_delete before delete on evidence_destroyed_answer begin
  select raise(abort, 'evidence_immutable: That evidence was destroyed stays on record.'); end;
-- What is gone can't be evidence of anything new.
create trigger case_element_there before insert on case_element
  when new.evidence_kind = 'test_run' and exists(select 1 from evidence_destroyed d where d.run_id = new.evidence_ref) begin
  select raise(abort, 'evidence_destroyed: The evidence of this test was destroyed at the end of its term.'); end;
create trigger test_evidence_reference_there before insert on test_evidence_reference
  when exists(select 1 from evidence_destroyed d where d.run_id = new.refers_to) begin
  select raise(abort, 'evidence_destroyed: The evidence of this test was destroyed at the end of its term.'); end;
