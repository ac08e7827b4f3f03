-- Most entries are of units, which are no users: PostgreSQL can leave them out of the index of who did it.
${postgres}drop index audit_entry_actor;
${postgres}create index audit_entry_actor on audit_entry (actor_id, id) where actor_id is not null;
