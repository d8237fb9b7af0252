-- Times in the log: one zone, and only what a calendar shows.
begin;
\ir preamble.psql
select plan(9);

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
  pg_temp.refusal($$ insert into public.messages (room_id, user_id, content, created_at)
                     values (pg_temp.room('club'), pg_temp.id('olga'), 'x', 'infinity') $$),
  '23514', 'a message is of a time that can be shown');
select is(
  pg_temp.refusal($$ insert into public.messages (room_id, user_id, content, created_at)
                     values (pg_temp.room('club'), pg_temp.id('olga'), 'x', '0044-03-15 BC') $$),
  '23514', 'and of one that JavaScript can read');
select is(
  pg_temp.refusal($$ update public.messages set edited_at = '10000-01-01' $$), '23514', 'so is its edit');
select is(
  pg_temp.refusal($$ insert into public.chat_rooms (name, created_at) values ('x', '-infinity') $$),
  '23514', 'so is a room');
select is(
  pg_temp.refusal($$ update public.room_participants set joined_at = 'infinity' $$), '23514', 'so is who joins');
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
