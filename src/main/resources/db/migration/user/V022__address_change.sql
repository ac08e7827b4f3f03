-- A new e-mail address that its owner has still to confirm, by a link that is mailed there; one a user.
create table address_change (
    user_id    bigint primary key references app_user (id) on delete cascade,
    email      varchar(254) not null,
    token_hash char(64),
    expires_at timestamp with time zone not null
);
create unique index address_change_token on address_change (token_hash);
