-- When somebody last decided that a user who does not sign in still needs access.
alter table app_user add column access_kept_at timestamp with time zone;
