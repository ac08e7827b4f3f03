-- What an external broker has yet to be told about the password of a unit; the row goes when the broker has it.
create table broker_account (
    unit_id varchar(64) primary key,
    -- The password, encrypted with the key of secrets; null: the unit is to be removed.
    secret  varchar(512),
    -- Another one with every change, so that what was changed in the meantime is told again.
    mark    bigint not null,
    -- When it is to be told next. Whoever is about to tell it puts it off first, so that only one does.
    due_at  timestamp with time zone not null,
    taker   varchar(64)
);
create index broker_account_due on broker_account (due_at);
