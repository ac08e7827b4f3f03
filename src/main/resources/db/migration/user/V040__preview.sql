-- As whom a session looks at the program, and until when; null for oneself.
alter table user_session add column preview_user_id bigint references app_user (id) on delete set null;
alter table user_session add column preview_until timestamp with time zone;
create index user_session_preview on user_session (preview_user_id);
