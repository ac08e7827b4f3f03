-- How many users and devices a customer and everything below it may have at most; no row: no limit.
create table customer_quota (
    customer_id    bigint primary key references customer (id) on delete cascade,
    max_users      bigint,
    max_devices    bigint,
    -- At least so many more fit in without counting. What leaves is not noted, so there may be more room than this, never less.
    room_users     bigint not null,
    room_devices   bigint not null,
    -- People have been told that little is left; told again only after there was room once more.
    warned_users   boolean not null,
    warned_devices boolean not null
);
