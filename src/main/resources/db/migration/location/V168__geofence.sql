-- A circle or a polygon, as the REST interface tells it: at most 200 points of 2 numbers of 25 characters, and what is between them.
alter table location add column geofence varchar(16000);
