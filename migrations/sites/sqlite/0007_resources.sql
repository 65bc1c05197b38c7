-- Blocks of addresses in a tree, and the leases by which they were handed on. Keys are 32 hex digits of the IPv6 form, so
-- that text order is address order; IPv6 blocks never hold IPv4-mapped addresses, so that the two families never meet.
create table address_block_transition(from_state text not null, to_state text not null, primary key(from_state, to_state)) without rowid;
insert into address_block_transition(from_state, to_state) values
  ('recorded', 'held'), ('held', 'assigned'), ('assigned', 'held'), ('held', 'split'),
  ('recorded', 'returned'), ('held', 'returned'), ('assigned', 'returned');
create trigger address_block_transition_no_insert before insert on address_block_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger address_block_transition_no_update before update on address_block_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger address_block_transition_no_delete before delete on address_block_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;

create table address_block(
  id text primary key not null,
  parent_id text references address_block(id),  -- where it came from; null: a root
  parent_key text not null,                      -- the same, '' for a root: what siblings share
  family bigint not null check(family in (4, 6)),
  address_range text not null,                   -- as identifiers::AddressRange writes it
  first_key text not null check(length(first_key) = 32),
  last_key text not null check(length(last_key) = 32 and last_key >= first_key),
  level bigint not null check(level between 1 and 12),
  name text not null,
  source text not null,                          -- a root's: the registry, in words
  holder_id text not null references party(id),
  allocator_id text references party(id),
  user_id text references party(id),
  mode text not null check(mode in ('unknown', 'static', 'dynamic', 'reserved')),
  gateway text not null,
  location text not null,
  origin text not null,                          -- of a route object
  state text not null check(state in ('recorded', 'held', 'assigned', 'split', 'returned')),
  live bigint not null,
  state_since bigint not null,
  reasons text not null,                         -- JSON array
  split_from text references address_block(id),
  created_at bigint not null,
  version bigint not null check(version > 0),
  check(live = (case when state in ('split', 'returned') then 0 else 1 end)),
  check(parent_key = coalesce(parent_id, '')),
  check((family = 4) = (first_key >= '00000000000000000000ffff00000000' and last_key <= '00000000000000000000ffffffffffff')),
  check((parent_id is null) = (level = 1)),
  check((parent_id is null) = (allocator_id is null)),
  check((state = 'assigned') = (user_id is not null) or live = 0),
  check(user_id is null or (user_id <> holder_id and user_id <> coalesce(allocator_id, ''))),
  check(holder_id <> coalesce(allocator_id, '') or user_id is not null or live = 0),
  check(state not in ('held', 'assigned', 'split') or source <> '' or parent_id is not null)
) without rowid;
create index address_block_siblings on address_block(parent_key, first_key) where live = 1;
create index address_block_by_parent on address_block(parent_key, first_key, id);
create index address_block_by_address on address_block(first_key, id);
create index address_block_by_state on address_block(state, first_key, id);
create index address_block_by_holder on address_block(holder_id, first_key, id);
create index address_block_by_user on address_block(user_id, first_key, id) where user_id is not null;
create index address_block_by_name on address_block(name, id) where name <> '';
create trigger address_block_first_state before insert on address_block when new.live = 0 begin
  select raise(abort, 'block_first_state: A block begins live.'); end;
create trigger address_block_no_replace before insert on address_block when exists(select 1 from address_block where id = new.id) begin
  select raise(abort, 'block_exists: This block is on record already.'); end;
-- Since live siblings never overlap, the one that begins last before the new one's end is the only one to look at.
create trigger address_block_overlap before insert on address_block
  when (select b.last_key from address_block b where b.parent_key = new.parent_key and b.live = 1 and b.first_key <= new.last_key
        order by b.first_key desc limit 1) >= new.first_key begin
  select raise(abort, 'block_overlap: The range overlaps a block that is on record beside it.'); end;
create trigger address_block_root before insert on address_block
  when new.parent_id is null and not exists(select 1 from party where id = new.holder_id and kind = 'carrier') begin
  select raise(abort, 'root_holder: A block that came out of no other is a carrier''s.'); end;
create trigger address_block_inside before insert on address_block
  when new.parent_id is not null and not exists(select 1 from address_block p where p.id = new.parent_id and p.state = 'held' and p.family = new.family
    and p.first_key <= new.first_key and p.last_key >= new.last_key and p.level = new.level - 1
    and p.holder_id = new.allocator_id) begin
  select raise(abort, 'outside_parent: A block lies inside of the block that it came from, and that one is held, with its source on record.'); end;
create trigger address_block_part before insert on address_block
  when new.split_from is not null and not exists(select 1 from address_block o where o.id = new.split_from and o.state = 'split' and o.parent_key = new.parent_key
    and o.holder_id = new.holder_id and o.first_key <= new.first_key and o.last_key >= new.last_key) begin
  select raise(abort, 'split_parts: A part has the place and the holder of the block that was split.'); end;
create trigger address_block_state before update of state on address_block
  when new.state <> old.state and not exists(select 1 from address_block_transition where from_state = old.state and to_state = new.state) begin
  select raise(abort, 'block_state: This step is not open to a block in its present state.'); end;
create trigger address_block_ended before update on address_block when old.live = 0 begin
  select raise(abort, 'block_ended: A block that has ended stays as it was.'); end;
create trigger address_block_fixed before update on address_block
  when new.id <> old.id or new.address_range <> old.address_range or new.first_key <> old.first_key or new.last_key <> old.last_key or new.family <> old.family
    or new.holder_id <> old.holder_id or new.allocator_id is not old.allocator_id or new.split_from is not old.split_from
    or new.created_at <> old.created_at or (old.source <> '' and new.source <> old.source) begin
  select raise(abort, 'block_immutable: A block''s range, source and holder never change; return it and allocate it anew.'); end;
create trigger address_block_moved before update of parent_id on address_block
  when new.parent_id is not old.parent_id and (not exists(select 1 from address_block p where p.id = new.parent_id and p.split_from = old.parent_id and p.live = 1
    and p.first_key <= new.first_key and p.last_key >= new.last_key)
    or (select b.last_key from address_block b where b.parent_key = new.parent_key and b.live = 1 and b.first_key <= new.last_key
        order by b.first_key desc limit 1) >= new.first_key) begin
  select raise(abort, 'block_immutable: A block moves only to the part of its parent that it lies in.'); end;
create trigger address_block_moved_level before update of level on address_block when new.level <> old.level begin
  select raise(abort, 'block_immutable: A block keeps its level.'); end;
create trigger address_block_in_use before update of state on address_block
  when new.state in ('assigned', 'returned') and old.state <> new.state
    and exists(select 1 from address_block c where c.parent_key = old.id and c.live = 1) begin
  select raise(abort, 'block_has_children: Parts of this block are allocated; they are returned first.'); end;
create trigger address_block_no_delete before delete on address_block begin
  select raise(abort, 'block_kept: A block stays on record; it is returned.'); end;

create table address_lease_transition(from_state text not null, to_state text not null, primary key(from_state, to_state)) without rowid;
insert into address_lease_transition(from_state, to_state) values
  ('proposed', 'licence_check'), ('proposed', 'ended'), ('licence_check', 'active'), ('licence_check', 'refused'),
  ('active', 'mismatch'), ('active', 'ended'), ('mismatch', 'explain'), ('mismatch', 'cured'),
  ('explain', 'cured'), ('explain', 'revoked'), ('cured', 'mismatch'), ('cured', 'ended');
create trigger address_lease_transition_no_insert before insert on address_lease_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger address_lease_transition_no_update before update on address_lease_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;
create trigger address_lease_transition_no_delete before delete on address_lease_transition begin
  select raise(abort, 'state_table_immutable: The state table changes with the program alone.'); end;

create table address_lease(
  id text primary key not null,
  parent_id text references address_lease(id),  -- the lessor's own
  block_id text not null references address_block(id),
  lessor_id text not null references party(id),
  lessee_id text not null references party(id),
  licence_number text not null,
  contract text not null check(contract <> ''),
  may_sublet bigint not null check(may_sublet in (0, 1)),
  state text not null check(state in ('proposed', 'licence_check', 'active', 'mismatch', 'explain', 'cured', 'revoked', 'refused', 'ended')),
  live bigint not null,
  state_since bigint not null,
  due_at bigint,
  reasons text not null,  -- JSON array
  created_at bigint not null,
  version bigint not null check(version > 0),
  check(live = (case when state in ('revoked', 'refused', 'ended') then 0 else 1 end)),
  check(lessor_id <> lessee_id),
  check((state = 'explain') = (due_at is not null))
) without rowid;
create unique index address_lease_one_live on address_lease(block_id) where live = 1;
create index address_lease_by_block on address_lease(block_id, id);
create index address_lease_by_state on address_lease(state, id);
create index address_lease_by_lessor on address_lease(lessor_id, id);
create index address_lease_by_lessee on address_lease(lessee_id, id);
create index address_lease_due on address_lease(due_at, id) where due_at is not null;
create trigger address_lease_first_state before insert on address_lease when new.state <> 'proposed' begin
  select raise(abort, 'lease_first_state: A lease begins as a proposal.'); end;
create trigger address_lease_parties before insert on address_lease
  when not exists(select 1 from address_block b where b.id = new.block_id and b.live = 1 and b.allocator_id = new.lessor_id
    and (case when b.holder_id = b.allocator_id then b.user_id else b.holder_id end) = new.lessee_id) begin
  select raise(abort, 'lease_parties: A lease goes from who allocated the block to who has it from them.'); end;
create trigger address_lease_no_replace before insert on address_lease
  when exists(select 1 from address_lease where id = new.id or (block_id = new.block_id and live = 1)) begin
  select raise(abort, 'lease_exists: This block has a live lease already.'); end;
create trigger address_lease_state before update of state on address_lease
  when new.state <> old.state and not exists(select 1 from address_lease_transition where from_state = old.state and to_state = new.state) begin
  select raise(abort, 'lease_state: This step is not open to a lease in its present state.'); end;
create trigger address_lease_final before update on address_lease when old.live = 0 begin
  select raise(abort, 'lease_ended: A lease that has ended stays as it was.'); end;
create trigger address_lease_fixed before update on address_lease
  when new.id <> old.id or new.parent_id is not old.parent_id or new.block_id <> old.block_id or new.lessor_id <> old.lessor_id or new.lessee_id <> old.lessee_id
    or new.contract <> old.contract or new.may_sublet <> old.may_sublet or new.licence_number <> old.licence_number or new.created_at <> old.created_at begin
  select raise(abort, 'lease_immutable: What a lease says never changes; it ends, and another one is made.'); end;
create trigger address_lease_no_delete before delete on address_lease begin
  select raise(abort, 'lease_kept: A lease stays on record.'); end;
create trigger address_block_leased before update of state on address_block
  when new.live = 0 and exists(select 1 from address_lease where block_id = old.id and live = 1) begin
  select raise(abort, 'block_leased: This block has a live lease; end that one first.'); end;

-- What does not fit: who is seen on an address is not who has it. A clue for people, never a decision.
create table address_finding(
  id text primary key not null,
  kind text not null check(kind in ('provider_not_in_chain', 'address_not_filed', 'user_serves_others', 'lease_not_in_force', 'sublet_forbidden')),
  host text not null check(host <> ''),
  address text not null,
  address_key text not null check(length(address_key) = 32),
  block_id text not null references address_block(id),
  lease_id text references address_lease(id),
  explain text not null,  -- JSON array of sentences
  first_seen_at bigint not null,
  last_seen_at bigint not null check(last_seen_at >= first_seen_at),
  unique(host, address_key, kind)
) without rowid;
create index address_finding_by_block on address_finding(block_id, id);
create index address_finding_by_kind on address_finding(kind, id);
create trigger address_finding_fixed before update on address_finding
  when new.id <> old.id or new.kind <> old.kind or new.host <> old.host or new.address_key <> old.address_key or new.first_seen_at <> old.first_seen_at begin
  select raise(abort, 'finding_immutable: What was found stays; only when it was last seen, and why, is renewed.'); end;
create trigger address_finding_no_delete before delete on address_finding begin
  select raise(abort, 'finding_kept: A finding stays on record.'); end;

-- Which column of somebody's file is which of ours, under a name.
create table address_mapping(
  name text primary key not null check(name <> ''),
  body text not null,  -- JSON object: our field -> their column
  actor text not null,
  saved_at bigint not null
) without rowid;

create table address_import(
  id text primary key not null,
  source_name text not null,
  format text not null,
  sha256 text not null check(length(sha256) = 64),
  state text not null check(state in ('running', 'done')),
  lines bigint not null,
  accepted bigint not null,
  already_in bigint not null,
  refused bigint not null,
  batches bigint not null,
  actor text not null,
  started_at bigint not null,
  updated_at bigint not null
) without rowid;
create index address_import_of_file on address_import(sha256, id);
create trigger address_import_no_delete before delete on address_import begin
  select raise(abort, 'import_kept: An import stays on record.'); end;
