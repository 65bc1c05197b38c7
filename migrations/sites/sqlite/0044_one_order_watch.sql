-- One table of orders that are looked at again, for every follower of orders (enforcement/watch.h): the zone's joins it.
alter table order_watch add column left_out text not null default '';  -- a code: why it is in no feed
insert into order_watch(follower, order_id, due_at, left_out) select 'zones', order_id, due_at, left_out from zone_order;
drop table zone_order;
