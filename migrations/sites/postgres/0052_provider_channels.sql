-- Where providers take instructions beside the portal: a webhook, once whoever answers there has shown the key that was filed with it;
-- and a second contact of the organisation, for what is late.
create table provider_channel(
  id text collate "C" primary key not null,
  party_id text collate "C" not null references party(id),
  url text not null check(length(url) between 1 and 500),
  vkey text collate "C" not null check(vkey <> ''),             -- the provider's key, which signs its answers
  by_house bigint not null check(by_house in (0, 1)),   -- filed by the house's own people, who may name any address
  challenge text collate "C" not null check(challenge <> ''),
  state text collate "C" not null check(state in ('filed', 'proven', 'ended')),
  filed_by text collate "C" not null,
  filed_at bigint not null,
  asked_at bigint,
  proven_at bigint,
  ended_at bigint,
  fault text not null default '',
  check((state = 'ended') = (ended_at is not null)),
  check(state <> 'proven' or proven_at is not null));
create unique index provider_channel_one on provider_channel(party_id) where state <> 'ended';
create function provider_channel_fits() returns trigger language plpgsql as $$ begin
  if new.state <> 'filed' then
    raise exception 'provider_channel_first_state: Who answers at an address is proven after it was filed.'; end if;
  return new;
end $$;
create trigger provider_channel_fits before insert on provider_channel for each row execute function provider_channel_fits();
select muster_pin('provider_channel_fits');
create function provider_channel_changes() returns trigger language plpgsql as $$ begin
  if old.state = 'ended' or new.id <> old.id or new.party_id <> old.party_id or new.url <> old.url or new.vkey <> old.vkey
      or new.by_house <> old.by_house or new.filed_by <> old.filed_by or new.filed_at <> old.filed_at
      or (old.state = 'proven' and new.state = 'filed') then
    raise exception 'provider_channel_kept: An address and its key never change; end it and file another one.'; end if;
  return new;
end $$;
create trigger provider_channel_changes before update on provider_channel for each row execute function provider_channel_changes();
select muster_pin('provider_channel_changes');
create trigger provider_channel_no_delete before delete on provider_channel for each row execute function muster_refuse('provider_channel_kept: Where instructions went stays on record.');

create table provider_contact(
  party_id text collate "C" primary key not null references party(id),
  email text not null check(email <> ''),           -- an address of the organisation
  language text collate "C" not null check(language in ('en', 'zh')),
  set_by text collate "C" not null,
  set_at bigint not null);
