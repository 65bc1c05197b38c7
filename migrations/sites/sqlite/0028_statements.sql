-- Statements of reasons: one an order, written once. How each travelled stands beside it.
create table statement(
  id text primary key not null,
  number text not null unique,
  order_id text not null unique references orders(id),
  case_id text not null references case_file(id),
  language text not null check(language in ('en', 'zh')),
  content text not null check(content <> ''),          -- JSON: fields, sections as they are printed, the DSA's record
  content_sha256 text not null check(length(content_sha256) = 64),
  secret_sha256 text not null unique check(length(secret_sha256) = 64),  -- of the link; the link is kept nowhere
  created_at bigint not null,
  state text not null check(state in ('written', 'sent', 'undelivered', 'handed_over', 'received')),
  state_at bigint not null,
  version bigint not null check(version > 0)) without rowid;
create index statement_by_state on statement(state, id);
create trigger statement_begins before insert on statement when new.state <> 'written' or new.version <> 1 begin
  select raise(abort, 'statement_state: A statement begins as written.'); end;
create trigger statement_no_replace before insert on statement
  when exists(select 1 from statement s where s.id = new.id or s.order_id = new.order_id or s.number = new.number) begin
  select raise(abort, 'statement_kept: This order has its statement of reasons already.'); end;
create trigger statement_fixed before update on statement
  when new.id <> old.id or new.number <> old.number or new.order_id <> old.order_id or new.case_id <> old.case_id or new.language <> old.language
    or new.content <> old.content or new.content_sha256 <> old.content_sha256 or new.secret_sha256 <> old.secret_sha256
    or new.created_at <> old.created_at or new.version <> old.version + 1 begin
  select raise(abort, 'statement_immutable: What a statement of reasons says never changes.'); end;
create trigger statement_moves before update on statement
  when (old.state, new.state) not in (values ('written', 'sent'), ('written', 'undelivered'), ('written', 'handed_over'), ('written', 'received'),
    ('sent', 'undelivered'), ('sent', 'handed_over'), ('sent', 'received'), ('undelivered', 'handed_over'), ('undelivered', 'written'),
    ('undelivered', 'received'), ('handed_over', 'received')) begin
  select raise(abort, 'statement_state: This step is not open to a statement in its present state.'); end;
create trigger statement_no_delete before delete on statement begin
  select raise(abort, 'statement_kept: A statement of reasons stays on record.'); end;

create table statement_delivery(
  statement_id text not null references statement(id),
  seq bigint not null check(seq > 0),
  channel text not null check(channel in ('page', 'email', 'post', 'phone', 'host', 'in_person')),
  notice_id text unique references notice(id),
  state text not null check(state in ('waiting', 'sent', 'failed', 'done')),
  code text not null,
  note text not null,
  by_person text not null,
  at bigint not null,
  changed_at bigint not null,
  primary key(statement_id, seq),
  check((channel = 'email') = (notice_id is not null)),
  check((channel in ('post', 'phone', 'host', 'in_person')) <= (note <> '' and state = 'done'))) without rowid;
create trigger statement_delivery_fixed before update on statement_delivery
  when new.statement_id <> old.statement_id or new.seq <> old.seq or new.channel <> old.channel or new.notice_id is not old.notice_id
    or new.note <> old.note or new.by_person <> old.by_person or new.at <> old.at or old.state in ('failed', 'done')
    or (old.state = 'sent' and new.state = 'waiting') begin
  select raise(abort, 'statement_delivery_immutable: How a statement travelled never changes.'); end;
create trigger statement_delivery_no_replace before insert on statement_delivery
  when exists(select 1 from statement_delivery d where (d.statement_id = new.statement_id and d.seq = new.seq) or d.notice_id = new.notice_id) begin
  select raise(abort, 'statement_kept: How a statement travelled stays on record.'); end;
create trigger statement_delivery_no_delete before delete on statement_delivery begin
  select raise(abort, 'statement_kept: How a statement travelled stays on record.'); end;
