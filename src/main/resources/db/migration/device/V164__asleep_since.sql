-- When the unit last said that it is online, goes to sleep or goes away: it is asleep until it is heard again.
alter table device_presence add column connection_at timestamp with time zone;
update device_presence set connection_at = last_seen_at where connection is not null;
-- The last announcement that was of an earlier boot: it comes twice like any other, and the history has it once.
alter table device_presence add column late_msg_id varchar(72);
-- A clock that ran ahead does not keep later messages out any more.
update telemetry_stamp set stamp = current_timestamp where stamp > current_timestamp;
