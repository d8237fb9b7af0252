-- Participants: who comes in, who goes, and what the others are told.
begin;
\ir preamble.psql
select plan(56);

select pg_temp.introduce('paula');
update parley.settings set directory = true, direct_adding = true;

select pg_temp.act('olga');
select lives_ok($$ select public.create_room('Club', id => pg_temp.room('club')) $$, 'given a private room');
select lives_ok($$ select public.create_room('Square', null, 'public', pg_temp.room('square')) $$, 'given a public room');

select pg_temp.act('paul');
select is(
  public.join_room(pg_temp.room('square')) - 'joined_at',
  jsonb_build_object('user_id', pg_temp.id('paul')::text, 'role', 'member', 'profile', '{"display_name": "Paul"}'::jsonb),
  'join_room enters a public room and returns the entry');
select is(
  public.join_room(pg_temp.room('square')) ->> 'user_id', pg_temp.id('paul')::text, 'joining twice is joining once');
select is(
  pg_temp.refusal($$ select public.join_room(pg_temp.room('club')) $$), 'PT403 invitation_needed',
  'a private room is not joined');
select is(
  pg_temp.refusal($$ select public.join_room(pg_temp.room('nowhere')) $$), 'PT404 no_such_room', 'nor one that is not');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id) values (pg_temp.room('club')) $$), '42501',
  'nor by a plain insert');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, user_id)
                     values (pg_temp.room('square'), pg_temp.id('mia')) $$), '42501',
  'members bring no one');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, role) values (pg_temp.room('square'), 'owner') $$),
  '42501', 'nobody makes himself owner');
select is_empty(
  $$ select from public.room_participants where room_id = pg_temp.room('club') $$,
  'strangers do not see who is in a private room');

select pg_temp.act('olga');
select lives_ok(
  $$ insert into public.room_participants (room_id, user_id, role)
     values (pg_temp.room('club'), pg_temp.id('paul'), 'moderator') $$, 'owners add people in any role');
select lives_ok(
  $$ insert into public.room_participants (room_id, user_id) values (pg_temp.room('club'), pg_temp.id('paul')) $$,
  'adding twice is adding once');
select is(
  pg_temp.refusal($$ update public.room_participants set role = 'owner' $$), '42501',
  'roles are not changed by a plain update');

select pg_temp.act('paul');
select lives_ok(
  $$ insert into public.room_participants (room_id, user_id) values (pg_temp.room('club'), pg_temp.id('mia')) $$,
  'moderators add members');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, user_id, role)
                     values (pg_temp.room('club'), pg_temp.id('sten'), 'moderator') $$), '42501',
  'but no moderators');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, user_id, muted_until)
                     values (pg_temp.room('club'), pg_temp.id('sten'), now()) $$), '42501',
  'nobody comes in muted by a client');
delete from public.room_participants where room_id = pg_temp.room('club') and user_id = pg_temp.id('olga');
update public.room_participants set left_at = now()
 where room_id = pg_temp.room('club') and user_id = pg_temp.id('olga');
select isnt_empty(
  $$ select from public.room_participants
      where room_id = pg_temp.room('club') and user_id = pg_temp.id('olga') and left_at is null $$,
  'moderators do not remove owners');
update public.room_participants set left_at = '2001-01-01'
 where room_id = pg_temp.room('club') and user_id = pg_temp.id('mia');
select is_empty(
  $$ select from public.room_participants where room_id = pg_temp.room('club') and user_id = pg_temp.id('mia') $$,
  'moderators remove members, and no row is left of who is out');
select pg_temp.act('postgres');
select ok(
  (select (data ->> 'left_at')::timestamptz > '2020-01-01' from public.room_events
    where room_id = pg_temp.room('club') and kind = 'user-left'), 'the time is the server''s');

select pg_temp.act('mia');
update public.room_participants set left_at = null;
select is(parley.is_participant(pg_temp.room('club')), false, 'nobody undoes a leaving');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id) values (pg_temp.room('club')) $$), '42501',
  'who was removed from a private room does not come back alone');
select is(
  pg_temp.refusal($$ select public.join_room(pg_temp.room('club')) $$), 'PT403 invitation_needed', 'nor by join_room');

select pg_temp.act('paul');
select lives_ok(
  $$ insert into public.room_participants (room_id, user_id) values (pg_temp.room('club'), pg_temp.id('mia')) $$,
  'but is brought back');
select pg_temp.act('mia');
select lives_ok($$ select public.leave_room(pg_temp.room('club')) $$, 'everyone may leave');
select lives_ok($$ select public.leave_room(pg_temp.room('club')) $$, 'and leave again');
select is(
  pg_temp.refusal($$ select public.leave_room(pg_temp.room('nowhere')) $$), 'PT404 no_such_room', 'a room that is');
select pg_temp.act('anon');
select is(pg_temp.refusal($$ select public.join_room(pg_temp.room('square')) $$), 'PT401 sign_in_needed', 'to join one signs in');
select is(pg_temp.refusal($$ select public.leave_room(pg_temp.room('square')) $$), 'PT401 sign_in_needed', 'and to leave');
select is(
  (select count(*) from public.room_participants where room_id = pg_temp.room('square')), 2::bigint,
  'anyone sees who is in a public room');

select pg_temp.act('olga');
insert into public.room_participants (room_id, user_id, role)
values (pg_temp.room('square'), pg_temp.id('sten'), 'moderator');
update public.room_participants set left_at = now()
 where room_id = pg_temp.room('square') and user_id = pg_temp.id('sten');
select pg_temp.act('sten');
select is(
  public.join_room(pg_temp.room('square')) ->> 'role', 'member', 'who was removed comes back without a role');
select pg_temp.act('olga');
select public.leave_room(pg_temp.room('square'));
select is(
  public.join_room(pg_temp.room('square')) ->> 'role', 'member', 'and so does who left');

select pg_temp.act('paul');
select public.send_message(pg_temp.key('m1'), pg_temp.room('square'), 'one');
select public.leave_room(pg_temp.room('square'));
select public.join_room(pg_temp.room('square'));
delete from public.room_participants where room_id = pg_temp.room('square') and user_id = pg_temp.id('paul');
select pg_temp.act('postgres');
select results_eq(
  $$ select rev, kind, (data ->> 'after_seq')::int, data #>> '{profile,display_name}' from public.room_events
      where room_id = pg_temp.room('square') and kind <> 'new-message' order by rev $$,
  $$ values (1::bigint, 'user-joined', 0, 'Olga'), (2::bigint, 'user-joined', 0, 'Paul'),
            (3::bigint, 'user-joined', 0, 'Sten'), (4::bigint, 'user-left', 0, 'Sten'),
            (5::bigint, 'user-joined', 0, 'Sten'), (6::bigint, 'user-left', 0, 'Olga'),
            (7::bigint, 'user-joined', 0, 'Olga'), (9::bigint, 'user-left', 1, 'Paul'),
            (10::bigint, 'user-joined', 1, 'Paul'), (11::bigint, 'user-left', 1, 'Paul') $$,
  'coming, leaving, coming back and a deleted entry are told once each');
select results_eq(
  $$ select array(select jsonb_object_keys(data) order by 1) from public.room_events
      where room_id = pg_temp.room('square') and rev in (9, 10) order by rev $$,
  $$ values (array['after_seq', 'left_at', 'profile', 'user_id']),
            (array['after_seq', 'joined_at', 'profile', 'role', 'user_id']) $$,
  'the notices say who, when, and after which message');
update public.room_participants set role = 'moderator'
 where room_id = pg_temp.room('square') and user_id = pg_temp.id('olga');
select is(
  (select data ->> 'role' from public.room_events
    where room_id = pg_temp.room('square') and kind = 'participant-updated'), 'moderator',
  'a new role is told');
do $account$
begin
  if parley.has_accounts() then
    delete from auth.users u where u.id::text = pg_temp.id('paul')::text;
  else
    delete from public.room_participants where user_id = pg_temp.id('paul');
  end if;
end
$account$;
select is(
  (select count(*) from public.room_events
    where room_id = pg_temp.room('club') and kind = 'user-left' and data ->> 'user_id' = pg_temp.id('paul')::text),
  1::bigint, 'an account that is deleted leaves its rooms');
select isnt_empty(
  $$ select from public.messages where user_id = pg_temp.id('paul') $$, 'and what it said stays');
select is(
  pg_temp.refusal($$ update public.room_participants set room_id = pg_temp.room('square') $$), '22023',
  'an entry stays in its room');

-- What outlives the stay, and what does not. Olga owns the den; Mia moderates it, Sten is a member.
select pg_temp.act('olga');
select public.create_room('Den', id => pg_temp.room('den'));
insert into public.room_participants (room_id, user_id, role)
values (pg_temp.room('den'), pg_temp.id('mia'), 'moderator'), (pg_temp.room('den'), pg_temp.id('sten'), 'member');
create function pg_temp.role_in_den(name text) returns text language sql as $$
  select role from public.room_participants where room_id = pg_temp.room('den') and user_id = pg_temp.id(name)
$$;
select is(pg_temp.role_in_den('olga'), 'owner', 'given an owner');
select public.leave_room(pg_temp.room('den'));
select pg_temp.act('mia');
insert into public.room_participants (room_id, user_id) values (pg_temp.room('den'), pg_temp.id('olga'));
select is(pg_temp.role_in_den('olga'), 'member', 'an owner who left and is added as a member is a member');
select pg_temp.act('olga');
delete from public.room_participants where room_id = pg_temp.room('den') and user_id = pg_temp.id('sten');
select pg_temp.act('mia');
select is(pg_temp.role_in_den('sten'), 'member', 'and removes nobody');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, user_id, role)
                     values (pg_temp.room('den'), pg_temp.id('paula'), 'owner') $$), '42501',
  'a moderator makes no owner');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, user_id, role)
                     values (pg_temp.room('den'), pg_temp.id('olga'), 'owner')
                     on conflict (room_id, user_id) do update set role = excluded.role $$), '42501',
  'by no upsert either');

select pg_temp.act('postgres');
update public.room_participants set role = 'owner' where room_id = pg_temp.room('den') and user_id = pg_temp.id('olga');
delete from public.room_participants where room_id = pg_temp.room('den') and user_id = pg_temp.id('olga');
insert into public.room_participants (room_id, user_id) values (pg_temp.room('den'), pg_temp.id('olga'));
select is(pg_temp.role_in_den('olga'), 'member', 'an owner whom a server removed and added is a member');
update public.room_participants set role = 'owner' where room_id = pg_temp.room('den') and user_id = pg_temp.id('olga');

update public.room_participants set muted_until = 'infinity'
 where room_id = pg_temp.room('den') and user_id = pg_temp.id('sten');
select pg_temp.act('sten');
delete from public.room_participants where room_id = pg_temp.room('den') and user_id = pg_temp.id('sten');
select is(pg_temp.role_in_den('sten'), null, 'who is muted may leave');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id) values (pg_temp.room('den')) $$), '42501',
  'and does not come back alone');
select pg_temp.act('mia');
insert into public.room_participants (room_id, user_id) values (pg_temp.room('den'), pg_temp.id('sten'));
select pg_temp.act('sten');
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.room('den'), 'x') $$), 'PT403 muted',
  'who is muted is muted when added again');
select pg_temp.act('postgres');
update public.chat_rooms set visibility = 'public' where id = pg_temp.room('den');
select pg_temp.act('sten');
delete from public.room_participants where room_id = pg_temp.room('den') and user_id = pg_temp.id('sten');
insert into public.room_participants (room_id) values (pg_temp.room('den'));
select is(
  pg_temp.refusal($$ insert into public.messages (room_id, content) values (pg_temp.room('den'), 'x') $$), '42501',
  'and by deleting and inserting the own row');
select public.leave_room(pg_temp.room('den'));
select public.join_room(pg_temp.room('den'));
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.room('den'), 'x') $$), 'PT403 muted',
  'and by leaving and joining');
update public.room_participants set left_at = now() where room_id = pg_temp.room('den') and user_id = pg_temp.id('sten');
select public.join_room(pg_temp.room('den'));
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.room('den'), 'x') $$), 'PT403 muted',
  'and by setting left_at');
select pg_temp.act('postgres');
update public.room_participants set muted_until = null where room_id = pg_temp.room('den') and user_id = pg_temp.id('sten');
delete from public.room_participants where room_id = pg_temp.room('den') and user_id = pg_temp.id('sten');
insert into public.room_participants (room_id, user_id) values (pg_temp.room('den'), pg_temp.id('sten'));
select pg_temp.act('sten');
select lives_ok(
  $$ select public.send_message(gen_random_uuid(), pg_temp.room('den'), 'x') $$, 'a mute that was taken back stays so');
select pg_temp.act('postgres');
update public.room_participants set muted_until = 'infinity'
 where room_id = pg_temp.room('den') and user_id = pg_temp.id('sten');
delete from public.room_participants where room_id = pg_temp.room('den') and user_id = pg_temp.id('sten');
update parley.former_participants set muted_until = now() where user_id = pg_temp.id('sten');
insert into public.room_participants (room_id, user_id) values (pg_temp.room('den'), pg_temp.id('sten'));
select is(
  (select muted_until from public.room_participants where room_id = pg_temp.room('den') and user_id = pg_temp.id('sten')),
  null, 'one that is over ends with the stay');
select is_empty(
  $$ select from parley.former_participants f join public.room_participants p using (room_id, user_id) $$,
  'nobody is in a room and out of it');

insert into public.room_participants (room_id, user_id, joined_at, left_at)
values (pg_temp.room('den'), pg_temp.id('paula'), '2001-01-01', '2002-01-01');
select is(pg_temp.role_in_den('paula'), null, 'a server imports who was in before');
select is(
  (select left_at from parley.former_participants where user_id = pg_temp.id('paula')), '2002-01-01', 'with the times it gives');
select is(
  pg_temp.refusal($$ update public.room_participants set left_at = null, user_id = pg_temp.id('paula')
                      where room_id = pg_temp.room('den') and user_id = pg_temp.id('sten') $$), '22023',
  'an entry keeps its person');
set constraints all immediate;
select pass('every number given is in the log');

select * from finish();
rollback;
