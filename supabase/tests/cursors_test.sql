-- Cursors: how far people have read; they only grow.
begin;
select plan(17);

-- People are known by name here: pg_temp.id gives an id, pg_temp.act lets one speak, pg_temp.refusal
-- tells why a statement failed.
create function pg_temp.id(name text) returns uuid language sql immutable as $$ select md5(name)::uuid $$;
create function pg_temp.act(name text) returns void language plpgsql as $$
begin
  perform set_config('request.jwt.claims', case
    when name in ('anon', 'service_role', 'postgres') then jsonb_build_object('role', name)
    else jsonb_build_object('role', 'authenticated', 'sub', md5(name)::uuid) end::text, true);
  perform set_config('role', case
    when name = 'postgres' then 'none'
    when name in ('anon', 'service_role') then name
    else 'authenticated' end, true);
end $$;
create function pg_temp.refusal(statement text) returns text language plpgsql as $$
declare hint text;
begin
  execute statement;
  return 'none';
exception when others then
  get stacked diagnostics hint = pg_exception_hint;
  return btrim(sqlstate || ' ' || hint);
end $$;
insert into auth.users (id, aud, role, email, raw_user_meta_data, created_at, updated_at)
select pg_temp.id(n), 'authenticated', 'authenticated', n || '@parley.test', jsonb_build_object('name', initcap(n)),
       now(), now()
  from unnest(array['olga', 'paul', 'mia', 'sten']) n;

select pg_temp.act('olga');
select public.create_room('Square', visibility => 'public', id => pg_temp.id('square'));
insert into public.messages (room_id, content) select pg_temp.id('square'), n::text from generate_series(1, 5) n;

create function pg_temp.move(read bigint default null, delivered bigint default null) returns text language sql as $$
  select (c ->> 'read_seq') || ' ' || (c ->> 'delivered_seq')
    from public.set_cursor(pg_temp.id('square'), read, delivered) c
$$;
select is(
  public.set_cursor(pg_temp.id('square')),
  jsonb_build_object('user_id', pg_temp.id('olga'), 'read_seq', 0, 'delivered_seq', 0), 'a cursor starts at nothing');
select is(pg_temp.move(delivered => 2), '0 2', 'what was received is not read');
select is(pg_temp.move(read => 3), '3 3', 'what was read was received');
select is(pg_temp.move(read => 1), '3 3', 'it does not go back');
select is(pg_temp.move(read => 0, delivered => 1), '3 3', 'neither of the two');
select is(pg_temp.move(read => 99), '5 5', 'nor past the last message');
select is(pg_temp.move(read => -7), '5 5', 'nor before the first');
select is(
  public.room_snapshot(pg_temp.id('square')) -> 'cursors',
  jsonb_build_array(jsonb_build_object('user_id', pg_temp.id('olga'), 'read_seq', 5, 'delivered_seq', 5)),
  'it is in the snapshot');
select is(
  public.room_changes(pg_temp.id('square'), 0) #> '{cursors,0,read_seq}', '5', 'and comes with the changes');
select is(
  pg_temp.refusal($$ update public.room_cursors set read_seq = 0 $$), '42501', 'it is moved by the function only');
select is(
  pg_temp.refusal($$ insert into public.room_cursors (room_id, user_id) values (pg_temp.id('square'), pg_temp.id('paul')) $$),
  '42501', 'and made by it');
select is(
  pg_temp.refusal($$ select public.set_cursor(pg_temp.id('nowhere'), 1) $$), 'PT404 no_such_room', 'in a room that is');

select pg_temp.act('sten');
select is(
  pg_temp.refusal($$ select public.set_cursor(pg_temp.id('square'), 1) $$), 'PT403 not_a_participant',
  'by who is in it');
select is_empty($$ select from public.room_cursors where room_id = pg_temp.id('square') $$, 'and seen in the table by those');
select pg_temp.act('olga');
select isnt_empty($$ select from public.room_cursors where room_id = pg_temp.id('square') $$, 'who are in it');
select pg_temp.act('anon');
select is(
  pg_temp.refusal($$ select public.set_cursor(pg_temp.id('square'), 1) $$), 'PT401 sign_in_needed', 'and signed in');
select pg_temp.act('postgres');
select is(
  (select last_rev from public.room_counters where room_id = pg_temp.id('square')), 6::bigint,
  'cursors take no place in the log');

select * from finish();
rollback;
