-- The session in which a factor was begun: until it is confirmed, its secret is shown there again, and nowhere else.
alter table second_factor add column session_id bigint;
