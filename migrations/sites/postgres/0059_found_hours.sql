-- At which hours of the day a site was found to violate: eight counts of four bits, of three hours each from midnight
-- UTC on, the first in the lowest (src/sites/schedule/include/schedule/hours.h).
alter table schedule_site add column found_hours bigint not null default 0 check(found_hours between 0 and 4294967295);
