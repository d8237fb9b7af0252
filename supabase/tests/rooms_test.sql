-- Rooms: who makes them, sees them and edits them.
begin;
\ir preamble.psql
select plan(30);

select pg_temp.act('olga');
select is(
  (public.create_room('Club', 'Members only', id => pg_temp.room('club')) - 'created_at' - 'updated_at'),
  jsonb_build_object('id', pg_temp.room('club')::text, 'name', 'Club', 'description', 'Members only',
    'visibility', 'private', 'created_by', pg_temp.id('olga')::text),
  'create_room makes a private room and returns it');
select is(
  public.create_room('Square', visibility => 'public', id => pg_temp.room('square')) ->> 'visibility', 'public',
  'create_room makes a public room');
select lives_ok(
  $$ insert into public.chat_rooms (id, name) values (pg_temp.room('plain'), 'Plain') returning id $$,
  'a plain insert makes a room, and may ask for the row');
select results_eq(
  $$ select p.role, p.user_id::text from public.room_participants p where p.room_id = pg_temp.room('plain') $$,
  $$ select 'owner'::text, pg_temp.id('olga')::text $$,
  'whoever makes a room owns it');
select is(
  pg_temp.refusal($$ insert into public.chat_rooms (name, created_by) values ('x', pg_temp.id('paul')) $$), '42501',
  'nobody makes a room in the name of another');
select is(
  pg_temp.refusal($$ select public.create_room('') $$), '23514', 'a room has a name');
select is(
  pg_temp.refusal($$ select public.create_room('x', visibility => 'secret') $$), '23514',
  'a room is private, open or public');
select lives_ok($$ select public.create_room('x', null, null, null) $$, 'nulls of a client mean the defaults');

select lives_ok(
  $$ select public.create_room('Guild', visibility => 'open', id => pg_temp.room('guild'));
     insert into public.messages (room_id, user_id, content) values (pg_temp.room('guild'), pg_temp.id('olga'), 'to members') $$,
  'create_room makes an open room');

select pg_temp.act('paul');
select isnt_empty(
  $$ select from public.chat_rooms where id = pg_temp.room('guild') $$, 'who is signed in sees an open room');
select is_empty(
  $$ select from public.messages where room_id = pg_temp.room('guild')
     union all select from public.room_participants where room_id = pg_temp.room('guild') $$,
  'but neither what is said there nor who is in it');
select is(
  pg_temp.refusal($$ select public.room_snapshot(pg_temp.room('guild')) $$), 'PT403 may_join',
  'and is told that one may join');
select ok(
  not (public.authorize_channel('private-room-' || pg_temp.room('guild')) ->> 'allowed')::boolean,
  'nor may one listen');
select is(
  public.join_room(pg_temp.room('guild')) ->> 'role', 'member', 'an open room is joined without an invitation');
select isnt_empty(
  $$ select from public.messages where room_id = pg_temp.room('guild') $$, 'and read then');

select pg_temp.act('sten');
select is_empty(
  $$ select from public.chat_rooms where id = pg_temp.room('club') $$, 'a stranger does not see a private room');
select isnt_empty(
  $$ select from public.chat_rooms where id = pg_temp.room('square') $$, 'a stranger sees a public room');
select is(
  pg_temp.refusal($$ select public.create_room('again', id => pg_temp.room('club')) $$), '42501',
  'an id that is taken is refused');
update public.chat_rooms set name = 'Hijacked' where id = pg_temp.room('square');
select is(
  pg_temp.refusal($$ update public.chat_rooms set created_by = pg_temp.id('sten') $$), '42501',
  'the maker of a room cannot be changed');
select is(pg_temp.refusal($$ delete from public.chat_rooms $$), '42501', 'clients delete no rooms');

select pg_temp.act('anon');
select is_empty(
  $$ select from public.chat_rooms where id = pg_temp.room('club') $$, 'without signing in no private room is seen');
select is_empty(
  $$ select from public.chat_rooms where id = pg_temp.room('guild') $$, 'nor an open one');
select isnt_empty(
  $$ select from public.chat_rooms where id = pg_temp.room('square') $$, 'without signing in public rooms are seen');
select is(
  pg_temp.refusal($$ select public.create_room('x') $$), 'PT401 sign_in_needed', 'to make a room one signs in');
select is(pg_temp.refusal($$ insert into public.chat_rooms (name) values ('x') $$), '42501', 'nor by a plain insert');

select pg_temp.act('olga');
select is(
  (select name from public.chat_rooms where id = pg_temp.room('square')), 'Square',
  'only owners edit a room');
update public.chat_rooms set name = 'Market', visibility = 'private' where id = pg_temp.room('square');
update public.chat_rooms set description = 'Fish' where id = pg_temp.room('square');
update public.chat_rooms set description = 'Fish' where id = pg_temp.room('square');

select pg_temp.act('postgres');
select results_eq(
  $$ select rev, kind, channel, data ->> 'name', data ->> 'visibility' from public.room_events
      where room_id = pg_temp.room('square') and kind = 'room-updated' order by rev $$,
  $$ values (2::bigint, 'room-updated', 'room-' || pg_temp.room('square'), null, 'private'),
            (3::bigint, 'room-updated', 'private-room-' || pg_temp.room('square'), 'Market', 'private'),
            (4::bigint, 'room-updated', 'private-room-' || pg_temp.room('square'), 'Market', 'private') $$,
  'edits are told where people listen at that time, and only when something changed');
select lives_ok($$ delete from public.chat_rooms where id = pg_temp.room('square') $$, 'a server deletes a room');
select is_empty(
  $$ select from public.room_events where room_id = pg_temp.room('square')
     union all select from public.room_counters where room_id = pg_temp.room('square')
     union all select from public.room_participants where room_id = pg_temp.room('square') $$,
  'nothing of a deleted room is left');
set constraints all immediate;
select pass('every number given is in the log');

select * from finish();
rollback;
