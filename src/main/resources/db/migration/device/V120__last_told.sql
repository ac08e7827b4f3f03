-- Digest of the facts that the unit told last: an announcement with the same one has nothing new to say.
alter table device add column last_told varchar(22);
