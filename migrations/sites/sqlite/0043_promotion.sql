-- What partners promote: channels in a tree, links by code, inventories as versions (a link's row holds from one inventory until
-- another), what each inspection came to, and findings.
create table promo_channel(
  id text primary key not null,
  partner_id text not null references partner(id),
  path text not null check(length(path) between 1 and 500),   -- "app-store/games": codes from the top down
  parent_id text references promo_channel(id),
  created_at bigint not null,
  unique(partner_id, path)) without rowid;
create index promo_channel_below on promo_channel(partner_id, parent_id, path);
create trigger promo_channel_begins before insert on promo_channel begin
  select raise(abort, 'channel_kept: A channel stays on record.') where exists(select 1 from promo_channel c where c.id = new.id or (c.partner_id = new.partner_id and c.path = new.path));
  select raise(abort, 'channel_parent: A channel stands below one of the same partner.') where new.parent_id is not null and not exists(select 1 from promo_channel c where c.id = new.parent_id and c.partner_id = new.partner_id);
end;
create trigger promo_channel_fixed before update on promo_channel begin select raise(abort, 'channel_kept: A channel stays on record.'); end;
create trigger promo_channel_no_delete before delete on promo_channel begin select raise(abort, 'channel_kept: A channel stays on record.'); end;
create table promo_inventory(
  id text primary key not null,
  partner_id text not null references partner(id),
  no bigint not null check(no > 0),
  source text not null check(length(source) <= 200),
  mode text not null check(mode in ('full', 'partial')),  -- full: what is not in it is taken out
  actor text not null,
  started_at bigint not null,
  ended_at bigint,
  state text not null check(state in ('open', 'done')),
  lines bigint not null default 0,
  links bigint not null default 0,   -- listed once it is done
  added bigint not null default 0,
  changed bigint not null default 0,
  removed bigint not null default 0,
  refused bigint not null default 0,
  sha256 text not null default '',
  check((state = 'done') = (ended_at is not null)),
  unique(partner_id, no)) without rowid;
create unique index promo_inventory_open on promo_inventory(partner_id) where state = 'open';
create trigger promo_inventory_begins before insert on promo_inventory begin
  select raise(abort, 'inventory_open: An inventory of this partner is being taken in.') where exists(select 1 from promo_inventory i where i.id = new.id or (i.partner_id = new.partner_id and (i.state = 'open' or i.no >= new.no)));
  select raise(abort, 'inventory_state: An inventory begins open.') where new.state <> 'open';
end;
create trigger promo_inventory_fixed before update on promo_inventory begin
  select raise(abort, 'inventory_kept: An inventory that is done never changes.') where old.state = 'done' or new.id <> old.id or new.partner_id <> old.partner_id or new.no <> old.no or new.mode <> old.mode;
end;
create trigger promo_inventory_no_delete before delete on promo_inventory begin select raise(abort, 'inventory_kept: An inventory that is done never changes.'); end;
create table promo_link(
  partner_id text not null references partner(id),
  code text not null check(length(code) between 1 and 64),
  since_no bigint not null,
  until_no bigint,                 -- null: listed now
  channel_id text not null references promo_channel(id),
  service text not null,           -- what it says that it leads to
  landing_url text not null,
  landing_host text not null,
  qr text not null,                -- what its QR code says, ''
  short_url text not null,
  short_host text not null,
  place text not null,             -- where it stands
  owner text not null,
  print text not null,             -- of all fields: equal prints are equal links
  check(until_no is null or until_no > since_no),
  primary key(partner_id, code, since_no)) without rowid;
create unique index promo_link_now on promo_link(code, partner_id) where until_no is null;
create index promo_link_channel on promo_link(channel_id, code) where until_no is null;
create index promo_link_landing on promo_link(landing_host, landing_url, partner_id) where until_no is null;
create index promo_link_short on promo_link(short_host, short_url, partner_id) where until_no is null and short_host <> '';
create trigger promo_link_fixed before update on promo_link begin
  select raise(abort, 'link_kept: The row of a link never changes; a later inventory ends it.') where old.until_no is not null or new.until_no is null or new.partner_id <> old.partner_id or new.code <> old.code
    or new.since_no <> old.since_no or new.print <> old.print or new.landing_url <> old.landing_url;
end;
create trigger promo_link_no_delete before delete on promo_link begin select raise(abort, 'link_kept: The row of a link never changes; a later inventory ends it.'); end;
create table promo_inspection(
  partner_id text not null,
  code text not null,
  listed bigint not null check(listed in (0, 1)),
  due_at bigint not null,
  last_at bigint,
  last_run_id text not null default '',
  outcome text not null default '' check(outcome in ('', 'clean', 'findings', 'inconclusive')),
  failures bigint not null default 0,      -- in a row
  chain text not null default '[]',        -- the hops of the last one, JSON
  changed text not null default '{}',      -- against the one before, JSON
  primary key(partner_id, code)) without rowid;
create index promo_inspection_due on promo_inspection(due_at, partner_id, code) where listed = 1;
create index promo_inspection_last on promo_inspection(last_at) where listed = 1;
create index promo_inspection_of on promo_inspection(partner_id, last_at) where listed = 1;
create table promo_inspected(
  partner_id text not null,
  code text not null,
  run_id text not null,
  at bigint not null,
  outcome text not null,
  changed text not null,
  primary key(partner_id, code, run_id)) without rowid;
create index promo_inspected_run on promo_inspected(run_id);
create trigger promo_inspected_no_update before update on promo_inspected begin select raise(abort, 'inspection_kept: What an inspection came to never changes.'); end;
create trigger promo_inspected_no_delete before delete on promo_inspected begin select raise(abort, 'inspection_kept: What an inspection came to never changes.'); end;
-- Filed sites that are a partner's own, as a registrar checked.
create table promo_site(
  partner_id text not null references partner(id),
  host text not null,
  site_id text not null references site(id),
  named_by text not null references person(id),
  named_at bigint not null,
  primary key(partner_id, host)) without rowid;
-- What a partner said of its own links, before or after somebody else found it.
create table promo_told(
  id text primary key not null,
  partner_id text not null references partner(id),
  code text not null,                       -- '' where it is about none of its codes
  host text not null,
  words text not null check(length(words) between 1 and 2000),
  told_by text not null references person(id),
  told_at bigint not null) without rowid;
create index promo_told_of on promo_told(partner_id, code, told_at);
create trigger promo_told_no_update before update on promo_told begin select raise(abort, 'told_kept: What a partner told stays on record.'); end;
create trigger promo_told_no_delete before delete on promo_told begin select raise(abort, 'told_kept: What a partner told stays on record.'); end;
create table promo_finding(
  id text primary key not null,
  partner_id text not null references partner(id),
  code text not null,                       -- '' of a link that no inventory has
  channel_id text references promo_channel(id),
  kind text not null check(kind in ('unknown_hop', 'unfiled_landing', 'advertising_network', 'name_content_mismatch', 'cloaking', 'dead', 'unlisted_link')),
  host text not null,
  url text not null default '',             -- of an unlisted link
  detail text not null,                     -- a sentence
  provider_id text,                         -- of the host's filing, where it has one
  first_run_id text not null,
  last_run_id text not null,
  found_at bigint not null,
  last_seen_at bigint not null,
  seen bigint not null default 1,
  told_at bigint,                           -- when the partner told of it itself; null: it did not
  case_id text references case_file(id),
  state text not null check(state in ('open', 'fixed', 'dismissed')),
  state_at bigint not null,
  closed_by text references person(id),
  closed_run_id text not null default '',
  close_reason text not null default '',
  version bigint not null default 1,
  check((state = 'dismissed') = (closed_by is not null)),
  check(state <> 'dismissed' or close_reason <> ''),
  check(state <> 'fixed' or closed_run_id <> '')) without rowid;
create unique index promo_finding_open on promo_finding(partner_id, code, kind, host, url) where state = 'open';
create index promo_finding_of on promo_finding(partner_id, code, id);
create index promo_finding_state on promo_finding(state, id);
create index promo_finding_partner on promo_finding(partner_id, state, id);
create index promo_finding_provider on promo_finding(provider_id, state, id) where provider_id is not null;
create index promo_finding_kind on promo_finding(kind, state, id);
create index promo_finding_case on promo_finding(case_id) where case_id is not null;
create trigger promo_finding_begins before insert on promo_finding begin
  select raise(abort, 'finding_open: This finding is open already.') where exists(select 1 from promo_finding f where f.id = new.id or (f.partner_id = new.partner_id and f.code = new.code and f.kind = new.kind
    and f.host = new.host and f.url = new.url and f.state = 'open'));
  select raise(abort, 'finding_state: A finding begins open.') where new.state <> 'open';
end;
create trigger promo_finding_moves before update on promo_finding begin
  select raise(abort, 'finding_fixed: What was found never changes.') where new.id <> old.id or new.partner_id <> old.partner_id or new.code <> old.code or new.kind <> old.kind or new.host <> old.host
    or new.url <> old.url or new.first_run_id <> old.first_run_id or new.found_at <> old.found_at
    or (old.told_at is not null and new.told_at is not old.told_at) or (old.case_id is not null and new.case_id is not old.case_id);
  select raise(abort, 'finding_state: A finding that is closed stays closed; it is found anew.') where old.state <> 'open';
end;
create trigger promo_finding_no_delete before delete on promo_finding begin select raise(abort, 'finding_kept: A finding stays on record.'); end;
-- How far the search for links seen in the wild has come.
create table promo_cursor(name text primary key not null, value text not null);

-- Units of figures about what partners promote.
create table metric_definition_new(
  generation bigint not null references metric_generation(id),
  name text not null check(name <> ''),
  unit text not null check(unit in ('reports', 'cases', 'decisions', 'orders', 'appeals', 'entities', 'notices', 'suspicions', 'censuses', 'links', 'findings')),
  measures text not null check(measures in ('count', 'time')),
  persons bigint not null check(persons in (0, 1)),
  sentence_en text not null check(sentence_en <> ''),
  sentence_zh text not null check(sentence_zh <> ''),
  target_hours bigint check(target_hours > 0),
  primary key(generation, name)) without rowid;
insert into metric_definition_new select * from metric_definition;
drop table metric_definition;
alter table metric_definition_new rename to metric_definition;
create trigger metric_definition_target before insert on metric_definition when new.target_hours is not null and new.measures <> 'time' begin
  select raise(abort, 'metric_target_on_count: A number of something is no aim; only how soon it is done can have a target.'); end;
create trigger metric_definition_fixed before update on metric_definition begin
  select raise(abort, 'metric_definition_immutable: A definition never changes; other definitions are another generation.'); end;
