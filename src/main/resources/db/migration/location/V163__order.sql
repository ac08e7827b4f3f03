-- Devices that are sorted by location begin here. The expression is that of the list.
${postgres}create index location_by_name on location ((coalesce(name, '')), id);
