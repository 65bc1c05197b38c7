-- Links, what differs between inventories and how many were inspected lately, each along a key, however many links there are.
drop index promo_link_landing;
drop index promo_link_short;
create index promo_link_landing on promo_link(landing_host, partner_id, landing_url, code) where until_no is null;
create index promo_link_short on promo_link(short_host, partner_id, short_url, code) where until_no is null and short_host <> '';
create unique index promo_link_of on promo_link(partner_id, code) where until_no is null;
create index promo_link_since on promo_link(partner_id, since_no, code);
create index promo_link_until on promo_link(partner_id, until_no, code) where until_no is not null;
create index promo_finding_closed on promo_finding(partner_id, state_at, id) where state <> 'open';
create index promo_finding_all on promo_finding(partner_id, id);
-- How many listed links were inspected last in which hour (since 1970), -1: never. It is counted as links come, go and are inspected.
create table promo_coverage(
  partner_id text not null references partner(id),
  hour bigint not null check(hour >= -1),
  links bigint not null check(links >= 0),
  primary key(partner_id, hour)) without rowid;
insert into promo_coverage(partner_id, hour, links)
  select partner_id, coalesce(last_at / 3600000000, -1), count(*) from promo_inspection where listed = 1 group by 1, 2;
drop index promo_inspection_last;
drop index promo_inspection_of;
