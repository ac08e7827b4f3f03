-- The vehicle that an installer found a unit built into. It holds as long as the device is the customer's it was entered at.
create table vehicle (
    installation_id bigint primary key references installation (id) on delete cascade,
    device_id       bigint not null references device (id) on delete cascade,
    plate           varchar(40),
    -- The plate without spaces and dashes, to compare.
    plate_key       varchar(40),
    vin             varchar(17),
    odometer_km     bigint,
    make            varchar(120),
    model           varchar(120),
    entered_at      timestamp with time zone not null
);
create index vehicle_device on vehicle (device_id, installation_id);
create index vehicle_plate on vehicle (plate_key);
create index vehicle_vin on vehicle (vin);
