-- Vehicles are entered by people, so an index for parts of plates and VINs costs nobody anything. Whoever may not install the
-- extension goes on without, and searches go through all vehicles.
${postgres}do $$ begin create extension if not exists pg_trgm; exception when others then raise notice 'pg_trgm cannot be installed'; end $$;
${postgres}do $$ begin create index vehicle_found_by on vehicle using gin (found_by gin_trgm_ops); exception when undefined_object then null; end $$;
