-- Who acts for whom, and until when papers last: proxies with their own identity, companies whose lines wait for a named user,
-- documents that end.
create table registration_proxy(
  registration_id text collate "C" primary key not null references registration(id),
  vault_id text collate "C" not null unique,             -- the vault's record in which the proxy's identity stands
  document_kind text collate "C" not null check(document_kind <> ''),
  country text collate "C" not null check(length(country) = 3),
  number_index text collate "C" check(length(number_index) = 64),   -- how often one person acts for others
  authorisation text collate "C" not null check(authorisation <> ''),   -- number of the letter
  consent text collate "C" not null check(consent <> ''),
  at bigint not null,
  destroyed_at bigint,
  check((destroyed_at is null) = (number_index is not null))
);
create index registration_proxy_by_number on registration_proxy(number_index, registration_id) where number_index is not null;
create index registration_proxy_held on registration_proxy(registration_id) where destroyed_at is null;
create trigger registration_proxy_fixed before update on registration_proxy for each row
  when (old.destroyed_at is not null or new.destroyed_at is null or new.registration_id <> old.registration_id or new.vault_id <> old.vault_id
    or new.document_kind <> old.document_kind or new.country <> old.country or new.authorisation <> old.authorisation or new.consent <> old.consent
    or new.at <> old.at)
  execute function muster_refuse('proxy_immutable: Who acted for whom never changes.');
create trigger registration_proxy_no_delete before delete on registration_proxy for each row
  execute function muster_refuse('proxy_immutable: Who acted for whom never changes.');

-- Legal persons that have lines: each line waits, reserved for the company, until its named user is registered.
create table company(
  id text collate "C" primary key not null,
  organisation_kind text collate "C" not null check(organisation_kind <> ''),
  organisation_number text collate "C" not null check(organisation_number <> ''),
  name text collate "C" not null check(length(name) between 1 and 200),
  responsible_id text collate "C" not null references holder(id),       -- the person who answers for the contract
  resolution_ref text collate "C" not null check(resolution_ref <> ''), -- number of the resolution or power that names this person
  lines_max bigint not null check(lines_max between 1 and 10000000),
  enrolled_by text collate "C" not null check(enrolled_by <> ''),
  enrolled_at bigint not null,
  ended_at bigint check(ended_at >= enrolled_at)
);
create unique index company_by_number on company(organisation_kind, organisation_number) where ended_at is null;
create trigger company_fixed before update on company for each row
  when (old.ended_at is not null or new.ended_at is null or new.id <> old.id or new.organisation_kind <> old.organisation_kind
    or new.organisation_number <> old.organisation_number or new.name <> old.name or new.responsible_id <> old.responsible_id
    or new.resolution_ref <> old.resolution_ref or new.lines_max <> old.lines_max or new.enrolled_by <> old.enrolled_by
    or new.enrolled_at <> old.enrolled_at)
  execute function muster_refuse('company_immutable: A contract never changes; it ends, and another one is made.');
create trigger company_no_delete before delete on company for each row
  execute function muster_refuse('company_kept: A company stays on record.');
create index line_reserved_for on line(reserved_for, msisdn) where state = 'reserved';
create index registration_of_organisation on registration(organisation_kind, organisation_number, id) where organisation_number <> '';

-- Documents that end: their holder is told before, and the lines are barred after, unless another document is in force.
create table document_term(
  document_id text collate "C" primary key not null references holder_document(id),
  holder_id text collate "C" not null references holder(id),
  state text collate "C" not null check(state in ('told', 'barred', 'renewed')),
  told_at bigint not null,
  bar_at bigint not null,
  ended_at bigint,
  version bigint not null check(version > 0),
  check((state = 'renewed') = (ended_at is not null))
);
create index document_term_due on document_term(bar_at, document_id) where state = 'told';
create index document_term_by_holder on document_term(holder_id) where state <> 'renewed';
create trigger document_term_fixed before update on document_term for each row
  when (old.state = 'renewed' or new.document_id <> old.document_id or new.holder_id <> old.holder_id or new.told_at <> old.told_at
    or new.bar_at <> old.bar_at or new.version <> old.version + 1 or (old.state = 'barred' and new.state = 'told'))
  execute function muster_refuse('document_term_immutable: What was told, and when, never changes.');
create trigger document_term_no_delete before delete on document_term for each row
  execute function muster_refuse('document_term_immutable: What was told, and when, never changes.');
-- The lines that were barred for it: those, and no others, come back.
create table document_term_line(
  document_id text collate "C" not null references document_term(document_id),
  line_id text collate "C" not null references line(id),
  line_since bigint not null,     -- the line's state_since after it was barred: whose bar it is
  primary key(document_id, line_id)
);
