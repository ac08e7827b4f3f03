-- Secrets of authenticator apps are encrypted, which makes them longer.
alter table second_factor alter column secret set data type varchar(200);
