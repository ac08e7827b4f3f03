-- Words that people put to devices. A tag holds as long as the device is the customer's it was given at.
create table device_tag (
    device_id   bigint not null references device (id) on delete cascade,
    customer_id bigint not null references customer (id) on delete cascade,
    tag         varchar(80) not null,
    primary key (device_id, customer_id, tag)
);
create index device_tag_tag on device_tag (customer_id, tag);
