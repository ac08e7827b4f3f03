-- Which columns of a list a user wants to see, by their names with commas between them.
create table list_columns (
    user_id bigint not null references app_user (id) on delete cascade,
    list    varchar(40) not null,
    shown   varchar(1000) not null,
    primary key (user_id, list)
);
