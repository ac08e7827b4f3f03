-- Unit's own time of the last message that was taken of each sort, where a unit speaks another protocol than ours.
create table telemetry_stamp (
    device_id bigint not null references device (id) on delete cascade,
    channel   varchar(64) not null,
    stamp     timestamp with time zone not null,
    primary key (device_id, channel)
);
