-- Of a device that is out of use no heartbeat is awaited: below zero. So it is not online, and nobody has to look into "device" for
-- that, nor into another column, which a million rows would feel.
update device_presence set heartbeat_s = -heartbeat_s
where heartbeat_s > 0 and device_id in (select id from device where state in ('DECOMMISSIONED', 'REPLACED'));
