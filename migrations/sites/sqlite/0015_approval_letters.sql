-- Which pre-approvals a filing's provider was told of, and when: once before the last day, once after it.
create table filing_pre_approval_told(
  approval_id text not null references filing_pre_approval(id),
  stage text not null check(stage in ('ending', 'ended')),
  notice_id text not null references notice(id),
  told_at bigint not null,
  primary key(approval_id, stage)
) without rowid;
create trigger filing_pre_approval_told_fixed before update on filing_pre_approval_told begin
  select raise(abort, 'pre_approval_told_fixed: That a letter was written stays as it is.'); end;
create trigger filing_pre_approval_told_no_replace before insert on filing_pre_approval_told
  when exists(select 1 from filing_pre_approval_told where approval_id = new.approval_id and stage = new.stage) begin
  select raise(abort, 'pre_approval_told_fixed: That a letter was written stays as it is.'); end;
create trigger filing_pre_approval_told_no_delete before delete on filing_pre_approval_told begin
  select raise(abort, 'pre_approval_told_fixed: That a letter was written stays as it is.'); end;
