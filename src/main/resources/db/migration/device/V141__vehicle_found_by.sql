-- What a search of devices looks into of a vehicle: plate and VIN in small letters, and the plate as it is compared.
alter table vehicle add column found_by varchar(160)
    generated always as (lower(coalesce(plate, '')) || U&'\0001' || lower(coalesce(vin, '')) || U&'\0001'
        || coalesce(plate_key, '')) ${stored};
