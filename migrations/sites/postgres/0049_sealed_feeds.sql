-- What is kept for feeds and for other operators is sealed with a key that no table holds, and read only so: what is written into these
-- tables by other hands reaches nobody.
alter table zone_entry add column seal text not null default '';
create or replace function zone_entry_changes() returns trigger language plpgsql as $$ begin
  if old.until_serial is not null or new.until_serial is null or new.name <> old.name or new.kind <> old.kind
      or new.from_serial <> old.from_serial or new.order_id <> old.order_id or new.order_number <> old.order_number or new.reversed <> old.reversed or new.own <> old.own
      or new.seal <> old.seal then
    raise exception 'zone_entry_kept: An entry only ends, once.'; end if;
  return new;
end $$;
select muster_pin('zone_entry_changes');
alter table share_object add column seal text not null default '';
create or replace function share_object_changes() returns trigger language plpgsql as $$ begin
  if new.is_last <> 0 or new.id <> old.id or new.version <> old.version or new.type <> old.type
      or new.order_id is distinct from old.order_id or new.revoked <> old.revoked or new.body <> old.body or new.added_at <> old.added_at
      or new.seal <> old.seal then
    raise exception 'share_kept: A version that was told is never changed.'; end if;
  return new;
end $$;
select muster_pin('share_object_changes');
update order_watch set due_at = 0;  -- each is looked at again, and sealed
