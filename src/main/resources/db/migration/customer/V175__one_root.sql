-- One account only, also when two instances are started on an empty database: a null is equal to no other.
alter table customer add column is_root boolean
    generated always as (case when parent_id is null then true end) ${stored};
create unique index customer_root on customer (is_root);
