-- The history of a part of the tree as it stands today is found by its customers, wherever they stood at the time.
create index audit_entry_customer on audit_entry (customer_id, id);
