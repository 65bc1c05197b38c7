-- Campaigns: every site on the schedule tested once within so many days (src/sites/schedule/campaign.h).
create table test_campaign_transition(
  from_state text not null,
  event text not null,
  to_state text not null,
  primary key(from_state, event)) without rowid;
insert into test_campaign_transition values
  ('running', 'pause', 'paused'), ('paused', 'resume', 'running'), ('running', 'cancel', 'cancelled'),
  ('paused', 'cancel', 'cancelled'), ('running', 'finish', 'done');

create table test_campaign(
  id text primary key not null,
  name text not null check(length(name) between 1 and 120),
  state text not null check(state in ('running', 'paused', 'cancelled', 'done')),
  days bigint not null check(days between 1 and 90),
  sites bigint not null check(sites > 0),
  tests_per_day bigint not null check(tests_per_day > 0),
  started_by text not null,
  started_at bigint not null,
  deadline bigint not null check(deadline > started_at),
  state_at bigint not null,
  handed bigint not null check(handed >= 0),
  tested bigint not null check(tested >= 0),
  measured_at bigint not null,
  cursor text not null,                -- the last host that was handed out
  handed_at bigint not null,
  version bigint not null);
create unique index test_campaign_open on test_campaign((1)) where state in ('running', 'paused');
create trigger test_campaign_begins before insert on test_campaign when new.state <> 'running' begin
  select raise(abort, 'campaign_state: A campaign begins when it is started.'); end;
create trigger test_campaign_moves before update on test_campaign when new.state <> old.state and not exists (
    select 1 from test_campaign_transition t where t.from_state = old.state and t.to_state = new.state) begin
  select raise(abort, 'campaign_state: A campaign can not move so.'); end;
create trigger test_campaign_same before update on test_campaign
  when new.id <> old.id or new.name <> old.name or new.days <> old.days or new.sites <> old.sites
    or new.started_by <> old.started_by or new.started_at <> old.started_at or new.deadline <> old.deadline begin
  select raise(abort, 'campaign_immutable: What a campaign was started with can not be changed.'); end;
create trigger test_campaign_no_delete before delete on test_campaign begin
  select raise(abort, 'campaign_immutable: A campaign can not be removed; it can be cancelled.'); end;

create table test_campaign_point(
  campaign_id text not null references test_campaign(id),
  at bigint not null,
  handed bigint not null,
  tested bigint not null,
  primary key(campaign_id, at)) without rowid;
create table test_campaign_handed(
  campaign_id text not null references test_campaign(id),
  at bigint not null,
  sites bigint not null,
  primary key(campaign_id, at)) without rowid;
create index test_campaign_handed_at on test_campaign_handed(at);
