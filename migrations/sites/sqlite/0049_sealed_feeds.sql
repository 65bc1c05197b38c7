-- What is kept for feeds and for other operators is sealed with a key that no table holds, and read only so: what is written into these
-- tables by other hands reaches nobody.
drop trigger zone_entry_changes;
alter table zone_entry add column seal text not null default '';
create trigger zone_entry_changes before update on zone_entry begin
  select raise(abort, 'zone_entry_kept: An entry only ends, once.')
    where old.until_serial is not null or new.until_serial is null or new.name <> old.name or new.kind <> old.kind
      or new.from_serial <> old.from_serial or new.order_id <> old.order_id or new.order_number <> old.order_number or new.reversed <> old.reversed or new.own <> old.own
      or new.seal <> old.seal;
end;
drop trigger share_object_changes;
alter table share_object add column seal text not null default '';
create trigger share_object_changes before update on share_object begin
  select raise(abort, 'share_kept: A version that was told is never changed.')
    where new.is_last <> 0 or new.id <> old.id or new.version <> old.version or new.type <> old.type or new.order_id is not old.order_id
      or new.revoked <> old.revoked or new.body <> old.body or new.added_at <> old.added_at or new.seal <> old.seal;
end;
update order_watch set due_at = 0;  -- each is looked at again, and sealed
