-- Devices that are sorted by customer begin here. The expression is that of the list.
${postgres}create index customer_by_name on customer ((coalesce(name, '')), id);
