-- What a phone without a network kept, and has sent: so that whatever is sent twice is done once.
create table offline_entry (
    -- Made by the phone, at random.
    entry_key char(36) primary key,
    device_id bigint not null references device (id) on delete cascade,
    -- Whoever claimed the unit by it: a user, or whoever has the link of a job.
    user_id   bigint references app_user (id) on delete cascade,
    job_id    bigint references install_job (id) on delete cascade,
    done_at   timestamp with time zone not null
);
create index offline_entry_done on offline_entry (done_at);
