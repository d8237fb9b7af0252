-- The log of a room: numbers without gaps, whatever is repeated, refused or rolled back.
begin;
select plan(15);

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
create function pg_temp.key(name text) returns uuid language sql immutable as $$ select md5(name)::uuid $$;
create function pg_temp.message(name text) returns parley.message_id language plpgsql stable security definer as $$
declare numbered parley.message_id;
begin
  if parley.has_client_ids() then
    select e.data ->> 'id' into numbered from public.room_events e where e.data ->> 'client_id' = pg_temp.key(name)::text;
  end if;
  return coalesce(numbered::text, pg_temp.spelled(name, 'parley.message_id'))::parley.message_id;
end $$;
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

create function pg_temp.log(name text) returns text language sql as $$
  select string_agg(e.rev || ' ' || e.kind, ', ' order by e.rev) from public.room_events e
   where e.room_id = pg_temp.room(name)
$$;
select pg_temp.act('olga');
select public.create_room('Club', id => pg_temp.room('club'));
savepoint before;
select public.send_message(pg_temp.key('m1'), pg_temp.room('club'), 'taken back');
rollback to before;
select public.send_message(pg_temp.key('m1'), pg_temp.room('club'), 'one');
select is(
  pg_temp.refusal($$ select public.send_message(pg_temp.key('m2'), pg_temp.room('club'), '') $$), '23514',
  'given a refused message');
select public.send_message(pg_temp.key('m1'), pg_temp.room('club'), 'one');
select public.send_message(pg_temp.key('m2'), pg_temp.room('club'), 'two');
insert into public.messages (id, room_id, content) values (pg_temp.message('m2'), pg_temp.room('club'), 'two')
on conflict do nothing;
insert into public.messages (room_id, content)
select pg_temp.room('club'), n::text from generate_series(3, 5) n;

select pg_temp.act('postgres');
select is(
  pg_temp.log('club'),
  '1 user-joined, 2 new-message, 3 new-message, 4 new-message, 5 new-message, 6 new-message',
  'rollbacks, refusals and repeats leave no gap');
select results_eq(
  $$ select seq, content from public.messages where room_id = pg_temp.room('club') order by seq $$,
  $$ values (1::bigint, 'one'), (2::bigint, 'two'), (3::bigint, '3'), (4::bigint, '4'), (5::bigint, '5') $$,
  'nor in the places');
select results_eq(
  $$ select last_seq, last_rev from public.room_counters where room_id = pg_temp.room('club') $$,
  $$ values (5::bigint, 6::bigint) $$, 'the counters are at the last numbers');
select is(
  (select data from public.room_events where room_id = pg_temp.room('club') and rev = 2),
  (select parley.message_json(m) from public.messages m where id = pg_temp.message('m1')),
  'a new message is in the log as it is stored');
select is(
  (select distinct channel from public.room_events where room_id = pg_temp.room('club')),
  'private-room-' || pg_temp.room('club'), 'a private room is told on a private channel');
select is(
  parley.room_channel(pg_temp.room('club')), 'private-room-' || pg_temp.room('club'), 'as room_channel says');
select is(parley.room_channel(pg_temp.room('nowhere')), null, 'which knows no channel of no room');

-- A row that is numbered and then left out, here by an app's own trigger.
create function pg_temp.drop_it() returns trigger language plpgsql as $$ begin return null; end $$;
create trigger z_drop_it before insert on public.messages for each row execute function pg_temp.drop_it();
select is(
  pg_temp.refusal($$ insert into public.messages (room_id, user_id, content)
                     values (pg_temp.room('club'), pg_temp.id('olga'), 'lost');
                     set constraints all immediate $$), '23505',
  'a number without a row does not commit');
drop trigger z_drop_it on public.messages;
select is(
  pg_temp.refusal($$ insert into public.messages (room_id, user_id, content)
                     values (pg_temp.room('nowhere'), pg_temp.id('olga'), 'x') $$), '23503 no_such_room',
  'a server learns that there is no such room');

select pg_temp.act('service_role');
select is(
  pg_temp.refusal($$ insert into public.room_events (room_id, rev, kind, channel, data)
                     values (pg_temp.room('club'), 7, 'x', 'x', '{}') $$), '42501',
  'not even servers write the log');
select is(
  pg_temp.refusal($$ update public.room_counters set last_rev = 0 $$), '42501', 'or the counters');
select pg_temp.act('olga');
select is(pg_temp.refusal($$ select from public.room_events $$), '42501', 'people read it through functions');
select is(pg_temp.refusal($$ select from public.room_counters $$), '42501', 'and the counters too');

select pg_temp.act('postgres');
set constraints all immediate;
select is((select last_rev from public.room_counters where room_id = pg_temp.room('club')), 6::bigint, 'nothing was counted since');

select * from finish();
rollback;
