-- Subscriptions of clients to changes of a line's SIM (CAMARA sim-swap-subscriptions), and what is to be told to their sinks. No
-- number of a line stands here; a sink's credential is in the vault under the subscription's id.
create table camara_subscription(
  id text collate "C" primary key not null,
  client_id text collate "C" not null references camara_client(id),
  line_id text collate "C" not null references line(id),
  ownership_id text collate "C" not null references line_ownership(id),   -- whose line it was: another holder's is not subscribed to
  by_token bigint not null check(by_token in (0, 1)),         -- made in three parties: the client is never told the number
  sink text collate "C" not null check(length(sink) between 9 and 2000),
  credential_expires_at bigint,                               -- none: the sink asks for none
  max_events bigint check(max_events >= 1),
  state text collate "C" not null check(state in ('active', 'ended')),
  starts_at bigint not null,
  expires_at bigint not null check(expires_at > starts_at),
  due_at bigint not null,                                     -- when it ends by itself
  events bigint not null check(events >= 0),                  -- changes that were told, or are to be
  notices bigint not null check(notices >= events),           -- those and the end
  ended_at bigint,
  reason text collate "C" not null check(reason in ('', 'SUBSCRIPTION_EXPIRED', 'MAX_EVENTS_REACHED', 'ACCESS_TOKEN_EXPIRED', 'SUBSCRIPTION_DELETED',
    'NETWORK_TERMINATED')),
  check((state = 'ended') = (ended_at is not null)),
  check((state = 'ended') = (reason <> ''))
);
create unique index camara_subscription_once on camara_subscription(client_id, line_id, sink) where state = 'active';
create index camara_subscription_of_client on camara_subscription(client_id, id) where state = 'active';
create index camara_subscription_of_line on camara_subscription(line_id, id) where state = 'active';
create index camara_subscription_due on camara_subscription(due_at, id) where state = 'active';
create trigger camara_subscription_first before insert on camara_subscription for each row when (new.state <> 'active' or new.notices <> 0)
  execute function muster_refuse('subscription_first: A subscription begins active, with nothing told.');
create trigger camara_subscription_of_live_client before insert on camara_subscription for each row execute function camara_token_of_client();
create trigger camara_subscription_forward before update on camara_subscription for each row when (old.state <> 'active' or new.id <> old.id or new.client_id <> old.client_id or new.line_id <> old.line_id or new.ownership_id <> old.ownership_id or new.by_token <> old.by_token or new.sink <> old.sink or new.credential_expires_at is distinct from old.credential_expires_at or new.max_events is distinct from old.max_events or new.starts_at <> old.starts_at or new.expires_at <> old.expires_at or new.due_at <> old.due_at or new.events < old.events or new.notices < old.notices)
  execute function muster_refuse('subscription_immutable: A subscription tells of changes until it ends, and stays as it ended.');
create trigger camara_subscription_no_delete before delete on camara_subscription for each row
  execute function muster_refuse('subscription_kept: That somebody was told stays on record.');

-- In the order of `ordinal`, one after the other; `due` goes to `delivered` or `given_up`, once.
create table camara_notification(
  id text collate "C" primary key not null,
  subscription_id text collate "C" not null references camara_subscription(id),
  ordinal bigint not null check(ordinal >= 1),
  kind text collate "C" not null check(kind in ('swapped', 'subscription-ended')),
  happened_at bigint not null,
  state text collate "C" not null check(state in ('due', 'delivered', 'given_up')),
  attempts bigint not null check(attempts >= 0),
  due_at bigint not null,
  done_at bigint,
  unique(subscription_id, ordinal),
  check((state = 'due') = (done_at is null))
);
create index camara_notification_due on camara_notification(due_at, id) where state = 'due';
create index camara_notification_done on camara_notification(done_at, id) where state <> 'due';
create trigger camara_notification_forward before update on camara_notification for each row when (old.state <> 'due' or new.id <> old.id or new.subscription_id <> old.subscription_id or new.ordinal <> old.ordinal or new.kind <> old.kind or new.happened_at <> old.happened_at or new.attempts < old.attempts)
  execute function muster_refuse('notification_immutable: A notification is tried until it is delivered or given up.');
create trigger camara_notification_no_early_delete before delete on camara_notification for each row when (old.state = 'due')
  execute function muster_refuse('notification_due: What is still to be told stays.');
