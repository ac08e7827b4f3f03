-- PostgreSQL writes a changed row anew; where its page has room for that, no index has to follow.
${postgres}alter table device_presence set (fillfactor = 60);
-- Most devices are at no location.
${postgres}drop index device_location;
${postgres}create index device_location on device (location_id) where location_id is not null;
