-- What a search looks into, so that it is put together and lower-cased once and not for every row of every search: what
-- everybody sees of a device in a list, and what only those see who see the device itself.
alter table device add column found_by varchar(400)
    generated always as (lower(name) || U&'\0001' || unit_id) ${stored};
alter table device add column told_by varchar(500)
    generated always as (lower(coalesce(imei, '') || U&'\0001' || coalesce(iccid, '') || U&'\0001' || coalesce(vin, '')
        || U&'\0001' || coalesce(serial, '') || U&'\0001' || coalesce(mac, ''))) ${stored};
