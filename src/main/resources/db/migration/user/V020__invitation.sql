-- Until when an invitation can be accepted; null while the mail is on its way, or when a password has been set.
alter table app_user add column invited_until timestamp with time zone;
create index app_user_deleted on app_user (deleted_at);
