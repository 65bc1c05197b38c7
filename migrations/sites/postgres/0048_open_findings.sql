-- How many findings of each kind are open, of a partner or a provider, read off one index.
create index promo_finding_open_of on promo_finding(partner_id, state, kind, told_at, found_at) where state = 'open';
create index promo_finding_open_at on promo_finding(provider_id, state, kind, told_at, found_at) where state = 'open' and provider_id is not null;
