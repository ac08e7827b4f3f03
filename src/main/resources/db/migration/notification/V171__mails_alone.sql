-- For a time every change was kept here for a listener that has none any more, in a form that cannot be read again.
delete from event_publication where event_type = 'io.muster.kernel.Change$Changed';
