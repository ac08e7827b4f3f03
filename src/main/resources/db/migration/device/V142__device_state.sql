-- Most devices are accepted; those that are not are looked for by their state, and those that wait stand in the inbox.
${postgres}create index device_state on device (state, name, id) where state <> 'ACCEPTED';
