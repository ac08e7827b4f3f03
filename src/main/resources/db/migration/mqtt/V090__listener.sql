-- Instances of the program that share the messages of one external broker, by the client id of their session there.
create table listener_instance (
    client_id varchar(64) primary key,
    -- Each says now and then that it is alive. The others take the session over of one that no longer does.
    alive_at  timestamp with time zone not null
);
