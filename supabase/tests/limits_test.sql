-- Limits: how much one person may make in a request and in an hour.
begin;
select plan(16);

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

update parley.settings set direct_adding = true, rows_per_request = 20, rooms_per_hour = 5, entries_per_hour = 12;
select pg_temp.introduce(variadic array(select 'guest' || n from generate_series(1, 30) n));
-- a request is a transaction, so each one begins to count anew
create function pg_temp.request(name text) returns void language sql as $$
  select set_config('parley.rows', '', true), pg_temp.act(name)
$$;

select pg_temp.request('olga');
select public.create_room('Square', visibility => 'public', id => pg_temp.room('square'));
select pg_temp.request('olga');
select is(
  pg_temp.refusal($$ insert into public.messages (room_id, content) select pg_temp.room('square'), 'x' from generate_series(1, 21) $$),
  'PT413 too_many_rows', 'a request has a limited number of messages');
select pg_temp.request('olga');
select lives_ok(
  $$ insert into public.messages (room_id, content) select pg_temp.room('square'), 'x' from generate_series(1, 20) $$,
  'as many as an operator says');
select pg_temp.request('olga');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, user_id)
                     select pg_temp.room('square'), pg_temp.id('olga') from generate_series(1, 9000) $$),
  'PT413 too_many_rows', 'nine thousand copies of one''s own entry are refused');
select pg_temp.request('olga');
select is(
  pg_temp.refusal($$ insert into public.chat_rooms (name) select 'Room' from generate_series(1, 2000) $$),
  'PT429 too_many', 'so are two thousand rooms');
select pg_temp.request('olga');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, user_id)
                     select pg_temp.room('square'), pg_temp.id('guest' || n) from generate_series(1, 30) n $$),
  'PT429 too_many', 'and strangers by the dozen');

select pg_temp.request('olga');
select lives_ok(
  $$ insert into public.room_participants (room_id, user_id)
     select pg_temp.room('square'), pg_temp.id('guest' || n) from generate_series(1, 10) n $$, 'some may be added');
select lives_ok(
  $$ insert into public.room_participants (room_id, user_id) values (pg_temp.room('square'), pg_temp.id('guest1')) $$,
  'whoever is in counts no more');
select lives_ok($$ select public.invite_person(pg_temp.room('square'), pg_temp.id('guest11')) $$, 'invitations count as well');
select is(
  pg_temp.refusal($$ select public.invite_person(pg_temp.room('square'), pg_temp.id('guest12')) $$), 'PT429 too_many',
  'until the hour''s allowance is used');
select pg_temp.request('paul');
select lives_ok($$ select public.join_room(pg_temp.room('square')) $$, 'everybody has an own one');
select pg_temp.request('postgres');
update parley.usage set since = now() - interval '1 hour' where user_id = pg_temp.id('olga');
select pg_temp.request('olga');
select lives_ok($$ select public.invite_person(pg_temp.room('square'), pg_temp.id('guest12')) $$, 'and each hour anew');

select pg_temp.request('olga');
select lives_ok(
  $$ select public.create_room('Room ' || n) from generate_series(1, 5) n $$, 'rooms are made');
select is(pg_temp.refusal($$ select public.create_room('One more') $$), 'PT429 too_many', 'up to their number');
select pg_temp.request('service_role');
select lives_ok(
  $$ insert into public.chat_rooms (name, created_by) select 'Import ' || n, pg_temp.id('olga') from generate_series(1, 50) n $$,
  'servers have no limits');
select pg_temp.request('postgres');
delete from parley.settings;
insert into parley.settings default values;
select results_eq(
  $$ select directory, direct_adding, rows_per_request, rooms_per_hour, entries_per_hour from parley.settings $$,
  $$ values (false, false, 200, 100, 500) $$, 'the defaults are careful');
select is(
  pg_temp.refusal($$ insert into parley.settings (only_row) values (false) $$), '23514', 'there is one row of settings');

select * from finish();
rollback;
