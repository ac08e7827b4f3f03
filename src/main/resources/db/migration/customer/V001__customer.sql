create sequence customer_seq;
create table customer (
    id          bigint primary key,
    parent_id   bigint references customer (id),
    -- Ids from the root down, each followed by a dot. Compared byte by byte, so that a subtree is one range of the index.
    path        varchar(1000) ${bytewise} not null,
    name        varchar(120) not null,
    email       varchar(254) not null,
    country     char(2) not null,
    time_zone   varchar(50) not null,
    time_format varchar(3) not null,
    units       varchar(8) not null,
    mfa_policy  varchar(8) not null,
    status      varchar(9) not null,
    created_at  timestamp with time zone not null,
    version     bigint not null
);
create unique index customer_path on customer (path);
create index customer_parent on customer (parent_id);
create index customer_name on customer (name, id);
create index customer_status on customer (status);
