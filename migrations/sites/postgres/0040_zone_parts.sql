-- A zone holds nothing below a name that it takes away with everything below: such a node would open what stands beside it (RFC 4592
-- §2.2.2). What is covered so is remembered, and comes back when the one above ends.
drop trigger zone_entry_changes on zone_entry;
alter table zone_entry add column reversed text collate "C" not null default '';  -- labels from the last to the first: "example.bad.www"
update zone_entry set reversed = (select string_agg(l.label, '.' order by l.n desc)
  from unnest(string_to_array(zone_entry.name, '.')) with ordinality as l(label, n));
alter table zone_entry add column own bigint not null default 0 check(own in (0, 1));  -- by the operator's own security, not an authority
update zone_entry set own = 1 where order_id in (select o.id from orders o join decision d on d.id = o.decision_id
  join party p on p.id = d.authority_party_id where p.kind not in ('authority', 'court'));
create index zone_entry_reversed on zone_entry(reversed, kind) where until_serial is null;
create or replace function zone_entry_changes() returns trigger language plpgsql as $$ begin
  if old.until_serial is not null or new.until_serial is null or new.name <> old.name or new.kind <> old.kind
      or new.from_serial <> old.from_serial or new.order_id <> old.order_id or new.order_number <> old.order_number or new.reversed <> old.reversed or new.own <> old.own then
    raise exception 'zone_entry_kept: An entry only ends, once.'; end if;
  return new;
end $$;
create trigger zone_entry_changes before update on zone_entry for each row execute function zone_entry_changes();
select muster_pin('zone_entry_changes');
create table zone_covered(
  reversed text collate "C" not null,
  kind text not null check(kind in ('exact', 'wildcard')),
  order_id text not null references orders(id),
  primary key(reversed, kind, order_id));
create index zone_covered_by_order on zone_covered(order_id);
-- The serials at which the large zone was made anew; the small one says what changed since.
create table zone_base(
  serial bigint primary key not null,
  entries bigint not null,
  made_at bigint not null);
create trigger zone_base_kept before update or truncate on zone_base for each statement
  execute function muster_refuse('zone_base_kept: What was given out stays as it was.');
update zone_order set due_at = 0;  -- each is looked at again: what is covered goes
