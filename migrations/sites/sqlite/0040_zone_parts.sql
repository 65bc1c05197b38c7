-- A zone holds nothing below a name that it takes away with everything below: such a node would open what stands beside it (RFC 4592
-- §2.2.2). What is covered so is remembered, and comes back when the one above ends.
drop trigger zone_entry_changes;
alter table zone_entry add column reversed text not null default '';  -- labels from the last to the first: "example.bad.www"
update zone_entry set reversed = (
  with recursive r(rest, said) as (
    select zone_entry.name || '.', '' union all
    select substr(rest, instr(rest, '.') + 1), substr(rest, 1, instr(rest, '.') - 1) || case said when '' then '' else '.' || said end from r where rest <> '')
  select said from r where rest = '');
alter table zone_entry add column own bigint not null default 0 check(own in (0, 1));  -- by the operator's own security, not an authority
update zone_entry set own = 1 where order_id in (select o.id from orders o join decision d on d.id = o.decision_id
  join party p on p.id = d.authority_party_id where p.kind not in ('authority', 'court'));
create index zone_entry_reversed on zone_entry(reversed, kind) where until_serial is null;
create trigger zone_entry_changes before update on zone_entry begin
  select raise(abort, 'zone_entry_kept: An entry only ends, once.')
    where old.until_serial is not null or new.until_serial is null or new.name <> old.name or new.kind <> old.kind
      or new.from_serial <> old.from_serial or new.order_id <> old.order_id or new.order_number <> old.order_number or new.reversed <> old.reversed or new.own <> old.own;
end;
create table zone_covered(
  reversed text not null,
  kind text not null check(kind in ('exact', 'wildcard')),
  order_id text not null references orders(id),
  primary key(reversed, kind, order_id)) without rowid;
create index zone_covered_by_order on zone_covered(order_id);
-- The serials at which the large zone was made anew; the small one says what changed since.
create table zone_base(
  serial bigint primary key not null,
  entries bigint not null,
  made_at bigint not null) without rowid;
create trigger zone_base_kept before update on zone_base begin
  select raise(abort, 'zone_base_kept: What was given out stays as it was.'); end;
update zone_order set due_at = 0;  -- each is looked at again: what is covered goes
