-- A list that is sorted by plate or vehicle begins here, instead of sorting all devices. The expressions are those of the list.
${postgres}create index vehicle_by_plate on vehicle ((coalesce(plate, '')), device_id) where plate is not null;
${postgres}create index vehicle_by_make on vehicle ((coalesce(make, '') || ' ' || coalesce(model, '')), device_id) where make is not null or model is not null;
-- The inbox by age.
${postgres}create index device_inbox on device (created_at, id) where state in ('PENDING', 'UNCLAIMED');
