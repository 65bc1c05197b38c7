-- Which pre-approvals a filing's provider was told of, and when: once before the last day, once after it.
create table filing_pre_approval_told(
  approval_id text collate "C" not null references filing_pre_approval(id),
  stage text collate "C" not null check(stage in ('ending', 'ended')),
  notice_id text collate "C" not null references notice(id),
  told_at bigint not null,
  primary key(approval_id, stage)
);
create trigger filing_pre_approval_told_fixed before update on filing_pre_approval_told for each row
  execute function muster_refuse('pre_approval_told_fixed: That a letter was written stays as it is.');
create trigger filing_pre_approval_told_no_delete before delete on filing_pre_approval_told for each row
  execute function muster_refuse('pre_approval_told_fixed: That a letter was written stays as it is.');
