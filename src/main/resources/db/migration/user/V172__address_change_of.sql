-- The address that the user had when another one was asked for: one that somebody else has changed meanwhile is not replaced.
delete from address_change;
alter table address_change add column instead_of varchar(254) not null;
