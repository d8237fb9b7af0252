-- Consent: nobody is put into a room by a stranger, and nobody is shown to strangers.
begin;
\ir preamble.psql
select plan(47);

update parley.settings set directory = false, direct_adding = false;
create function pg_temp.invited() returns text language sql as $$
  select coalesce(string_agg(i ->> 'name' || ' ' || (i ->> 'role') || coalesce(' by ' || (i #>> '{profile,display_name}'), ''), ', '), '')
    from jsonb_array_elements(public.my_invitations()) i
$$;
create function pg_temp.seen() returns text language sql as $$
  select string_agg(display_name, ' ' order by display_name) from public.profiles
   where id in (select pg_temp.id(n) from unnest(array['olga', 'paul', 'mia', 'sten']) n)
$$;
create function pg_temp.in_club(name text) returns text language sql security definer as $$
  select role from public.room_participants where room_id = pg_temp.room('club') and user_id = pg_temp.id(name)
$$;

select pg_temp.act('olga');
select public.create_room('Club', id => pg_temp.room('club'));
select public.create_room('Den', id => pg_temp.room('den'));
select is(pg_temp.seen(), 'Olga', 'strangers are not shown');

-- by a plain insert
select lives_ok(
  $$ insert into public.room_participants (room_id, user_id) values (pg_temp.room('club'), pg_temp.id('paul')) $$,
  'to add a stranger');
select is(pg_temp.in_club('paul'), null, 'puts nobody into the room');
select is(
  (select role || ' ' || (invited_by = pg_temp.id('olga')) from public.room_invitations where user_id = pg_temp.id('paul')),
  'member true', 'but invites');
select is(pg_temp.seen(), 'Olga', 'and shows nobody');
select pg_temp.act('postgres');
select is(
  (select count(*) from public.room_events where room_id = pg_temp.room('club')), 1::bigint, 'nobody hears of it');
select pg_temp.act('paul');
select is(pg_temp.invited(), 'Club member by Olga', 'who is invited sees by whom');
select is_empty($$ select from public.chat_rooms where id = pg_temp.room('club') $$, 'but not yet the room');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, role) values (pg_temp.room('club'), 'owner') $$), '42501',
  'and comes in no other role');
select is(public.accept_invitation(pg_temp.room('club')) ->> 'role', 'member', 'coming in is up to the person');
select is(pg_temp.in_club('paul'), 'member', 'who is in the room then');
select is(pg_temp.invited(), '', 'and no longer invited');
select is(public.accept_invitation(pg_temp.room('club')) ->> 'role', 'member', 'accepting twice is accepting once');
select is(pg_temp.seen(), 'Olga Paul', 'those who share a room are shown to each other');
select pg_temp.act('olga');
select lives_ok(
  $$ insert into public.room_participants (room_id, user_id) values (pg_temp.room('den'), pg_temp.id('paul')) $$,
  'whom one shares a room with');
select isnt_empty(
  $$ select from public.room_participants where room_id = pg_temp.room('den') and user_id = pg_temp.id('paul') $$, 'one adds');

-- by the function
select is(
  public.invite_person(pg_temp.room('club'), pg_temp.id('mia'), 'moderator') - 'created_at',
  jsonb_build_object('room_id', pg_temp.room('club')::text, 'user_id', pg_temp.id('mia')::text, 'role', 'moderator',
    'invited_by', pg_temp.id('olga')), 'owners invite in any role');
select is(public.invite_person(pg_temp.room('club'), pg_temp.id('paul')), null, 'whoever is in is not invited');
select is(
  pg_temp.refusal($$ select public.invite_person(pg_temp.room('club'), pg_temp.id('mia'), 'king') $$), '23514',
  'only in a role there is');
select pg_temp.act('paul');
select is(
  pg_temp.refusal($$ select public.invite_person(pg_temp.room('club'), pg_temp.id('sten')) $$), 'PT403 not_allowed',
  'members do not invite');
select pg_temp.act('sten');
select is(
  pg_temp.refusal($$ select public.invite_person(pg_temp.room('club'), pg_temp.id('sten')) $$), 'PT403 not_a_participant',
  'strangers do not invite themselves');
select is(
  pg_temp.refusal($$ insert into public.room_invitations (room_id, user_id) values (pg_temp.room('club'), pg_temp.id('sten')) $$),
  '42501', 'by a plain insert either');
select is_empty($$ select from public.room_invitations $$, 'and see no invitations of others');
select is(
  pg_temp.refusal($$ select public.accept_invitation(pg_temp.room('club')) $$), 'PT404 no_such_invitation',
  'nor accept them');
select pg_temp.act('mia');
select is(public.join_room(pg_temp.room('club')) ->> 'role', 'moderator', 'join_room accepts an invitation, too');
select is(
  pg_temp.refusal($$ select public.invite_person(pg_temp.room('club'), pg_temp.id('sten'), 'moderator') $$),
  'PT403 not_allowed', 'moderators invite members only');
select lives_ok($$ select public.invite_person(pg_temp.room('club'), pg_temp.id('sten')) $$, 'and those they do');
select isnt_empty($$ select from public.room_invitations where user_id = pg_temp.id('sten') $$, 'they see whom');

-- what an owner offered, a moderator does not take back by offering less
select pg_temp.act('olga');
select public.invite_person(pg_temp.room('club'), pg_temp.id('sten'), 'owner');
select pg_temp.act('mia');
select is(
  public.invite_person(pg_temp.room('club'), pg_temp.id('sten')) ->> 'role', 'owner',
  'a moderator is shown the invitation of an owner');
select pg_temp.act('olga');
select is(
  public.invite_person(pg_temp.room('club'), pg_temp.id('sten')) ->> 'role', 'member', 'which the owner may lower');
select pg_temp.act('mia');
select public.invite_person(pg_temp.room('club'), pg_temp.id('sten'));

-- an invitation ends
select pg_temp.act('sten');
select public.decline_invitation(pg_temp.room('club'));
select is(pg_temp.invited(), '', 'an invitation may be declined');
select pg_temp.act('mia');
select public.invite_person(pg_temp.room('club'), pg_temp.id('sten'));
delete from public.room_invitations where user_id = pg_temp.id('sten');
select pg_temp.act('sten');
select is(pg_temp.invited(), '', 'or taken back');
select pg_temp.act('mia');
select public.invite_person(pg_temp.room('club'), pg_temp.id('sten'));
select public.leave_room(pg_temp.room('club'));
select pg_temp.act('sten');
select is(pg_temp.invited(), '', 'and ends with the right of who made it');
select is(
  pg_temp.refusal($$ select public.accept_invitation(pg_temp.room('club')) $$), 'PT404 no_such_invitation', 'to any way in');
select is(
  pg_temp.refusal($$ select public.join_room(pg_temp.room('club')) $$), 'PT403 invitation_needed', 'by join_room');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id) values (pg_temp.room('club')) $$), '42501',
  'and by a plain insert');
select pg_temp.act('service_role');
insert into public.room_invitations (room_id, user_id) values (pg_temp.room('club'), pg_temp.id('sten'))
    on conflict (room_id, user_id) do update set invited_by = null;
select pg_temp.act('sten');
select is(pg_temp.invited(), 'Club member', 'a server invites in nobody''s name');
select is(public.accept_invitation(pg_temp.room('club')) ->> 'role', 'member', 'and it holds');
select pg_temp.act('anon');
select is(pg_temp.refusal($$ select public.my_invitations() $$), 'PT401 sign_in_needed', 'invitations are of someone');
select is(
  pg_temp.refusal($$ select public.accept_invitation(pg_temp.room('club')) $$), 'PT401 sign_in_needed', 'to accept one signs in');
select is(
  pg_temp.refusal($$ select public.decline_invitation(pg_temp.room('club')) $$), 'PT401 sign_in_needed', 'to decline as well');
select is(
  pg_temp.refusal($$ select public.invite_person(pg_temp.room('club'), pg_temp.id('mia')) $$), 'PT401 sign_in_needed',
  'and to invite');

-- what an operator decides otherwise
select pg_temp.act('postgres');
update parley.settings set directory = true;
select pg_temp.act('olga');
select is(pg_temp.seen(), 'Mia Olga Paul Sten', 'a directory shows everybody');
select pg_temp.act('postgres');
update parley.settings set directory = false, direct_adding = true;
delete from public.room_participants where user_id = pg_temp.id('sten');
select pg_temp.act('olga');
insert into public.room_participants (room_id, user_id) values (pg_temp.room('club'), pg_temp.id('sten'));
select is(pg_temp.in_club('sten'), 'member', 'a closed community adds at once');
select pg_temp.act('postgres');
update parley.settings set direct_adding = false;
insert into public.room_participants (room_id, user_id) values (pg_temp.room('club'), pg_temp.id('mia'));
select is(pg_temp.in_club('mia'), 'member', 'and a server always');
delete from parley.settings;
delete from public.room_participants where user_id in (pg_temp.id('sten'), pg_temp.id('mia'));
select pg_temp.act('olga');
insert into public.room_participants (room_id, user_id) values (pg_temp.room('club'), pg_temp.id('sten'));
select is(pg_temp.in_club('sten'), null, 'without settings people are invited');
select is(pg_temp.seen(), 'Olga Paul', 'and strangers not shown');

select * from finish();
rollback;
