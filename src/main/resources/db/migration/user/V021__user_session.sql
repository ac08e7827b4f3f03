-- Who is signed in, from where. Without its row a session is over, wherever its pages are open.
create sequence user_session_seq;
create table user_session (
    id         bigint primary key,
    user_id    bigint not null references app_user (id) on delete cascade,
    started_at timestamp with time zone not null,
    source     varchar(64) not null,
    agent      varchar(200) not null
);
create index user_session_user on user_session (user_id);
