-- Vehicles in whose texts two letters may stand between others than ASCII, so that no index of three letters finds them.
${postgres}create index vehicle_between on vehicle (id) where (found_by ~ '[^\x01-\x7f][A-Za-z0-9]{2}([^\x01-\x7f]|$)');
