-- Times in the log: one zone, and only what a calendar shows.
begin;
select plan(9);

insert into auth.users (id, aud, role, email, raw_user_meta_data, created_at, updated_at)
select md5(n)::uuid, 'authenticated', 'authenticated', n || '@parley.test', jsonb_build_object('name', initcap(n)),
       now(), now()
  from unnest(array['olga', 'paul']) n;
create function pg_temp.refused(statement text) returns text language plpgsql as $$
begin
  execute statement;
  return 'none';
exception when others then
  return sqlstate;
end $$;

insert into public.chat_rooms (id, name, created_by) values (md5('club')::uuid, 'Club', md5('olga')::uuid);
set local timezone = 'America/New_York';
insert into public.messages (room_id, user_id, content) values (md5('club')::uuid, md5('olga')::uuid, 'west');
set local timezone = 'Asia/Kolkata';
insert into public.messages (room_id, user_id, content) values (md5('club')::uuid, md5('olga')::uuid, 'east');
update public.messages set content = 'far east' where content = 'east';
delete from public.messages where content = 'west';
insert into public.room_participants (room_id, user_id) values (md5('club')::uuid, md5('paul')::uuid);
update public.room_participants set muted_until = 'infinity' where user_id = md5('paul')::uuid;
update public.chat_rooms set name = 'Clubs';
delete from public.room_participants where user_id = md5('paul')::uuid;
select is_empty(
  $$ select e.kind, told.key, told.value from public.room_events e, jsonb_each_text(e.data) told
      where told.key ~ '(_at|_until)$' and told.value <> 'infinity' and told.value !~ '[+]00:00$' $$,
  'the log tells every time in UTC, whatever the zone of the session');
select isnt_empty(
  $$ select from public.room_events e, jsonb_each_text(e.data) told where told.key ~ '_at$' $$, 'and it tells times');

select is(
  pg_temp.refused($$ insert into public.messages (room_id, user_id, content, created_at)
                     values (md5('club')::uuid, md5('olga')::uuid, 'x', 'infinity') $$),
  '23514', 'a message is of a time that can be shown');
select is(
  pg_temp.refused($$ insert into public.messages (room_id, user_id, content, created_at)
                     values (md5('club')::uuid, md5('olga')::uuid, 'x', '0044-03-15 BC') $$),
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
