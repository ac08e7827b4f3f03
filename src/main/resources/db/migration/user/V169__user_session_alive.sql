-- When the program that has this session last said that it is still there: sessions live in its memory, and end with it.
alter table user_session add column alive_at timestamp with time zone default current_timestamp not null;
