-- A branch by name is followed in the index alone, past what belongs to others.
drop index device_name;
create index device_name on device (name, id, customer_id);
