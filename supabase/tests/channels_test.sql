-- Channels: who may listen, and as whom.
begin;
\ir preamble.psql
select plan(31);

update parley.settings set directory = true, direct_adding = true;

create function pg_temp.asked(kind text, room text default 'club') returns jsonb language sql as $$
  select public.authorize_channel(kind || '-room-' || pg_temp.room(room))
$$;
select pg_temp.act('olga');
select public.create_room('Club', id => pg_temp.room('club'));
select public.create_room('Square', visibility => 'public', id => pg_temp.room('square'));
insert into public.room_participants (room_id, user_id)
values (pg_temp.room('club'), pg_temp.id('paul')), (pg_temp.room('club'), pg_temp.id('mia'));

select is(pg_temp.asked('private'), '{"allowed": true}'::jsonb, 'a participant listens to the messages');
select is(pg_temp.asked('private-encrypted'), '{"allowed": true}'::jsonb, 'encrypted or not');
select is(
  pg_temp.asked('presence'),
  jsonb_build_object('allowed', true, 'user_id', pg_temp.id('olga')::text, 'user_info', '{"name": "Olga"}'::jsonb),
  'on the presence channel others see who it is');
update public.profiles set avatar_url = 'https://example.test/o.png' where id = pg_temp.id('olga');
select is(
  pg_temp.asked('presence') #>> '{user_info,avatar_url}', 'https://example.test/o.png', 'with the picture, if there is one');

select pg_temp.act('postgres');
update public.room_participants set muted_until = 'infinity' where user_id = pg_temp.id('paul') and room_id = pg_temp.room('club');
select pg_temp.act('paul');
select is(pg_temp.asked('private'), '{"allowed": true}'::jsonb, 'who is muted listens');
select is(
  pg_temp.asked('presence'), '{"allowed": false, "reason": "You are muted in this room."}'::jsonb,
  'but is not where people send events to each other');
select pg_temp.act('postgres');
update public.room_participants set muted_until = now() where user_id = pg_temp.id('paul') and room_id = pg_temp.room('club');
select pg_temp.act('paul');
select is(pg_temp.asked('presence') -> 'allowed', 'true', 'until the silence is over');
select pg_temp.act('mia');
select is(pg_temp.asked('private') -> 'allowed', 'true', 'who is in the room listens');
select public.leave_room(pg_temp.room('club'));
select is(
  pg_temp.asked('private'), '{"allowed": false, "reason": "You are not a participant of this room."}'::jsonb,
  'until she leaves');
select is(pg_temp.asked('presence') -> 'allowed', 'false', 'nor is she seen there');

select pg_temp.act('sten');
select is(pg_temp.asked('private') -> 'allowed', 'false', 'a stranger does not');
select is(pg_temp.asked('presence', 'square') -> 'allowed', 'false', 'nor is he present in a public room he did not join');
select is(pg_temp.asked('private', 'nowhere') -> 'allowed', 'false', 'nor does anyone in a room that is not');
select pg_temp.act('anon');
select is(
  pg_temp.asked('private'), '{"allowed": false, "reason": "Sign in to listen to this room."}'::jsonb, 'to listen one signs in');

select pg_temp.act('olga');
select is(
  public.authorize_channel('private-room-' || (
    select case upper(id) when id then '0' || id else upper(id) end from cast(pg_temp.room('club') as text) id)) -> 'allowed', 'false',
  'a channel has one spelling');
select is(
  public.authorize_channel('room-' || pg_temp.room('club')) -> 'allowed', 'false', 'public channels need no permission');
select is(
  public.authorize_channel('private-' || pg_temp.room('club')), '{"allowed": false, "reason": "This is not a channel of a room."}'::jsonb,
  'other names are refused');
select is(
  public.authorize_channel('private-room-' || pg_temp.room('club') || E'\n') -> 'allowed', 'false', 'to the last character');
select is(public.authorize_channel('') -> 'allowed', 'false', 'so is no name');
select is(public.authorize_channel(null) -> 'allowed', 'false', 'or null');

-- many at once
select is(
  public.authorize_channels(array['presence-room-' || pg_temp.room('club'), 'no', 'private-room-' || pg_temp.room('club'), null]),
  jsonb_build_array(pg_temp.asked('presence'), public.authorize_channel('no'), pg_temp.asked('private'), public.authorize_channel(null)),
  'each of many is answered as it is alone, in order');
select is(public.authorize_channels('{}'), '[]'::jsonb, 'none are answered with none');
select is(public.authorize_channels(null), '[]'::jsonb, 'so is nothing');
select is(jsonb_array_length(public.authorize_channels(array_fill('no'::text, array[100]))), 100, 'a hundred are answered');
select is(
  pg_temp.refusal($$ select public.authorize_channels(array_fill('no'::text, array[101])) $$), 'PT413 too_many_channels',
  'more are refused');

select is(
  public.authorize_user() #>> '{user_info,name}', 'Olga', 'who signs in is known by name');
select is(public.authorize_user() ->> 'user_id', pg_temp.id('olga')::text, 'and by the id of the account');
select is(
  public.authorize_user() -> 'watchlist', jsonb_build_array(pg_temp.id('paul')::text),
  'and may watch those who are in a room with her now, herself left out');
select pg_temp.act('sten');
select is(public.authorize_user() -> 'watchlist', null, 'who is in no room watches nobody');
select pg_temp.act('postgres');
select pg_temp.introduce(variadic array(select 'guest' || n from generate_series(1, 120) n));
insert into public.room_participants (room_id, user_id)
select pg_temp.room('square'), pg_temp.id('guest' || n) from generate_series(1, 120) n;
select pg_temp.act('olga');
select is(jsonb_array_length(public.authorize_user() -> 'watchlist'), 100, 'one watches a hundred people at most');
select pg_temp.act('anon');
select is(
  public.authorize_user(), '{"allowed": false, "reason": "Sign in first."}'::jsonb, 'nobody signs in as nobody');

select * from finish();
rollback;
