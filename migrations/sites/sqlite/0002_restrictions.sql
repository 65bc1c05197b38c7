-- Records that gates read and decisions write. A hold: the site's own host holds it, never the network. A blocklist entry:
-- a domain that may not be filed or given access until a day. Neither is ever open-ended.
create table hold(
  id text primary key not null,
  name text not null check(name <> ''),     -- a domain, as names::Name normalises it
  ground text not null check(ground in ('unfiled', 'false_filing')),
  site_id text references site(id),         -- unknown for an unfiled site
  provider_id text not null references party(id),                -- the host that holds it
  notice_ref text not null check(notice_ref <> ''),  -- never without prior notice
  decision_ref text,
  order_ref text,
  from_at bigint not null,
  until_at bigint not null check(until_at > from_at),
  state text not null check(state in ('active', 'lifted', 'expired')),
  ended_at bigint,
  end_reason text not null,
  version bigint not null check(version > 0),
  check((state = 'active') = (ended_at is null))
) without rowid;
create unique index hold_one_active on hold(name) where state = 'active';
create index hold_by_name on hold(name, id);
create index hold_by_state on hold(state, id);
create index hold_ends on hold(until_at, id) where state = 'active';
create trigger hold_first_state before insert on hold when new.state <> 'active' begin
  select raise(abort, 'hold_first_state: A hold starts active.'); end;
create trigger hold_final before update on hold when old.state <> 'active' begin
  select raise(abort, 'hold_ended: A hold that has ended stays ended; a new one needs a new decision.'); end;
create trigger hold_fixed before update on hold
  when new.id <> old.id or new.name <> old.name or new.ground <> old.ground or new.from_at <> old.from_at or new.notice_ref <> old.notice_ref
    or new.provider_id <> old.provider_id or new.until_at > old.until_at
    or (old.decision_ref is not null and new.decision_ref is not old.decision_ref) or (old.order_ref is not null and new.order_ref is not old.order_ref) begin
  select raise(abort, 'hold_immutable: What a hold says never changes; it can only end, or end sooner.'); end;
create trigger hold_no_replace before insert on hold when exists(select 1 from hold where id = new.id or (name = new.name and state = 'active')) begin
  select raise(abort, 'hold_exists: A hold of this domain is active already.'); end;
create trigger hold_no_delete before delete on hold begin
  select raise(abort, 'hold_kept: A hold stays on record.'); end;

create table blocklist_entry(
  id text primary key not null,
  name text not null check(name <> ''),
  ground text not null check(ground in ('false_filing', 'explicit_unlawful', 'child_abuse_material', 'billing_fraud', 'phishing_or_malware')),
  reason text not null check(reason <> ''),
  order_ref text,
  from_at bigint not null,
  until_at bigint not null check(until_at > from_at),
  review_at bigint not null check(review_at > from_at and review_at <= until_at),
  state text not null check(state in ('proposed', 'active', 'expired', 'removed')),
  ended_at bigint,
  end_reason text not null,
  version bigint not null check(version > 0),
  check(state <> 'active' or (order_ref is not null and order_ref <> '')),
  check((state in ('proposed', 'active')) = (ended_at is null))
) without rowid;
create unique index blocklist_one_active on blocklist_entry(name) where state = 'active';
create index blocklist_by_name on blocklist_entry(name, id);
create index blocklist_by_state on blocklist_entry(state, id);
create index blocklist_ends on blocklist_entry(until_at, id) where state = 'active';
create trigger blocklist_first_state before insert on blocklist_entry when new.state <> 'proposed' begin
  select raise(abort, 'blocklist_first_state: An entry starts as a proposal.'); end;
create trigger blocklist_transition before update on blocklist_entry
  when new.state <> old.state and not ((old.state = 'proposed' and new.state in ('active', 'removed'))
    or (old.state = 'active' and new.state in ('expired', 'removed'))) begin
  select raise(abort, 'blocklist_state: This step is not open to an entry in its present state.'); end;
create trigger blocklist_final before update on blocklist_entry when old.state in ('expired', 'removed') begin
  select raise(abort, 'blocklist_ended: An entry that has ended stays ended; a new one needs a new order.'); end;
create trigger blocklist_fixed before update on blocklist_entry
  when new.id <> old.id or new.name <> old.name or new.ground <> old.ground or new.reason <> old.reason
    or (old.state = 'active' and (new.order_ref is not old.order_ref or new.from_at <> old.from_at or new.until_at > old.until_at)) begin
  select raise(abort, 'blocklist_immutable: What an entry says never changes; it can only end, or end sooner.'); end;
create trigger blocklist_no_replace before insert on blocklist_entry when exists(select 1 from blocklist_entry where id = new.id) begin
  select raise(abort, 'blocklist_exists: This entry is on record already.'); end;
create trigger blocklist_no_delete before delete on blocklist_entry begin
  select raise(abort, 'blocklist_kept: An entry stays on record.'); end;
