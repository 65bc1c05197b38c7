-- A census reads more formats than before, and says how many observations found no room in memory.
alter table census_run add column left_out bigint not null default 0 check(left_out >= 0);
drop trigger census_run_final;
alter table census_run add column source_format text not null default 'auto'
  check(source_format in ('auto', 'plain', 'csv', 'unbound', 'bind', 'powerdns', 'dnsdist', 'dnstap', 'zone'));
update census_run set source_format = format;
alter table census_run drop column format;
alter table census_run rename column source_format to format;
create trigger census_run_final before update on census_run when old.state in ('done', 'failed', 'cancelled') begin
  select raise(abort, 'census_run_ended: A census that has ended never changes.'); end;
