-- What an installer took a picture of. Always a JPEG that Muster wrote itself.
create table installation_photo (
    installation_id bigint primary key references installation (id) on delete cascade,
    device_id       bigint not null references device (id) on delete cascade,
    jpeg            bytea not null,
    taken_at        timestamp with time zone not null
);
create index installation_photo_device on installation_photo (device_id, installation_id);
