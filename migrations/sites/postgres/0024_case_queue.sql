-- The work-list of cases: for which step each waits, in which region, how urgent, who has taken it; conflicts of interest;
-- what reviewers are spared.
alter table case_file add column region text not null default '';                            -- as in the filing; '': not known
alter table case_file add column urgency bigint not null default 1 check(urgency in (0, 1)); -- 0: before others
alter table case_file add column step text check(step in ('screen', 'decide', 'confirm', 'execute', 'verify', 'hear', 'restore'));
update case_file set
  region = coalesce((select s.region from site t join subject s on s.id = t.subject_id where t.id = case_file.site_id), ''),
  urgency = case when ground in ('child_abuse_material', 'phishing_or_malware', 'explicit_unlawful') then 0 else 1 end,
  step = case when state in ('opened', 'evidence_sealed', 'screened') then 'screen' when state in ('referred', 'varied') then 'decide'
              when state = 'decided' then 'confirm' when state in ('ordered', 'upheld') then 'execute' when state = 'executed' then 'verify'
              when state in ('appealed', 'stayed') then 'hear' when state in ('reversed', 'lapsed') then 'restore' end,
  due_at = case when state in ('opened', 'evidence_sealed', 'screened') then coalesce(due_at, opened_at + 259200000000) else due_at end;
-- What breaches next is on top, in every queue. A case that waits for nobody is in none of these.
create index case_queue on case_file(step, due_at, id) where step is not null;
create index case_queue_region on case_file(step, region, due_at, id) where step is not null;
create index case_queue_ground on case_file(step, ground, due_at, id) where step is not null;
create index case_queue_urgency on case_file(step, urgency, due_at, id) where step is not null;
create index case_queue_region_ground on case_file(step, region, ground, due_at, id) where step is not null;
create function case_waits_until() returns trigger language plpgsql as $$ begin
  if new.step is not null and new.due_at is null then
    raise exception 'case_due_missing: A case that waits says until when.'; end if;
  return new;
end $$;
create trigger case_waits_until before update on case_file for each row execute function case_waits_until();

-- Who works on a case now: one person, for a time that ends by itself. Never taken away: released, handed over, or over.
create table case_claim(
  case_id text primary key not null references case_file(id),
  step text not null,
  person_id text not null references person(id),
  claimed_at bigint not null,
  until_at bigint not null,
  handed_by text references person(id),
  note text not null default '' check(length(note) <= 2000),
  check(until_at > claimed_at),
  check(handed_by is null or handed_by <> person_id));
create index case_claim_by_person on case_claim(person_id, until_at, case_id);
create function case_claim_exclusive() returns trigger language plpgsql as $$ begin
  if exists(select 1 from case_claim k where k.case_id = new.case_id and k.until_at > new.claimed_at and k.person_id <> new.person_id) then
    raise exception 'case_claimed: Somebody else works on this case.'; end if;
  return new;
end $$;
create trigger case_claim_exclusive before insert on case_claim for each row execute function case_claim_exclusive();
create function case_claim_changes() returns trigger language plpgsql as $$ begin
  if new.case_id <> old.case_id
    or (new.person_id <> old.person_id and old.until_at > new.claimed_at and new.handed_by is distinct from old.person_id) then
    raise exception 'case_claimed: Somebody else works on this case.'; end if;
  return new;
end $$;
create trigger case_claim_changes before update on case_claim for each row execute function case_claim_changes();

-- What a person has said to stand in the way of judging: a party, a name with everything below it, one case.
create table conflict_of_interest(
  id text primary key not null,
  person_id text not null references person(id),
  kind text not null check(kind in ('party', 'domain', 'case')),
  ref text not null check(length(ref) between 1 and 253),
  declared_at bigint not null,
  ended_at bigint check(ended_at >= declared_at));
create unique index conflict_once on conflict_of_interest(person_id, kind, ref) where ended_at is null;
create function conflict_changes() returns trigger language plpgsql as $$ begin
  if new.id <> old.id or new.person_id <> old.person_id or new.kind <> old.kind or new.ref <> old.ref
    or new.declared_at <> old.declared_at or old.ended_at is not null then
    raise exception 'conflict_kept: A declared conflict of interest can only end, once.'; end if;
  return new;
end $$;
create trigger conflict_changes before update on conflict_of_interest for each row execute function conflict_changes();
create trigger conflict_no_delete before delete or truncate on conflict_of_interest for each statement
  execute function muster_refuse('conflict_kept: A declared conflict of interest stays on record.');
-- Every conflict that a person has declared, with each case that it is about.
create view case_conflict as
  select k.person_id, k.declared_at, k.ended_at, k.kind, c.id as case_id
    from conflict_of_interest k join case_file c on
      (k.kind = 'case' and k.ref = c.id)
      or (k.kind = 'domain' and (c.name = k.ref or c.name like '%.' || k.ref))
      or (k.kind = 'party' and (
           exists(select 1 from access a where a.site_id = c.site_id and a.provider_id = k.ref)
        or exists(select 1 from filing f where f.id = c.site_id and f.provider_id = k.ref)
        or exists(select 1 from decision d where d.case_id = c.id and d.executor_party_id = k.ref)));
create function decision_signature_conflict() returns trigger language plpgsql as $$ begin
  if exists(select 1 from decision d join case_conflict k on k.case_id = d.case_id where d.id = new.decision_id
    and k.person_id = new.person_id and k.declared_at <= new.signed_at and new.signed_at < coalesce(k.ended_at, 9223372036854775807)) then
    raise exception 'conflict_declared: This person has declared a conflict of interest in this case.'; end if;
  return new;
end $$;
create trigger decision_signature_conflict before insert on decision_signature for each row execute function decision_signature_conflict();
create function appeal_conflict() returns trigger language plpgsql as $$ begin
  if new.heard_by is not null and old.heard_by is null
    and exists(select 1 from orders o join case_conflict k on k.case_id = o.case_id where o.id = new.order_id
    and k.person_id = new.heard_by and k.declared_at <= new.decided_at and new.decided_at < coalesce(k.ended_at, 9223372036854775807)) then
    raise exception 'conflict_declared: This person has declared a conflict of interest in this case.'; end if;
  return new;
end $$;
create trigger appeal_conflict before update on appeal for each row execute function appeal_conflict();

-- Grounds whose content a person does not want to look at: nobody else reads it, and no reason is asked for.
create table care_opt_out(
  person_id text not null references person(id),
  ground text not null references ground(code),
  since bigint not null,
  primary key(person_id, ground));
-- How often a person uncovered content on a day, over all queues: for the cap alone, forgotten after a week.
create table care_exposure(
  person_id text not null references person(id),
  day text not null check(length(day) = 10),
  views bigint not null check(views > 0),
  primary key(person_id, day));
create index care_exposure_by_day on care_exposure(day);

-- Who is on duty for which step, in which region ('': in all). It says whom to ask; it gives no right to do anything.
create table duty(
  id text primary key not null,
  person_id text not null references person(id),
  step text not null check(step in ('screen', 'decide', 'confirm', 'execute', 'verify', 'hear', 'restore')),
  region text not null default '',
  from_at bigint not null,
  until_at bigint not null,
  entered_by text not null references person(id),
  ended_at bigint,
  check(until_at > from_at));
create index duty_by_end on duty(until_at, id);

-- Up to when every case that came to be late was told of, once.
create table case_late_told(
  only_row bigint primary key check(only_row = 1),
  until_at bigint not null,
  last_id text not null);

select muster_pin('case_waits_until');
select muster_pin('case_claim_exclusive');
select muster_pin('case_claim_changes');
select muster_pin('conflict_changes');
select muster_pin('decision_signature_conflict');
select muster_pin('appeal_conflict');
