-- Cursors: how far people have read; they only grow.
begin;
select plan(17);

-- People, rooms and messages are known by name here: pg_temp.id, pg_temp.room and pg_temp.message give their
-- ids, of whatever type ids are, and pg_temp.key what a message is sent under.
create function pg_temp.spelled(name text, domain regtype) returns text language sql stable as $$
  select case (select format_type(d.typbasetype, null) from pg_type d where d.oid = domain)
           when 'uuid' then md5(name)::uuid::text
           when 'bigint' then ('x' || left(md5(name), 15))::bit(60)::bigint::text
           else case domain when 'parley.user_id'::regtype then 'idp|' else 'id-' end || md5(name) end
$$;
create function pg_temp.id(name text) returns parley.user_id language sql stable as $$
  select pg_temp.spelled(name, 'parley.user_id')::parley.user_id $$;
create function pg_temp.room(name text) returns parley.room_id language sql stable as $$
  select pg_temp.spelled(name, 'parley.room_id')::parley.room_id $$;
-- pg_temp.act lets one speak, pg_temp.refusal tells why a statement failed.
create function pg_temp.act(name text) returns void language plpgsql as $$
begin
  perform set_config('request.jwt.claims', case
    when name in ('anon', 'service_role', 'postgres') then jsonb_build_object('role', name)
    else jsonb_build_object('role', 'authenticated', 'sub', pg_temp.id(name)::text) end::text, true);
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
create function pg_temp.introduce(variadic names text[]) returns void language plpgsql as $$
begin
  if parley.has_accounts() then
    insert into auth.users (id, aud, role, email, raw_user_meta_data, created_at, updated_at)
    select pg_temp.spelled(n, 'parley.user_id')::uuid, 'authenticated', 'authenticated', n || '@parley.test',
           jsonb_build_object('name', initcap(n)), now(), now()
      from unnest(names) n;
  else
    insert into public.profiles (id, display_name) select pg_temp.id(n), initcap(n) from unnest(names) n;
  end if;
end $$;
select pg_temp.introduce('olga', 'paul', 'mia', 'sten');

select pg_temp.act('olga');
select public.create_room('Square', visibility => 'public', id => pg_temp.room('square'));
insert into public.messages (room_id, content) select pg_temp.room('square'), n::text from generate_series(1, 5) n;

create function pg_temp.move(read bigint default null, delivered bigint default null) returns text language sql as $$
  select (c ->> 'read_seq') || ' ' || (c ->> 'delivered_seq')
    from public.set_cursor(pg_temp.room('square'), read, delivered) c
$$;
select is(
  public.set_cursor(pg_temp.room('square')),
  jsonb_build_object('user_id', pg_temp.id('olga')::text, 'read_seq', 0, 'delivered_seq', 0), 'a cursor starts at nothing');
select is(pg_temp.move(delivered => 2), '0 2', 'what was received is not read');
select is(pg_temp.move(read => 3), '3 3', 'what was read was received');
select is(pg_temp.move(read => 1), '3 3', 'it does not go back');
select is(pg_temp.move(read => 0, delivered => 1), '3 3', 'neither of the two');
select is(pg_temp.move(read => 99), '5 5', 'nor past the last message');
select is(pg_temp.move(read => -7), '5 5', 'nor before the first');
select is(
  public.room_snapshot(pg_temp.room('square')) -> 'cursors',
  jsonb_build_array(jsonb_build_object('user_id', pg_temp.id('olga')::text, 'read_seq', 5, 'delivered_seq', 5)),
  'it is in the snapshot');
select is(
  public.room_changes(pg_temp.room('square'), 0) #> '{cursors,0,read_seq}', '5', 'and comes with the changes');
select is(
  pg_temp.refusal($$ update public.room_cursors set read_seq = 0 $$), '42501', 'it is moved by the function only');
select is(
  pg_temp.refusal($$ insert into public.room_cursors (room_id, user_id) values (pg_temp.room('square'), pg_temp.id('paul')) $$),
  '42501', 'and made by it');
select is(
  pg_temp.refusal($$ select public.set_cursor(pg_temp.room('nowhere'), 1) $$), 'PT404 no_such_room', 'in a room that is');

select pg_temp.act('sten');
select is(
  pg_temp.refusal($$ select public.set_cursor(pg_temp.room('square'), 1) $$), 'PT403 not_a_participant',
  'by who is in it');
select is_empty($$ select from public.room_cursors where room_id = pg_temp.room('square') $$, 'and seen in the table by those');
select pg_temp.act('olga');
select isnt_empty($$ select from public.room_cursors where room_id = pg_temp.room('square') $$, 'who are in it');
select pg_temp.act('anon');
select is(
  pg_temp.refusal($$ select public.set_cursor(pg_temp.room('square'), 1) $$), 'PT401 sign_in_needed', 'and signed in');
select pg_temp.act('postgres');
select is(
  (select last_rev from public.room_counters where room_id = pg_temp.room('square')), 6::bigint,
  'cursors take no place in the log');

select * from finish();
rollback;
