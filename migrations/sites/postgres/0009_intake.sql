-- A census reads more formats than before, and says how many observations found no room in memory.
alter table census_run add column left_out bigint not null default 0 check(left_out >= 0);
alter table census_run drop constraint census_run_format_check;
alter table census_run add constraint census_run_format_check
  check(format in ('auto', 'plain', 'csv', 'unbound', 'bind', 'powerdns', 'dnsdist', 'dnstap', 'zone'));
