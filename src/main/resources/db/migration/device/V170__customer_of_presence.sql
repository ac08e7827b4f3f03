-- Whose the device is, as "device" says: so a list of what was heard when is read from the narrow table alone.
alter table device_presence add column customer_id bigint;
update device_presence set customer_id =
    (select d.customer_id from device d where d.id = device_presence.device_id);
