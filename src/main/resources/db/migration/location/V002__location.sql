create sequence location_seq;
create table location (
    id          bigint primary key,
    customer_id bigint not null references customer (id),
    name        varchar(120) not null,
    created_at  timestamp with time zone not null,
    version     bigint not null
);
create index location_customer on location (customer_id, name);
