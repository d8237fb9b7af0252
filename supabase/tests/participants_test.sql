-- Participants: who comes in, who goes, and what the others are told.
begin;
select plan(37);

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
select lives_ok($$ select public.create_room('Club', id => pg_temp.id('club')) $$, 'given a private room');
select lives_ok($$ select public.create_room('Square', null, 'public', pg_temp.id('square')) $$, 'given a public room');

select pg_temp.act('paul');
select is(
  public.join_room(pg_temp.id('square')) - 'joined_at',
  jsonb_build_object('user_id', pg_temp.id('paul'), 'role', 'member', 'profile', '{"display_name": "Paul"}'::jsonb),
  'join_room enters a public room and returns the entry');
select is(
  public.join_room(pg_temp.id('square')) ->> 'user_id', pg_temp.id('paul')::text, 'joining twice is joining once');
select is(
  pg_temp.refusal($$ select public.join_room(pg_temp.id('club')) $$), 'PT403 invitation_needed',
  'a private room is not joined');
select is(
  pg_temp.refusal($$ select public.join_room(pg_temp.id('nowhere')) $$), 'PT404 no_such_room', 'nor one that is not');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id) values (pg_temp.id('club')) $$), '42501',
  'nor by a plain insert');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, user_id)
                     values (pg_temp.id('square'), pg_temp.id('mia')) $$), '42501',
  'members bring no one');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, role) values (pg_temp.id('square'), 'owner') $$),
  '42501', 'nobody makes himself owner');
select is_empty(
  $$ select from public.room_participants where room_id = pg_temp.id('club') $$,
  'strangers do not see who is in a private room');

select pg_temp.act('olga');
select lives_ok(
  $$ insert into public.room_participants (room_id, user_id, role)
     values (pg_temp.id('club'), pg_temp.id('paul'), 'moderator') $$, 'owners add people in any role');
select lives_ok(
  $$ insert into public.room_participants (room_id, user_id) values (pg_temp.id('club'), pg_temp.id('paul')) $$,
  'adding twice is adding once');
select is(
  pg_temp.refusal($$ update public.room_participants set role = 'owner' $$), '42501',
  'roles are not changed by a plain update');

select pg_temp.act('paul');
select lives_ok(
  $$ insert into public.room_participants (room_id, user_id) values (pg_temp.id('club'), pg_temp.id('mia')) $$,
  'moderators add members');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, user_id, role)
                     values (pg_temp.id('club'), pg_temp.id('sten'), 'moderator') $$), '42501',
  'but no moderators');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, user_id, muted_until)
                     values (pg_temp.id('club'), pg_temp.id('sten'), now()) $$), '42501',
  'nobody comes in muted by a client');
delete from public.room_participants where room_id = pg_temp.id('club') and user_id = pg_temp.id('olga');
update public.room_participants set left_at = now()
 where room_id = pg_temp.id('club') and user_id = pg_temp.id('olga');
select isnt_empty(
  $$ select from public.room_participants
      where room_id = pg_temp.id('club') and user_id = pg_temp.id('olga') and left_at is null $$,
  'moderators do not remove owners');
update public.room_participants set left_at = '2001-01-01'
 where room_id = pg_temp.id('club') and user_id = pg_temp.id('mia');
select ok(
  (select left_at > '2020-01-01' from public.room_participants
    where room_id = pg_temp.id('club') and user_id = pg_temp.id('mia')),
  'moderators remove members, and the time is the server''s');

select pg_temp.act('mia');
select is(
  pg_temp.refusal($$ update public.room_participants set left_at = null $$), '42501', 'nobody undoes a leaving');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id) values (pg_temp.id('club')) $$), '42501',
  'who was removed from a private room does not come back alone');
select is(
  pg_temp.refusal($$ select public.join_room(pg_temp.id('club')) $$), 'PT403 invitation_needed', 'nor by join_room');

select pg_temp.act('paul');
select lives_ok(
  $$ insert into public.room_participants (room_id, user_id) values (pg_temp.id('club'), pg_temp.id('mia')) $$,
  'but is brought back');
select pg_temp.act('mia');
select lives_ok($$ select public.leave_room(pg_temp.id('club')) $$, 'everyone may leave');
select lives_ok($$ select public.leave_room(pg_temp.id('club')) $$, 'and leave again');
select is(
  pg_temp.refusal($$ select public.leave_room(pg_temp.id('nowhere')) $$), 'PT404 no_such_room', 'a room that is');
select pg_temp.act('anon');
select is(pg_temp.refusal($$ select public.join_room(pg_temp.id('square')) $$), 'PT401 sign_in_needed', 'to join one signs in');
select is(pg_temp.refusal($$ select public.leave_room(pg_temp.id('square')) $$), 'PT401 sign_in_needed', 'and to leave');
select is(
  (select count(*) from public.room_participants where room_id = pg_temp.id('square')), 2::bigint,
  'anyone sees who is in a public room');

select pg_temp.act('olga');
insert into public.room_participants (room_id, user_id, role)
values (pg_temp.id('square'), pg_temp.id('sten'), 'moderator');
update public.room_participants set left_at = now()
 where room_id = pg_temp.id('square') and user_id = pg_temp.id('sten');
select pg_temp.act('sten');
select is(
  public.join_room(pg_temp.id('square')) ->> 'role', 'member', 'who was removed comes back without a role');
select pg_temp.act('olga');
select public.leave_room(pg_temp.id('square'));
select is(
  public.join_room(pg_temp.id('square')) ->> 'role', 'owner', 'who left keeps it');

select pg_temp.act('paul');
select public.send_message(pg_temp.id('m1'), pg_temp.id('square'), 'one');
select public.leave_room(pg_temp.id('square'));
select public.join_room(pg_temp.id('square'));
delete from public.room_participants where room_id = pg_temp.id('square') and user_id = pg_temp.id('paul');
select pg_temp.act('postgres');
select results_eq(
  $$ select rev, kind, (data ->> 'after_seq')::int, data #>> '{profile,display_name}' from public.room_events
      where room_id = pg_temp.id('square') and kind <> 'new-message' order by rev $$,
  $$ values (1::bigint, 'user-joined', 0, 'Olga'), (2::bigint, 'user-joined', 0, 'Paul'),
            (3::bigint, 'user-joined', 0, 'Sten'), (4::bigint, 'user-left', 0, 'Sten'),
            (5::bigint, 'user-joined', 0, 'Sten'), (6::bigint, 'user-left', 0, 'Olga'),
            (7::bigint, 'user-joined', 0, 'Olga'), (9::bigint, 'user-left', 1, 'Paul'),
            (10::bigint, 'user-joined', 1, 'Paul'), (11::bigint, 'user-left', 1, 'Paul') $$,
  'coming, leaving, coming back and a deleted entry are told once each');
select results_eq(
  $$ select array(select jsonb_object_keys(data) order by 1) from public.room_events
      where room_id = pg_temp.id('square') and rev in (9, 10) order by rev $$,
  $$ values (array['after_seq', 'left_at', 'profile', 'user_id']),
            (array['after_seq', 'joined_at', 'profile', 'role', 'user_id']) $$,
  'the notices say who, when, and after which message');
update public.room_participants set role = 'moderator'
 where room_id = pg_temp.id('square') and user_id = pg_temp.id('olga');
select is(
  (select data ->> 'role' from public.room_events
    where room_id = pg_temp.id('square') and kind = 'participant-updated'), 'moderator',
  'a new role is told');
delete from auth.users where id = pg_temp.id('paul');
select is(
  (select count(*) from public.room_events
    where room_id = pg_temp.id('club') and kind = 'user-left' and data ->> 'user_id' = pg_temp.id('paul')::text),
  1::bigint, 'an account that is deleted leaves its rooms');
select isnt_empty(
  $$ select from public.messages where user_id = pg_temp.id('paul') $$, 'and what it said stays');
select is(
  pg_temp.refusal($$ update public.room_participants set room_id = pg_temp.id('square') $$), '22023',
  'an entry stays in its room');
set constraints all immediate;
select pass('every number given is in the log');

select * from finish();
rollback;
