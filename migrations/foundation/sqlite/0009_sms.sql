-- Short messages, written with the change that asks for them and sent afterwards. A row names a letter and its values; neither
-- the number (recipient_ref is opaque) nor the text stands here.
create table sms_message(
  id text primary key not null,             -- also the key by which a gateway tells a repetition
  kind text not null check(kind <> ''),     -- name of the letter
  recipient_ref text not null check(recipient_ref <> ''),
  language text not null check(language in ('en', 'zh')),
  filled text not null,                     -- JSON: the letter's values
  record_kind text not null check(record_kind <> ''),
  record_id text not null check(record_id <> ''),
  urgent bigint not null check(urgent in (0, 1)),   -- also in quiet hours
  state text not null check(state in ('queued', 'sent', 'delivered', 'failed')),
  attempts bigint not null check(attempts >= 0),
  next_at bigint not null,
  reference text not null,                  -- the gateway's, once it took the message
  error_code text not null,
  created_at bigint not null,
  changed_at bigint not null) without rowid;
create index sms_message_due on sms_message(urgent, next_at, id) where state = 'queued';
create index sms_message_by_reference on sms_message(reference, id) where reference <> '' and state = 'sent';
create index sms_message_ended on sms_message(changed_at) where state <> 'queued';
create trigger sms_message_first before insert on sms_message when new.state <> 'queued' or new.attempts <> 0 begin
  select raise(abort, 'sms_state: A message begins as queued.'); end;
create trigger sms_message_fixed before update on sms_message
  when new.id <> old.id or new.kind <> old.kind or new.recipient_ref <> old.recipient_ref or new.language <> old.language or new.filled <> old.filled
    or new.record_kind <> old.record_kind or new.record_id <> old.record_id or new.urgent <> old.urgent or new.created_at <> old.created_at
    or (old.state = 'sent' and new.state not in ('sent', 'delivered', 'failed')) or (old.state in ('delivered', 'failed') and new.state <> old.state) begin
  select raise(abort, 'sms_immutable: What a message says never changes, and what was sent is not sent again.'); end;
create trigger sms_message_kept before delete on sms_message when old.state = 'queued' begin
  select raise(abort, 'sms_kept: A message that waits is never removed.'); end;
create trigger sms_message_no_replace before insert on sms_message when exists(select 1 from sms_message x where x.id = new.id) begin
  select raise(abort, 'already_exists: A record with this key exists already; nothing was changed.'); end;

-- How many messages of a record are in which state, moved in the same transaction.
create table sms_tally(
  record_kind text not null,
  record_id text not null,
  state text not null check(state in ('queued', 'sent', 'delivered', 'failed')),
  n bigint not null check(n >= 0),
  primary key(record_kind, record_id, state)) without rowid;
