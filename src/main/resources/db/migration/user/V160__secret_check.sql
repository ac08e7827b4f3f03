-- One secret that everybody knows, encrypted: a program with another key finds out at its start.
create table secret_check (
    id     integer primary key check (id = 1),
    sealed varchar(200) not null
);
