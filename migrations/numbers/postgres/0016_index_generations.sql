-- Of which generation of the index key the keyed hashes in a row are (vault_index). They change with it alone: while a rotation
-- is under way, to the generation that is coming. holder_minor and holder_block turn with their holder.
alter table holder add column index_generation bigint not null default 1;
alter table holder_document add column index_generation bigint not null default 1;
alter table registration_proxy add column index_generation bigint not null default 1;
alter table dealer_packet add column index_generation bigint not null default 1;

drop trigger holder_fixed on holder;
drop function holder_fixed();
create function holder_fixed() returns trigger language plpgsql as $$ begin
  if old.destroyed_at is not null or new.id <> old.id or new.created_at <> old.created_at or new.version <> old.version + 1
    or (new.index_generation <> old.index_generation
      and not exists(select 1 from vault_index v where v.coming = new.index_generation and new.identity_index is not null))
    or (new.identity_index is distinct from old.identity_index and new.identity_index is not null and new.index_generation = old.index_generation
      and not exists(select 1 from holder_correction c where c.holder_id = new.id and c.state = 'confirmed' and c.identity_index = new.identity_index)) then
    raise exception 'holder_immutable: What identifies a holder never changes but by a correction; after destruction nothing does.';
  end if;
  return new; end $$;
select muster_pin('holder_fixed');
create trigger holder_fixed before update on holder for each row execute function holder_fixed();
drop trigger holder_document_fixed on holder_document;
create function holder_document_fixed() returns trigger language plpgsql as $$ begin
  if new.id <> old.id or new.holder_id <> old.holder_id or new.ordinal <> old.ordinal or new.kind <> old.kind or new.country <> old.country
    or new.expires_on <> old.expires_on or new.evidence <> old.evidence or new.evidence_ref <> old.evidence_ref or new.added_by <> old.added_by
    or new.added_at <> old.added_at
    or (new.index_generation <> old.index_generation
      and not exists(select 1 from vault_index v where v.coming = new.index_generation and old.number_index is not null and new.number_index is not null))
    or (new.number_index is distinct from old.number_index and new.number_index is not null and new.index_generation = old.index_generation) then
    raise exception 'document_immutable: A document on record never changes; add the new one.';
  end if;
  return new; end $$;
select muster_pin('holder_document_fixed');
create trigger holder_document_fixed before update on holder_document for each row execute function holder_document_fixed();
drop trigger registration_proxy_fixed on registration_proxy;
create function registration_proxy_fixed() returns trigger language plpgsql as $$ begin
  if old.destroyed_at is not null or new.registration_id <> old.registration_id or new.vault_id <> old.vault_id
    or new.document_kind <> old.document_kind or new.country <> old.country or new.authorisation <> old.authorisation or new.consent <> old.consent
    or new.at <> old.at
    or (new.destroyed_at is null and not exists(select 1 from vault_index v where v.coming = new.index_generation and old.index_generation < v.coming))
    or (new.destroyed_at is not null and new.index_generation <> old.index_generation) then
    raise exception 'proxy_immutable: Who acted for whom never changes.';
  end if;
  return new; end $$;
select muster_pin('registration_proxy_fixed');
create trigger registration_proxy_fixed before update on registration_proxy for each row execute function registration_proxy_fixed();
