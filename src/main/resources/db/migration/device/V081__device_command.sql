-- What people ask of a unit, and what it answered.
create table device_command (
    id          varchar(36) primary key,
    device_id   bigint not null references device (id) on delete cascade,
    name        varchar(20) not null,
    sent_at     timestamp with time zone not null,
    -- After this the unit is not to do it any more.
    expires_at  timestamp with time zone not null,
    -- sent, or what the unit said last.
    status      varchar(12) not null,
    answered_at timestamp with time zone,
    -- What the unit said besides, as it said it.
    detail      varchar(1000)
);
create index device_command_device on device_command (device_id, sent_at);
create index device_command_sent on device_command (sent_at);
