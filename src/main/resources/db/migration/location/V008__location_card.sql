alter table location add column contact_email varchar(254);
alter table location add column phone varchar(40);
alter table location add column address varchar(200);
-- Several lines; H2 counts UTF-16 where people count characters.
alter table location add column notes varchar(4000);
-- #rrggbb in lower case.
alter table location add column color char(7);
