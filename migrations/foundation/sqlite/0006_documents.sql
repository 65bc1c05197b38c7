-- Attachments. The bytes stand in files named by their hash; personal ones are encrypted before they are written.
-- Tables without a hidden row number and guards on existing keys: `insert or replace` is refused even where a client has
-- recursive triggers switched off.
create table document(
  id text primary key,
  sha256 text not null check(length(sha256) = 64),  -- of the bytes in the file
  media_type text not null,
  size bigint not null check(size >= 0),            -- of the content, decrypted
  title text not null check(length(title) <= 300),
  record_kind text not null,
  record_id text not null,
  personal bigint not null check(personal in (0, 1)),
  vault_record text not null default '',            -- under which record's key the vault sealed it; '' if not personal
  created_by text not null,
  created_at bigint not null,
  retain_until bigint not null,
  legal_hold bigint not null default 0 check(legal_hold in (0, 1)),
  destroyed_at bigint,
  check((personal = 1) = (vault_record <> ''))) without rowid;
create trigger document_no_replace before insert on document when exists(select 1 from document x where x.id = new.id) begin
  select raise(abort, 'already_exists: A record with this key exists already; nothing was changed.'); end;
create index document_by_record on document(record_kind, record_id, id);
create index document_by_hash on document(sha256);
create index document_by_term on document(destroyed_at, legal_hold, retain_until);
create trigger document_no_delete before delete on document begin
  select raise(abort, 'document_kept: The record of a document is never removed.'); end;
create trigger document_stays before update on document
  when new.id <> old.id or new.sha256 <> old.sha256 or new.media_type <> old.media_type or new.size <> old.size or new.title <> old.title
    or new.record_kind <> old.record_kind or new.record_id <> old.record_id or new.personal <> old.personal
    or new.vault_record <> old.vault_record or new.created_by <> old.created_by or new.created_at <> old.created_at
    or old.destroyed_at is not null begin
  select raise(abort, 'document_immutable: A document never changes; add a new one.'); end;
create trigger document_term_only_grows before update on document when new.retain_until < old.retain_until begin
  select raise(abort, 'document_term: The term of a document can be extended, not shortened.'); end;
create trigger document_kept_until_term before update on document
  when new.destroyed_at is not null and (new.legal_hold = 1 or old.legal_hold = 1 or new.destroyed_at < new.retain_until) begin
  select raise(abort, 'document_retained: A document is destroyed only after its term and never under a legal hold.'); end;
