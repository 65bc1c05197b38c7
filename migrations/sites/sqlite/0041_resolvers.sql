-- Resolvers that are asked whether they follow the zone, and what each was asked.
create table resolver(
  id text primary key not null,
  label text not null check(length(label) between 1 and 100),
  address text not null,
  port integer not null check(port between 1 and 65535),
  serial bigint not null,               -- of the zone: changes after it are yet to be asked for
  added_by text not null references person(id),
  added_at bigint not null,
  ended_at bigint,
  answered_at bigint,
  drifts bigint not null default 0 check(drifts in (0, 1))) without rowid;  -- as it was told last
create unique index resolver_by_address on resolver(address, port) where ended_at is null;

create table resolver_probe(
  id text primary key not null,
  resolver_id text not null references resolver(id),
  name text not null,
  wildcard bigint not null check(wildcard in (0, 1)),  -- everything below the name
  blocked bigint not null check(blocked in (0, 1)),    -- what the zone says
  state text not null check(state in ('waiting', 'agreed', 'drift', 'undecided')),
  seen text not null check(seen in ('', 'silent', 'open', 'blocked', 'no_name')),
  changed_at bigint not null,           -- when the zone came to say so
  asked bigint not null default 0,
  asked_at bigint,
  agreed_at bigint,                     -- for the first time since
  due_at bigint not null,
  unique(resolver_id, name, wildcard)) without rowid;
create index resolver_probe_by_due on resolver_probe(resolver_id, due_at);
create index resolver_probe_by_state on resolver_probe(resolver_id, state);
create index resolver_probe_by_agreed on resolver_probe(resolver_id, agreed_at);
