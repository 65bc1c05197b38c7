-- What lists and the console's first page ask for, at any size of the register.
create index line_stopped on line(state, id) where state in ('warned', 'one_way_barred', 'barred');
create index registration_by_dealer on registration(dealer_id, id);
