-- Bodies of events under their event alone, without a hidden row number and a second tree that leads from the id to it.
create table event_payload_new(
  event_id text primary key not null references event(id),
  salt text not null,
  body text not null) without rowid;
insert into event_payload_new(event_id, salt, body) select event_id, salt, body from event_payload order by event_id;
drop table event_payload;
alter table event_payload_new rename to event_payload;
create trigger event_payload_no_update before update on event_payload begin
  select raise(abort, 'event_immutable: What happened can not be changed.'); end;
-- What is read by kind has an index of its own, of that kind alone.
drop index event_by_kind;
