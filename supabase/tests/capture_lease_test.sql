-- Which worker captures is the workers' own business.
begin;
select plan(5);

create function pg_temp.refusal(role text, statement text) returns text language plpgsql as $$
begin
  perform set_config('role', role, true);
  execute statement;
  perform set_config('role', 'none', true);
  return 'none';
exception when others then
  perform set_config('role', 'none', true);
  return sqlstate;
end $$;

select is(
  (select count(*) from pg_policy where polrelid = 'parley.capture_leases'::regclass), 0::bigint, 'a lease is nobody''s');
select is(
  (select relrowsecurity from pg_class where oid = 'parley.capture_leases'::regclass), true, 'row level security is on');
select is(pg_temp.refusal(role, 'delete from parley.capture_leases'), '42501', role || ' cannot take it away')
  from unnest(array['anon', 'authenticated', 'service_role']) role;

select * from finish();
rollback;
