-- Zones for resolvers, served by transfer: which name stood from which serial until which, out of which order; which orders
-- are looked at again when; and the resolvers that fetch.
create table zone_order(
  order_id text primary key not null references orders(id),
  due_at bigint not null,              -- looked at again then, at the latest
  left_out text not null default '') without rowid;  -- a code: why it puts nothing into the zone
create index zone_order_by_due on zone_order(due_at, order_id);

create table zone_entry(
  name text not null,
  kind text not null check(kind in ('exact', 'wildcard')),
  from_serial bigint not null check(from_serial > 0),
  until_serial bigint check(until_serial >= from_serial),  -- the first serial without it; null: it stands
  order_id text not null references orders(id),
  order_number text not null,
  primary key(name, kind, from_serial)) without rowid;
create unique index zone_entry_standing on zone_entry(name, kind) where until_serial is null;
create index zone_entry_by_order on zone_entry(order_id) where until_serial is null;
create index zone_entry_by_from on zone_entry(from_serial);
create index zone_entry_by_until on zone_entry(until_serial) where until_serial is not null;
create trigger zone_entry_fits before insert on zone_entry begin
  select raise(abort, 'zone_entry_without_order: A zone holds what an order in force puts there, and nothing else.')
    where new.until_serial is not null or not exists(
      select 1 from network_entry e join standing_order o on o.id = e.order_id
       where e.order_id = new.order_id and e.name = new.name and e.kind = new.kind
         and o.executor = 'network' and o.network_allowed = 1 and o.number = new.order_number);
end;
create trigger zone_entry_changes before update on zone_entry begin
  select raise(abort, 'zone_entry_kept: An entry only ends, once.')
    where old.until_serial is not null or new.until_serial is null or new.name <> old.name or new.kind <> old.kind
      or new.from_serial <> old.from_serial or new.order_id <> old.order_id or new.order_number <> old.order_number;
end;
create trigger zone_entry_no_delete before delete on zone_entry when old.until_serial is null begin
  select raise(abort, 'zone_entry_kept: An entry that stands is never removed; it ends.'); end;

-- One row: the zone as it stands. floor_serial: from there on differences are known.
create table zone_state(
  id integer primary key not null check(id = 1),
  serial bigint not null,
  floor_serial bigint not null,
  changed_at bigint not null,
  looked_at bigint not null,
  closed text not null default '');    -- why the zone is empty
create trigger zone_serial_grows before update on zone_state when new.serial < old.serial begin
  select raise(abort, 'zone_serial: The serial of a zone only grows.'); end;

create table zone_secondary(
  id text primary key not null,
  label text not null check(length(label) between 1 and 100),
  key_name text not null unique check(length(key_name) between 1 and 200),
  is_signed bigint not null check(is_signed in (0, 1)),  -- by its key; 0: known by its address alone
  address text not null,               -- where NOTIFY goes, '' nowhere
  port integer not null check(port between 0 and 65535),
  added_by text not null,
  added_at bigint not null,
  ended_at bigint,
  serial bigint not null default 0,    -- that it fetched last
  fetched_at bigint,
  how text not null default '' check(how in ('', 'AXFR', 'IXFR', 'current')),
  records bigint not null default 0,
  check(is_signed = 1 or address <> '')) without rowid;
