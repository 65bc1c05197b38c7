-- A QR code is an entry of its own: its host is one of the partner's, its way is walked apart, and it has to lead to the filed page.
alter table promo_link add column qr_host text not null default '';
drop trigger promo_link_fixed;
update promo_link set qr_host = (select substr(h || ':', 1, instr(h || ':', ':') - 1) from (select substr(r || '/', 1, instr(r || '/', '/') - 1) as h
  from (select substr(promo_link.qr, instr(promo_link.qr, '://') + 3) as r))) where qr <> '';
create trigger promo_link_fixed before update on promo_link begin
  select raise(abort, 'link_kept: The row of a link never changes; a later inventory ends it.') where old.until_no is not null or new.until_no is null or new.partner_id <> old.partner_id or new.code <> old.code
    or new.since_no <> old.since_no or new.print <> old.print or new.landing_url <> old.landing_url;
end;
create index promo_link_qr on promo_link(qr_host, partner_id, qr, code) where until_no is null and qr_host <> '';
alter table promo_inspection add column qr_run_id text not null default '';
alter table promo_inspection add column qr_failures bigint not null default 0;  -- in a row
alter table promo_inspection add column qr_chain text not null default '[]';    -- the hops of the QR code's last walk, JSON
alter table promo_inspected add column entry text not null default 'link' check(entry in ('link', 'qr'));
create table promo_finding_new(
  id text primary key not null,
  partner_id text not null references partner(id),
  code text not null,                       -- '' of a link that no inventory has
  channel_id text references promo_channel(id),
  kind text not null check(kind in ('unknown_hop', 'unfiled_landing', 'advertising_network', 'name_content_mismatch', 'cloaking', 'dead', 'unlisted_link', 'qr_elsewhere')),
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
insert into promo_finding_new select * from promo_finding;
drop table promo_finding;
alter table promo_finding_new rename to promo_finding;
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
create index promo_finding_closed on promo_finding(partner_id, state_at, id) where state <> 'open';
create index promo_finding_all on promo_finding(partner_id, id);
