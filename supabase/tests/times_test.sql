-- Times in the log: one zone, and only what a calendar shows.
begin;
select plan(9);

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
select pg_temp.introduce('olga', 'paul');
create function pg_temp.refused(statement text) returns text language plpgsql as $$
begin
  execute statement;
  return 'none';
exception when others then
  return sqlstate;
end $$;

insert into public.chat_rooms (id, name, created_by) values (pg_temp.room('club'), 'Club', pg_temp.id('olga'));
set local timezone = 'America/New_York';
insert into public.messages (room_id, user_id, content) values (pg_temp.room('club'), pg_temp.id('olga'), 'west');
set local timezone = 'Asia/Kolkata';
insert into public.messages (room_id, user_id, content) values (pg_temp.room('club'), pg_temp.id('olga'), 'east');
update public.messages set content = 'far east' where content = 'east';
delete from public.messages where content = 'west';
insert into public.room_participants (room_id, user_id) values (pg_temp.room('club'), pg_temp.id('paul'));
update public.room_participants set muted_until = 'infinity' where user_id = pg_temp.id('paul');
update public.chat_rooms set name = 'Clubs';
delete from public.room_participants where user_id = pg_temp.id('paul');
select is_empty(
  $$ select e.kind, told.key, told.value from public.room_events e, jsonb_each_text(e.data) told
      where told.key ~ '(_at|_until)$' and told.value <> 'infinity' and told.value !~ '[+]00:00$' $$,
  'the log tells every time in UTC, whatever the zone of the session');
select isnt_empty(
  $$ select from public.room_events e, jsonb_each_text(e.data) told where told.key ~ '_at$' $$, 'and it tells times');

select is(
  pg_temp.refused($$ insert into public.messages (room_id, user_id, content, created_at)
                     values (pg_temp.room('club'), pg_temp.id('olga'), 'x', 'infinity') $$),
  '23514', 'a message is of a time that can be shown');
select is(
  pg_temp.refused($$ insert into public.messages (room_id, user_id, content, created_at)
                     values (pg_temp.room('club'), pg_temp.id('olga'), 'x', '0044-03-15 BC') $$),
  '23514', 'and of one that JavaScript can read');
select is(
  pg_temp.refused($$ update public.messages set edited_at = '10000-01-01' $$), '23514', 'so is its edit');
select is(
  pg_temp.refused($$ insert into public.chat_rooms (name, created_at) values ('x', '-infinity') $$),
  '23514', 'so is a room');
select is(
  pg_temp.refused($$ update public.room_participants set joined_at = 'infinity' $$), '23514', 'so is who joins');
select lives_ok(
  $$ update public.room_participants set muted_until = 'infinity' $$, 'but one may be muted for ever');

-- What the API and the rows call may tell a time, itself or by what it calls.
select is_empty(
  $$ select p.oid::regprocedure::text from pg_proc p
      where (p.pronamespace = 'parley'::regnamespace and p.prorettype = 'trigger'::regtype
             or p.pronamespace = 'public'::regnamespace and p.prorettype = 'jsonb'::regtype
                and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e'))
        and not coalesce(p.proconfig, '{}') @> array['TimeZone=UTC'] $$,
  'every trigger and every function of the API tells times in UTC');

select * from finish();
rollback;
