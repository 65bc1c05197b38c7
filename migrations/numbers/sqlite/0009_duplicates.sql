-- Who may be on record twice. Blocks are keyed hashes by which a machine finds whom to compare; pairs are suspected, people decide.
create table holder_block(
  holder_id text primary key not null references holder(id),
  birth_first bigint not null,    -- of the day of birth and the first letter of the first part of the name
  birth_last bigint not null,     -- and of the last part
  name_year bigint not null       -- of the whole name and the year
) without rowid;
create index holder_block_birth_first on holder_block(birth_first, holder_id);
create index holder_block_birth_last on holder_block(birth_last, holder_id);
create index holder_block_name_year on holder_block(name_year, holder_id);
-- To be compared once more: corrected, or come in from offline work.
create table duplicate_recheck(
  holder_id text primary key not null references holder(id)
) without rowid;
-- How far the comparison has come, and which rules it went by: other rules begin anew.
create table duplicate_scan(
  name text primary key not null check(name = 'holders'),
  rules_hash text not null,
  last_id text not null,
  at bigint not null
) without rowid;
create table duplicate_pair(
  id text primary key not null,
  holder_a text not null references holder(id),
  holder_b text not null references holder(id),
  rules text not null check(rules <> ''),        -- JSON array of the names of the rules that suspect it
  state text not null check(state in ('open', 'same', 'different')),
  found_at bigint not null,
  decided_by text,
  decided_at bigint,
  evidence text,
  evidence_ref text,
  version bigint not null check(version > 0),
  check(holder_a < holder_b),
  check((state = 'open') = (decided_by is null)),
  check((decided_by is null) = (decided_at is null)),
  check((state = 'open') = (evidence_ref is null)),
  check((evidence is not null) = (state = 'same'))
) without rowid;
create unique index duplicate_pair_once on duplicate_pair(holder_a, holder_b);
create index duplicate_pair_open on duplicate_pair(id) where state = 'open';
create index duplicate_pair_by_b on duplicate_pair(holder_b);
create trigger duplicate_pair_first before insert on duplicate_pair when new.state <> 'open' or new.version <> 1 begin
  select raise(abort, 'pair_state: A pair begins as open.'); end;
create trigger duplicate_pair_fixed before update on duplicate_pair
  when new.id <> old.id or new.holder_a <> old.holder_a or new.holder_b <> old.holder_b or new.found_at <> old.found_at
    or new.version <> old.version + 1 or (old.state = 'different' and new.state <> 'different')
    or (old.state = 'same' and new.state not in ('same', 'different')) begin
  select raise(abort, 'pair_immutable: What people decided about a pair is not asked again.'); end;
create trigger duplicate_pair_linked before update of state on duplicate_pair
  when new.state = 'same' and not exists(select 1 from holder a join holder b on coalesce(b.same_as, b.id) = coalesce(a.same_as, a.id)
    where a.id = new.holder_a and b.id = new.holder_b) begin
  select raise(abort, 'pair_not_linked: Two records are one person by recorded evidence alone.'); end;
create trigger duplicate_pair_no_delete before delete on duplicate_pair begin
  select raise(abort, 'pair_immutable: What people decided about a pair is not asked again.'); end;
