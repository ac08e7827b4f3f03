-- From when on a user is treated like an inactive one; null for no end. An end that has come is noticed once.
alter table app_user add column expires_at timestamp with time zone;
alter table app_user add column noticed_end timestamp with time zone;
create index app_user_expires on app_user (expires_at);
