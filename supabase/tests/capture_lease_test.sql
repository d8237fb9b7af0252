-- Which worker captures is the workers' own business.
begin;
\ir preamble.psql
select plan(5);

select is(
  (select count(*) from pg_policy where polrelid = 'parley.capture_leases'::regclass), 0::bigint, 'a lease is nobody''s');
select is(
  (select relrowsecurity from pg_class where oid = 'parley.capture_leases'::regclass), true, 'row level security is on');
select is(pg_temp.refusal(role, 'delete from parley.capture_leases'), '42501', role || ' cannot take it away')
  from unnest(array['anon', 'authenticated', 'service_role']) role;

select * from finish();
rollback;
