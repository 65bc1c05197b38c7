-- What providers are told of orders that they carry out: one instruction each time that an order begins to stand, or stands no more. Its
-- key, the order's number and a version, is what a receiver knows it by, however often it comes.
create table instruction(
  id text primary key not null,
  key text not null unique check(key <> ''),        -- O-2026-000001/1
  order_id text not null references orders(id),
  party_id text not null references party(id),
  version bigint not null check(version > 0),
  action text not null check(action in ('suspend', 'restore')),
  urgent bigint not null check(urgent in (0, 1)),
  state text not null,
  state_at bigint not null,
  state_by text not null,
  way text not null check(way in ('', 'portal', 'file', 'webhook', 'api', 'order', 'retest', 'person', 'contract')),
  created_at bigint not null,
  ack_due_at bigint not null,
  execute_due_at bigint not null check(execute_due_at >= ack_due_at),
  late_at bigint,                                   -- when the next step is late; null: nothing is awaited, or it was told
  acknowledged_at bigint,
  executed_at bigint,
  verified_at bigint,
  retest_at bigint,                                 -- when it is looked at again
  retests bigint not null default 0,
  test_id text not null default '',                 -- the last look
  hitch text not null default '' check(hitch in ('', 'not_told', 'not_acknowledged', 'not_executed', 'objected', 'still_reachable',
    'not_restored', 'not_verified')),
  hitch_at bigint,
  settled_at bigint,
  settled_by text not null default '',
  note text not null default '' check(length(note) <= 1000),   -- why it can't be carried out; what a person settled
  unique(order_id, version),
  check((hitch = '') = (hitch_at is null))) without rowid;
create unique index instruction_one_open on instruction(order_id) where state in ('waiting', 'acknowledged', 'executed');
create index instruction_by_party on instruction(party_id, id);
create index instruction_by_party_state on instruction(party_id, state, id);
create index instruction_by_state on instruction(state, id);
create index instruction_late on instruction(late_at, id) where late_at is not null;
create index instruction_retests on instruction(retest_at, id) where retest_at is not null;
create index instruction_hitches on instruction(hitch_at, id) where hitch <> '' and settled_at is null;
create trigger instruction_fits before insert on instruction begin
  select raise(abort, 'instruction_kept: This instruction is on record already.')
    where exists(select 1 from instruction i where i.id = new.id or i.key = new.key or (i.order_id = new.order_id and i.version = new.version));
  select raise(abort, 'instruction_first_state: An instruction starts waiting.') where new.state <> 'waiting';
  select raise(abort, 'instruction_network: What the network carries out is in no instruction.')
    where exists(select 1 from orders o where o.id = new.order_id and o.executor = 'network');
end;
create trigger instruction_changes before update on instruction begin
  select raise(abort, 'instruction_immutable: What an instruction says never changes; another version says otherwise.')
    where new.id <> old.id or new.key <> old.key or new.order_id <> old.order_id or new.party_id <> old.party_id or new.version <> old.version
      or new.action <> old.action or new.urgent <> old.urgent or new.created_at <> old.created_at or new.ack_due_at <> old.ack_due_at
      or new.execute_due_at <> old.execute_due_at;
  select raise(abort, 'instruction_state: This step is not open to an instruction in its present state.')
    where new.state <> old.state and (old.state, new.state) not in (values
      ('waiting', 'acknowledged'), ('waiting', 'executed'), ('waiting', 'superseded'), ('acknowledged', 'executed'),
      ('acknowledged', 'superseded'), ('executed', 'verified'), ('executed', 'acknowledged'), ('executed', 'superseded'));
end;
create trigger instruction_no_delete before delete on instruction begin
  select raise(abort, 'instruction_kept: What a provider was told stays on record.'); end;

-- One message carries as many instructions as wait for its party and channel: an array to a webhook, a digest by e-mail.
create table instruction_message(
  id text primary key not null,
  party_id text not null references party(id),
  channel text not null check(channel in ('webhook', 'email')),
  items bigint not null check(items > 0),
  state text not null check(state in ('queued', 'sent', 'failed')),
  created_at bigint not null,
  attempts bigint not null default 0,
  next_at bigint not null,
  sent_at bigint,
  fault text not null default '',                   -- code of the last attempt that failed
  notice_id text not null default '',               -- of an e-mail
  check((state = 'sent') = (sent_at is not null))) without rowid;
create index instruction_message_due on instruction_message(next_at, id) where state = 'queued';
create index instruction_message_by_party on instruction_message(party_id, id);
create index instruction_message_by_channel on instruction_message(party_id, channel, created_at);
create trigger instruction_message_changes before update on instruction_message begin
  select raise(abort, 'instruction_message_kept: What was sent stays as it was sent.')
    where old.state = 'sent' or new.id <> old.id or new.party_id <> old.party_id or new.channel <> old.channel or new.items <> old.items
      or new.created_at <> old.created_at;
end;
create trigger instruction_message_no_delete before delete on instruction_message begin
  select raise(abort, 'instruction_message_kept: What a provider was told stays on record.'); end;

-- An instruction on one of its ways. The portal tells it at once; the others by a message.
create table instruction_delivery(
  instruction_id text not null references instruction(id),
  channel text not null check(channel in ('portal', 'webhook', 'email')),
  party_id text not null,
  message_id text not null default '',              -- '' : waits for one
  told_at bigint,
  primary key(instruction_id, channel)) without rowid;
create index instruction_delivery_waiting on instruction_delivery(party_id, channel, instruction_id) where message_id = '' and told_at is null;
create index instruction_delivery_by_message on instruction_delivery(message_id, instruction_id) where message_id <> '';
create trigger instruction_delivery_no_delete before delete on instruction_delivery begin
  select raise(abort, 'instruction_delivery_kept: What a provider was told stays on record.'); end;
