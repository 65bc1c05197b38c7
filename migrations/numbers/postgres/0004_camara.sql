-- Clients of the identity interfaces (CAMARA), what they were granted, and what holders agreed to. No number of a line stands
-- here: a token of three parties names the line and the interval of the holder who was authenticated.
create table camara_client(
  id text collate "C" primary key not null,
  name text collate "C" not null unique check(length(name) between 1 and 100),
  secret_hash text collate "C" not null unique check(length(secret_hash) = 64),   -- SHA-256 of 32 random bytes
  purpose text collate "C" not null check(length(purpose) between 1 and 64),      -- of its contract; stands with each look-up in the ledger
  scopes text collate "C" not null check(scopes <> ''),                           -- separated by blanks
  scores bigint not null check(scores in (0, 1)),                     -- whether it may see how similar what differs is
  document_first bigint not null check(document_first in (0, 1)),     -- whether a comparison needs the document's number
  subjects_per_day bigint not null check(subjects_per_day between 1 and 1000000),
  questions_per_subject bigint not null check(questions_per_subject between 1 and 1000000),   -- a day: nobody finds a birth date by trying all
  created_at bigint not null,
  ended_at bigint
);
create trigger camara_client_fixed before update on camara_client for each row
  when (old.ended_at is not null or new.ended_at is null or new.id <> old.id or new.name <> old.name or new.secret_hash <> old.secret_hash
    or new.purpose <> old.purpose or new.scopes <> old.scopes or new.scores <> old.scores or new.document_first <> old.document_first
    or new.subjects_per_day <> old.subjects_per_day or new.questions_per_subject <> old.questions_per_subject or new.created_at <> old.created_at)
  execute function muster_refuse('client_immutable: What a client was granted never changes; it ends, and another one is made.');
create trigger camara_client_no_delete before delete on camara_client for each row
  execute function muster_refuse('client_kept: A client stays on record.');

-- Access tokens by their hash. Of two parties: no line. Expired ones are swept.
create table camara_token(
  hash text collate "C" primary key not null check(length(hash) = 64),
  client_id text collate "C" not null references camara_client(id),
  scopes text collate "C" not null check(scopes <> ''),
  line_id text collate "C" references line(id),
  ownership_id text collate "C" references line_ownership(id),    -- whose line it was: another holder's is not this token's
  authenticated_by text collate "C" not null check(authenticated_by in ('none', 'network', 'sim', 'otp', 'password')),
  made_at bigint not null,
  expires_at bigint not null,
  check(expires_at between made_at and made_at + 86400000000),
  check((line_id is null) = (ownership_id is null)),
  check((line_id is null) = (authenticated_by = 'none'))
);
create index camara_token_expires on camara_token(expires_at, hash);
create function camara_token_of_client() returns trigger language plpgsql as $$ begin
  if exists(select 1 from camara_client c where c.id = new.client_id and c.ended_at is not null) then
    raise exception 'client_ended: This client has ended.';
  end if;
  return new; end $$;
select muster_pin('camara_token_of_client');
create trigger camara_token_of_client before insert on camara_token for each row execute function camara_token_of_client();
create trigger camara_token_no_update before update on camara_token for each row
  execute function muster_refuse('token_immutable: A token never changes.');

-- That a holder agreed to hand data to a client: the one ground on which data leave.
create table camara_consent(
  id text collate "C" primary key not null,
  client_id text collate "C" not null references camara_client(id),
  holder_id text collate "C" not null references holder(id),
  consent text collate "C" not null check(consent <> ''),   -- code of the text that the holder agreed to
  given_at bigint not null,
  withdrawn_at bigint check(withdrawn_at >= given_at)
);
create unique index camara_consent_open on camara_consent(client_id, holder_id) where withdrawn_at is null;
create trigger camara_consent_fixed before update on camara_consent for each row
  when (old.withdrawn_at is not null or new.withdrawn_at is null or new.id <> old.id or new.client_id <> old.client_id
    or new.holder_id <> old.holder_id or new.consent <> old.consent or new.given_at <> old.given_at)
  execute function muster_refuse('consent_immutable: A consent can be withdrawn, once.');
create trigger camara_consent_no_delete before delete on camara_consent for each row
  execute function muster_refuse('consent_kept: A consent stays on record.');

-- Of which lines a client asked on a day, and how often: keyed hashes, swept when the day is over.
create table camara_subject(
  client_id text collate "C" not null references camara_client(id),
  day text collate "C" not null check(length(day) = 10),
  subject text collate "C" not null check(length(subject) = 64),
  asked bigint not null check(asked > 0),
  primary key(client_id, day, subject)
);
create index camara_subject_by_day on camara_subject(day);

-- What the network and the contract say of a line, where they say it.
create table camara_line(
  line_id text collate "C" primary key not null references line(id),
  contract text collate "C" not null check(contract in ('', 'PAYG', 'PAYM', 'Business')),
  content_lock text collate "C" not null check(content_lock in ('', 'true', 'false')),
  parental_control text collate "C" not null check(parental_control in ('', 'true', 'false')),
  throttled bigint not null check(throttled in (0, 1)),
  opted_out bigint not null check(opted_out in (0, 1))   -- nobody is answered about this line
);
