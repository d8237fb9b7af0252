-- Which worker captures where none can hold a replication slot all the time: by SQL, a slot is held only
-- for the length of a look, and the tables not at all. The others stand by until the term is over.

create table parley.capture_leases (
  slot   text primary key,
  holder uuid not null,
  until  timestamptz not null);
comment on table parley.capture_leases is 'The worker that looks for changes by SQL, for a term that it renews; one row for each name of a slot.';

alter table parley.capture_leases enable row level security;
revoke all on table parley.capture_leases from public, anon, authenticated, service_role;
