-- The authenticator app of a user. The last step whose code was taken is kept, so that no code is taken twice.
create table second_factor (
    user_id    bigint primary key references app_user (id) on delete cascade,
    secret     varchar(64) not null,
    confirmed  boolean not null,
    last_step  bigint not null,
    created_at timestamp with time zone not null
);

-- Codes for whoever has lost the app: hashed, and gone once used.
create table recovery_code (
    user_id   bigint not null references second_factor (user_id) on delete cascade,
    code_hash char(64) not null,
    primary key (user_id, code_hash)
);
