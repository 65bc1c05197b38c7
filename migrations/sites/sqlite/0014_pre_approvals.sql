-- Pre-approvals of services: what another authority has to have allowed before a service is offered. One that is taken out stays on
-- record. `valid_until` is midnight UTC of the last day on which it holds.
create table filing_pre_approval(
  id text primary key not null,
  site_id text not null references site(id),
  kind text not null check(kind in ('news', 'publishing', 'education', 'health', 'drugs', 'culture', 'audiovisual', 'bbs')),
  number text not null check(length(number) between 1 and 100),
  issued_by text not null check(length(issued_by) <= 200),  -- empty in an imported register alone
  valid_until bigint check(valid_until % 86400000000 = 0),  -- null: without a term
  recorded_at bigint not null,
  removed_at bigint,
  check(removed_at is null or removed_at >= recorded_at)
) without rowid;
create unique index filing_pre_approval_once on filing_pre_approval(site_id, kind, number) where removed_at is null;
create index filing_pre_approval_ends on filing_pre_approval(valid_until, id) where removed_at is null and valid_until is not null;
create trigger filing_pre_approval_stands before insert on filing_pre_approval when new.removed_at is not null begin
  select raise(abort, 'pre_approval_immutable: A pre-approval is recorded as one that stands.'); end;
create trigger filing_pre_approval_fixed before update on filing_pre_approval
  when old.removed_at is not null or new.removed_at is null or new.id <> old.id or new.site_id <> old.site_id or new.kind <> old.kind
    or new.number <> old.number or new.issued_by <> old.issued_by or new.valid_until is not old.valid_until or new.recorded_at <> old.recorded_at begin
  select raise(abort, 'pre_approval_immutable: A recorded pre-approval is taken out, and another one recorded; it is never rewritten.'); end;
create trigger filing_pre_approval_no_replace before insert on filing_pre_approval
  when exists(select 1 from filing_pre_approval where id = new.id
    or (site_id = new.site_id and kind = new.kind and number = new.number and removed_at is null)) begin
  select raise(abort, 'pre_approval_exists: This pre-approval is on record already.'); end;
create trigger filing_pre_approval_no_delete before delete on filing_pre_approval begin
  select raise(abort, 'pre_approval_kept: A pre-approval stays on record; it is taken out.'); end;
