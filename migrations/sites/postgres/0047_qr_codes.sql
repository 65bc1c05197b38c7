-- A QR code is an entry of its own: its host is one of the partner's, its way is walked apart, and it has to lead to the filed page.
alter table promo_link add column qr_host text collate "C" not null default '';
alter table promo_link disable trigger promo_link_fixed;
update promo_link set qr_host = split_part(split_part(split_part(qr, '://', 2), '/', 1), ':', 1) where qr <> '';
alter table promo_link enable trigger promo_link_fixed;
alter table promo_link alter column qr type text collate "C";
create index promo_link_qr on promo_link(qr_host, partner_id, qr, code) where until_no is null and qr_host <> '';
alter table promo_inspection add column qr_run_id text collate "C" not null default '';
alter table promo_inspection add column qr_failures bigint not null default 0;  -- in a row
alter table promo_inspection add column qr_chain text not null default '[]';    -- the hops of the QR code's last walk, JSON
alter table promo_inspected add column entry text collate "C" not null default 'link' check(entry in ('link', 'qr'));
alter table promo_finding drop constraint promo_finding_kind_check;
alter table promo_finding add constraint promo_finding_kind_check check(kind in ('unknown_hop', 'unfiled_landing', 'advertising_network', 'name_content_mismatch', 'cloaking', 'dead', 'unlisted_link', 'qr_elsewhere'));
