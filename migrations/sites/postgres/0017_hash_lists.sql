-- Lists of hashes of known pictures: one person proposes a list, another enables it.
create table hash_list_transition(from_state text collate "C" not null, to_state text collate "C" not null, primary key(from_state, to_state));
insert into hash_list_transition(from_state, to_state) values ('proposed', 'active'), ('proposed', 'retired'), ('active', 'retired');
create trigger hash_list_transition_no_insert before insert on hash_list_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger hash_list_transition_no_update before update on hash_list_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');
create trigger hash_list_transition_no_delete before delete on hash_list_transition for each row
  execute function muster_refuse('state_table_immutable: The state table changes with the program alone.');

create table hash_list(
  id text collate "C" primary key not null,
  name text not null check(name <> ''),
  kind text collate "C" not null check(kind in ('child_abuse_material', 'explicit_unlawful', 'age_assurance_missing', 'billing_fraud',
    'phishing_or_malware', 'harmless')),
  publisher text not null check(publisher <> ''),
  list_version text not null check(list_version <> ''),  -- as its publisher counts
  licence text not null,
  source_sha256 text not null check(length(source_sha256) = 64),  -- of the file or bundle that it came in
  distance_max bigint not null check(distance_max between 0 and 31),
  quality_min bigint not null check(quality_min between 0 and 100),
  state text collate "C" not null check(state in ('proposed', 'active', 'retired')),
  proposed_by text collate "C" not null check(proposed_by <> ''),
  enabled_by text collate "C",
  created_at bigint not null,
  state_at bigint not null,
  end_reason text not null,
  hashes bigint not null check(hashes >= 0),
  version bigint not null check(version > 0),  -- rises with every change of its entries
  check((state = 'active') <= (enabled_by is not null)),
  check(enabled_by is null or enabled_by <> proposed_by),
  check((state = 'retired') = (end_reason <> ''))
);
create index hash_list_active on hash_list(id) where state = 'active';
create trigger hash_list_first_state before insert on hash_list for each row
  when (new.state <> 'proposed' or new.enabled_by is not null)
  execute function muster_refuse('hash_list_first_state: A list of known pictures comes in as proposed.');
create function hash_list_transition_known() returns trigger language plpgsql as $$
begin
  if new.state <> old.state and not exists(select 1 from hash_list_transition where from_state = old.state and to_state = new.state) then
    raise exception 'hash_list_state: This step is not open to a list in its present state.';
  end if;
  return new;
end $$;
create trigger hash_list_transition_known before update of state on hash_list for each row execute function hash_list_transition_known();
create trigger hash_list_fixed before update on hash_list for each row
  when (new.id <> old.id or new.name <> old.name or new.kind <> old.kind or new.publisher <> old.publisher or new.list_version <> old.list_version
    or new.licence <> old.licence or new.source_sha256 <> old.source_sha256 or new.distance_max <> old.distance_max
    or new.quality_min <> old.quality_min or new.proposed_by <> old.proposed_by or new.created_at <> old.created_at or new.version < old.version
    or (old.enabled_by is not null and new.enabled_by is distinct from old.enabled_by) or old.state = 'retired')
  execute function muster_refuse('hash_list_immutable: What was proposed of a list never changes; a list that was retired is over.');
create trigger hash_list_no_delete before delete on hash_list for each row
  execute function muster_refuse('hash_list_kept: A list stays on record; it is retired.');

create table hash_entry(
  list_id text collate "C" not null references hash_list(id),
  hash text collate "C" not null check(length(hash) = 64),
  quality bigint not null check(quality between 0 and 100),
  added_at bigint not null,
  removed_at bigint,             -- no longer on the list
  changed_in bigint not null check(changed_in > 0),  -- version of the list by which it last came or went
  put_aside text collate "C" not null default '' check(put_aside in ('', 'quarantined', 'released', 'confirmed')),
  put_aside_at bigint,
  put_aside_by text collate "C",             -- the person who decided; null: nobody yet
  pictures bigint not null default 0 check(pictures >= 0),  -- that it matched when it was put aside
  primary key(list_id, hash),
  check((put_aside in ('released', 'confirmed')) = (put_aside_by is not null)),
  check((put_aside = '') = (put_aside_at is null))
);
create index hash_entry_changed on hash_entry(list_id, changed_in);
create index hash_entry_put_aside on hash_entry(put_aside_at, list_id, hash) where put_aside = 'quarantined';
create trigger hash_entry_fixed before update on hash_entry for each row
  when (new.list_id <> old.list_id or new.hash <> old.hash)
  execute function muster_refuse('hash_entry_immutable: A hash does not become another one.');
create function hash_entry_list_over() returns trigger language plpgsql as $$
begin
  if exists(select 1 from hash_list where id = new.list_id and state = 'retired') then
    raise exception 'hash_list_state: A list that was retired takes no hashes.';
  end if;
  return new;
end $$;
create trigger hash_entry_list_over before insert on hash_entry for each row execute function hash_entry_list_over();
create trigger hash_entry_put_aside_first before update of put_aside on hash_entry for each row
  when (new.put_aside <> old.put_aside and not ((old.put_aside = '' and new.put_aside = 'quarantined') or (old.put_aside = 'quarantined' and new.put_aside in ('released', 'confirmed'))))
  execute function muster_refuse('hash_entry_state: A hash is put aside first, and then a person decides.');
create trigger hash_entry_no_delete before delete on hash_entry for each row
  execute function muster_refuse('hash_entry_kept: What stood on a list stays on record; it is taken off.');
