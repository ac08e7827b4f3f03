-- The photo that a phone kept with an entry comes after it: to which installation, and which one it was, so that it comes once.
alter table offline_entry add column installation_id bigint references installation (id) on delete set null;
-- Made by the phone, at random; null while none has been kept.
alter table offline_entry add column photo_key char(36);
-- How many were sent, whatever became of them.
alter table offline_entry add column photo_attempts integer default 0 not null;
create index offline_entry_installation on offline_entry (installation_id);
