-- Reactions: who may, what the log tells of them, and that none outlives its message.
begin;
\ir preamble.psql
select plan(76);

select pg_temp.introduce('mute', 'gone');
update parley.settings set directory = true, direct_adding = true;

create function pg_temp.react(name text, emoji text) returns jsonb language sql as $$
  select public.react(pg_temp.message(react.name), react.emoji) $$;
create function pg_temp.unreact(name text, emoji text) returns jsonb language sql as $$
  select public.unreact(pg_temp.message(unreact.name), unreact.emoji) $$;
create function pg_temp.name(id text) returns text language sql as $$
  select n from unnest(array['olga', 'paul', 'mia', 'sten', 'mute', 'gone']) n where pg_temp.id(n)::text = name.id $$;
-- The reactions on a message, in the order in which they were put there.
create function pg_temp.stored(name text) returns text language sql security definer as $$
  select coalesce(string_agg(pg_temp.name(r.user_id::text) || ' ' || r.emoji, ', ' order by r.rev), 'none')
    from public.message_reactions r where r.message_id = pg_temp.message(stored.name) $$;
-- What the log tells after a number.
create function pg_temp.told(after bigint) returns text language sql security definer as $$
  select coalesce(string_agg(concat_ws(' ', e.kind, pg_temp.name(e.data ->> 'user_id'), e.data ->> 'emoji'), ', ' order by e.rev), 'nothing')
    from public.room_events e where e.room_id = pg_temp.room('club') and e.rev > after $$;
create function pg_temp.shown(answer jsonb) returns text language sql as $$
  select coalesce(string_agg(
           (r ->> 'emoji') || ' ' || (select string_agg(pg_temp.name(u), ' ' order by i) from jsonb_array_elements_text(r -> 'user_ids') with ordinality p (u, i)),
           ', ' order by n), 'none')
    from jsonb_array_elements(answer -> 'reactions') with ordinality t (r, n) $$;

-- How many reactions somebody sees.
create function pg_temp.seen(name text) returns bigint language plpgsql as $$
declare seen bigint;
begin
  perform pg_temp.act(name);
  execute 'select count(*) from public.message_reactions' into seen;
  return seen;
end $$;

-- olga owns the room, paul, mia and mute are in it, gone was removed, sten never was in it; mia looks after it
select pg_temp.act('olga');
select public.create_room('Club', id => pg_temp.room('club'));
insert into public.room_participants (room_id, user_id, role)
values (pg_temp.room('club'), pg_temp.id('paul'), 'member'), (pg_temp.room('club'), pg_temp.id('mia'), 'moderator'),
       (pg_temp.room('club'), pg_temp.id('mute'), 'member'), (pg_temp.room('club'), pg_temp.id('gone'), 'member');
select public.send_message(pg_temp.key('m1'), pg_temp.room('club'), 'one');
select public.send_message(pg_temp.key('m2'), pg_temp.room('club'), 'two');
select public.send_message(pg_temp.key('m3'), pg_temp.room('club'), 'three');
select pg_temp.act('mute');
select pg_temp.react('m2', '🔇');
select pg_temp.act('postgres');
update public.room_participants set muted_until = 'infinity' where user_id = pg_temp.id('mute');
delete from public.room_participants where user_id = pg_temp.id('gone');
create temporary table start as select pg_temp.head() as rev;
grant select on start to public;

-- By function -----------------------------------------------------------------------------------------------

select pg_temp.act('paul');
select is(
  pg_temp.react('m1', '👍'),
  jsonb_build_object('message_id', pg_temp.message('m1')::text, 'user_id', pg_temp.id('paul')::text, 'emoji', '👍',
    'rev', (select rev + 1 from start)), 'a member reacts');
select is(pg_temp.react('m1', '👍') -> 'rev', to_jsonb((select rev + 1 from start)), 'a repeat returns what is stored');
select is(pg_temp.head(), (select rev + 1 from start), 'and is not in the log');
select pg_temp.act('olga');
select is(pg_temp.react('m1', '👍') -> 'rev', to_jsonb((select rev + 2 from start)), 'the owner agrees');
select pg_temp.act('mia');
select is(pg_temp.react('m1', ':parley:') -> 'rev', to_jsonb((select rev + 3 from start)), 'a moderator has a word of the app''s');
select is(
  pg_temp.unreact('m1', '👍'),
  jsonb_build_object('message_id', pg_temp.message('m1')::text, 'user_id', pg_temp.id('mia')::text, 'emoji', '👍',
    'rev', (select rev + 3 from start)), 'to take back what is not there changes nothing');
select is(pg_temp.unreact('m1', ':parley:') -> 'rev', to_jsonb((select rev + 4 from start)), 'what is there goes');
select is(
  pg_temp.told((select rev from start)),
  'reaction-added paul 👍, reaction-added olga 👍, reaction-added mia :parley:, reaction-removed mia :parley:',
  'each change is in the log once');
select pg_temp.act('postgres');
select results_eq(
  $$ select e.rev - start.rev, e.channel, e.data - 'created_at', e.data ->> 'created_at' ~ '^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$'
       from public.room_events e, start where e.room_id = pg_temp.room('club') and e.rev > start.rev + 2 order by e.rev $$,
  $$ select 3::bigint, 'private-room-' || pg_temp.room('club'), d, true
       from jsonb_build_object('message_id', pg_temp.message('m1')::text, 'user_id', pg_temp.id('mia')::text, 'emoji', ':parley:') d
     union all
     select 4::bigint, 'private-room-' || pg_temp.room('club'), d, null
       from jsonb_build_object('message_id', pg_temp.message('m1')::text, 'user_id', pg_temp.id('mia')::text, 'emoji', ':parley:') d $$,
  'with ids as strings, and the time of what was added');

select is(pg_temp.refusal('anon', $$ select pg_temp.react('m1', 'x') $$), 'PT401 sign_in_needed', 'to react one signs in');
select is(pg_temp.refusal('anon', $$ select pg_temp.unreact('m1', 'x') $$), 'PT401 sign_in_needed', 'also to take it back');
select is(pg_temp.refusal('service_role', $$ select pg_temp.react('m1', 'x') $$), 'PT401 sign_in_needed', 'a server is nobody');
select is(pg_temp.refusal('sten', $$ select pg_temp.react('m1', 'x') $$), 'PT403 not_a_participant', 'a stranger does not react');
select is(pg_temp.refusal('gone', $$ select pg_temp.react('m1', 'x') $$), 'PT403 not_a_participant', 'nor who was removed');
select is(pg_temp.refusal('gone', $$ select pg_temp.unreact('m1', 'x') $$), 'PT403 not_a_participant', 'who takes nothing back');
select is(pg_temp.refusal('mute', $$ select pg_temp.react('m1', 'x') $$), 'PT403 muted', 'nor who is muted');
select is(pg_temp.refusal('mute', $$ select pg_temp.unreact('m2', '🔇') $$), 'PT403 muted', 'who takes nothing back either');
select is(pg_temp.refusal('paul', $$ select pg_temp.react('nothing', 'x') $$), 'PT404 no_such_message', 'an unknown message is not found');
select is(pg_temp.refusal('paul', $$ select pg_temp.unreact('nothing', 'x') $$), 'PT404 no_such_message', 'either way');
select is(pg_temp.refusal('paul', $$ select public.react(null, 'x') $$), 'PT404 no_such_message', 'nor is none');

-- What a reaction is ----------------------------------------------------------------------------------------

select is(
  (select string_agg(pg_temp.refusal('paul', format('select pg_temp.react(''m3'', %L)', e)), ' ' order by n)
     from unnest(array['', ' ', E'\u200D', E'\uFE0F', 'a b', E'a\u00A0b', E'a\u3000b', E'a\nb', E'a\u2003b', repeat('x', 33)]) with ordinality t (e, n)),
  '23514 23514 23514 23514 23514 23514 23514 23514 23514 23514', 'what shows nothing, has a blank or is too long is refused');
select is(pg_temp.refusal('paul', $$ select pg_temp.react('m3', null) $$), '23502', 'so is none');
select is(pg_temp.stored('m3'), 'none', 'and not stored');
select pg_temp.act('paul');
select is(
  (select count(*) from unnest(array['👨‍👩‍👧‍👦', '❤️', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🇫🇮', '1️⃣', '+1', repeat('😀', 32)]) e, pg_temp.react('m3', e) r where r ->> 'emoji' = e),
  7::bigint, 'characters that join or vary are part of it');
select is(
  (select count(*) from generate_series(8, 20) n, pg_temp.react('m3', ':n' || n || ':') r), 13::bigint, 'a message has 20 different ones');
select is(pg_temp.refusal('mia', $$ select pg_temp.react('m3', ':n21:') $$), 'PT422 too_many_reactions', 'and no more');
select is(
  pg_temp.refusal('service_role', $$ insert into public.message_reactions (message_id, user_id, emoji) values (pg_temp.message('m3'), pg_temp.id('mia'), ':n21:') $$),
  'PT422 too_many_reactions', 'from anyone');
select is(pg_temp.refusal('mia', $$ select pg_temp.react('m3', ':n20:') $$), 'none', 'but others may agree');
select pg_temp.act('paul');
select is(pg_temp.react('m3', ':n19:') ? 'rev', true, 'and repeat themselves');
select pg_temp.unreact('m3', ':n19:');
select is(pg_temp.refusal('mia', $$ select pg_temp.react('m3', ':n21:') $$), 'none', 'one that is gone makes room');

-- By plain statements ---------------------------------------------------------------------------------------

update start set rev = pg_temp.head();
select pg_temp.act('mia');
insert into public.message_reactions (message_id, emoji) values (pg_temp.message('m2'), '🎉');
select is(pg_temp.stored('m2'), 'mute 🔇, mia 🎉', 'a plain insert is the caller''s');
insert into public.message_reactions (message_id, emoji) values (pg_temp.message('m2'), '🎉');
insert into public.message_reactions (message_id, user_id, emoji) values (pg_temp.message('m2'), pg_temp.id('mia'), '🎉')
on conflict (message_id, emoji, user_id) do nothing;
select is(pg_temp.told((select rev from start)), 'reaction-added mia 🎉', 'repeated, it stores and tells nothing');
insert into public.message_reactions (message_id, emoji, room_id, rev, created_at)
values (pg_temp.message('m2'), '🎂', pg_temp.room('other'), 1, '2001-01-01');
select results_eq(
  $$ select r.room_id = pg_temp.room('club'), r.rev - start.rev, r.created_at > '2020-01-01' from public.message_reactions r, start where r.emoji = '🎂' $$,
  $$ values (true, 2::bigint, true) $$, 'its room, number and time are the server''s');
select is(
  pg_temp.refusal($$ insert into public.message_reactions (message_id, user_id, emoji) values (pg_temp.message('m2'), pg_temp.id('paul'), 'x') $$),
  '42501', 'nobody reacts as another');
select is(
  pg_temp.refusal($$ update public.message_reactions set emoji = 'x' $$), '42501', 'clients change none');
select pg_temp.act('paul');
delete from public.message_reactions where message_id = pg_temp.message('m2');
select is(pg_temp.stored('m2'), 'mute 🔇, mia 🎉, mia 🎂', 'nobody removes another''s');
select pg_temp.act('mia');
delete from public.message_reactions where message_id = pg_temp.message('m2') and emoji = '🎉';
select is(
  pg_temp.told((select rev from start)), 'reaction-added mia 🎉, reaction-added mia 🎂, reaction-removed mia 🎉', 'one''s own one does');
select is(
  (select string_agg(who || ' ' || pg_temp.refusal(who, $$ insert into public.message_reactions (message_id, user_id, emoji)
     values (pg_temp.message('m2'), pg_temp.id('paul'), 'x') $$), ', ' order by n)
     from unnest(array['sten', 'gone', 'mute', 'anon']) with ordinality t (who, n)),
  'sten 42501, gone 42501, mute 42501, anon 42501', 'who may not write does not react');
select is(
  pg_temp.refusal('paul', $$ insert into public.message_reactions (message_id, emoji) values (pg_temp.message('nothing'), 'x') $$),
  'PT404 no_such_message', 'nor does anybody to nothing');
select pg_temp.act('mute');
delete from public.message_reactions;
select is(pg_temp.stored('m2'), 'mute 🔇, mia 🎂', 'who is muted removes none');
select pg_temp.act('postgres');
select is(
  pg_temp.refusal($$ update public.message_reactions set emoji = 'x' $$), '22023 delete it and insert another', 'not even a server changes one');
grant all on public.message_reactions to authenticated;
create policy "all" on public.message_reactions for all using (true) with check (true);
select is(
  (select string_agg("table" || ' ' || command, ', ') from parley.foreign_policies()), 'message_reactions SELECT',
  'a policy of an app only lets more people see them');
select is(
  pg_temp.refusal('paul', $$ insert into public.message_reactions (message_id, user_id, emoji) values (pg_temp.message('m2'), pg_temp.id('olga'), 'x') $$),
  '42501', 'whatever it permits, nobody reacts as another');
select is(
  pg_temp.refusal('sten', $$ insert into public.message_reactions (message_id, emoji) values (pg_temp.message('m2'), 'x') $$),
  '42501', 'nor a stranger');
select pg_temp.act('paul');
delete from public.message_reactions where user_id <> pg_temp.id('paul');
select pg_temp.act('mute');
delete from public.message_reactions;
select is(pg_temp.stored('m2'), 'mute 🔇, mia 🎂', 'or removes what is not theirs, or while muted');
select pg_temp.act('postgres');
drop policy "all" on public.message_reactions;
select pg_temp.act('service_role');
insert into public.message_reactions (message_id, user_id, emoji, created_at)
values (pg_temp.message('m2'), pg_temp.id('gone'), '⏳', '2001-01-01 00:00:00+00');
select pg_temp.act('postgres');
select is(
  (select r.created_at from public.message_reactions r where r.emoji = '⏳'), '2001-01-01 00:00:00+00', 'a server imports, with its times');

update parley.settings set rows_per_request = 3;
select set_config('parley.rows', '', true);
select pg_temp.act('olga');
select is(
  pg_temp.refusal($$ insert into public.message_reactions (message_id, emoji)
                     select pg_temp.message('m1'), ':' || n || ':' from generate_series(1, 4) n $$),
  'PT413 too_many_rows', 'a request of many rows is refused');
select pg_temp.act('postgres');
select set_config('parley.rows', '', true);
select pg_temp.act('paul');
select is(
  pg_temp.refusal($$ delete from public.message_reactions where message_id = pg_temp.message('m3') $$),
  'PT413 too_many_rows', 'also when it removes them');
select pg_temp.act('postgres');
update parley.settings set rows_per_request = 200;

-- Reading ---------------------------------------------------------------------------------------------------

select pg_temp.act('postgres');
delete from public.message_reactions where message_id = pg_temp.message('m3');
select pg_temp.act('olga');
select pg_temp.react('m1', '🎂');
select pg_temp.react('m3', '🎂');
select is(
  pg_temp.shown(public.room_snapshot(pg_temp.room('club'))),
  '👍 paul olga, 🎂 olga, 🔇 mute, 🎂 mia, ⏳ gone, 🎂 olga', 'a snapshot has them, by message, oldest first');
select is(
  public.room_snapshot(pg_temp.room('club')) #> '{reactions,0}',
  jsonb_build_object('message_id', pg_temp.message('m1')::text, 'emoji', '👍',
    'user_ids', jsonb_build_array(pg_temp.id('paul')::text, pg_temp.id('olga')::text)), 'with ids as strings');
select is(
  pg_temp.shown(public.messages_page(pg_temp.room('club'), before_seq => 3, "limit" => 1)), '🔇 mute, 🎂 mia, ⏳ gone',
  'a page has those of its messages');
select is(
  public.messages_page(pg_temp.room('club')) -> 'rev', to_jsonb(pg_temp.head()), 'and the room''s number at that moment');
select is(public.messages_page(pg_temp.room('club'), after_seq => 3) -> 'reactions', '[]', 'an empty page has none');
select is(
  (select string_agg(who || ' ' || pg_temp.seen(who), ', ' order by n)
     from unnest(array['paul', 'mute', 'sten', 'gone']) with ordinality t (who, n)),
  'paul 7, mute 7, sten 0, gone 0', 'who reads the room sees them');
select pg_temp.act('anon');
select is_empty('select from public.message_reactions', 'and who is not signed in sees none');
select pg_temp.act('olga');
update public.chat_rooms set visibility = 'public' where id = pg_temp.room('club');
select pg_temp.act('anon');
select is((select count(*) from public.message_reactions), 7::bigint, 'unless the room is public');
select is(
  (select string_agg(p.display_name, ' ' order by r.rev) from public.message_reactions r, public.profiles(r) p), null,
  'without the names of people');
select pg_temp.act('paul');
select is(
  (select string_agg(p.display_name, ' ' order by r.rev) from public.message_reactions r, public.profiles(r) p where r.message_id = pg_temp.message('m1')),
  'Paul Olga Olga', 'which those in the room see beside them');

-- Replay ----------------------------------------------------------------------------------------------------

-- The reactions that a client holds who has followed the log from its beginning.
create function pg_temp.replayed() returns setof text language plpgsql as $$
declare
  held text[] := '{}';
  change jsonb;
  data jsonb;
begin
  for change in
    select i from jsonb_array_elements(public.room_changes(pg_temp.room('club'), 0, 1000) -> 'items') with ordinality t (i, n) order by n
  loop
    data := change -> 'data';
    case change ->> 'kind'
      when 'reaction-added' then held := held || concat_ws('|', data ->> 'message_id', data ->> 'emoji', data ->> 'user_id');
      when 'reaction-removed' then held := array_remove(held, concat_ws('|', data ->> 'message_id', data ->> 'emoji', data ->> 'user_id'));
      when 'message-deleted' then held := array(select h from unnest(held) h where split_part(h, '|', 1) <> data ->> 'id');
      else null;
    end case;
  end loop;
  return query select h collate "C" from unnest(held) h order by 1;
end $$;
create function pg_temp.kept() returns setof text language sql security definer as $$
  select k.key collate "C" from public.message_reactions r, concat_ws('|', r.message_id::text, r.emoji::text, r.user_id::text) k (key)
   order by 1 $$;
select pg_temp.act('paul');
select results_eq('select * from pg_temp.replayed()', 'select * from pg_temp.kept()', 'whoever followed the log from the beginning holds what is stored');
select is(
  (select count(*) from jsonb_array_elements(public.room_changes(pg_temp.room('club'), 0, 1000) -> 'items')), pg_temp.head(),
  'which has no gap');
select pg_temp.act('postgres');
select is_empty($$ select from parley.room_faults(pg_temp.room('club')) $$, 'and lacks nothing');

-- Messages and people that go -------------------------------------------------------------------------------

update start set rev = pg_temp.head();
select pg_temp.act('olga');
select public.delete_message(pg_temp.message('m1'));
select is(pg_temp.stored('m1'), 'none', 'a message takes its reactions along');
select is(pg_temp.told((select rev from start)), 'message-deleted olga', 'which the deletion says');
select is(pg_temp.refusal('paul', $$ select pg_temp.react('m1', 'x') $$), 'PT410 message_deleted', 'nobody reacts to what is deleted');
select is(pg_temp.refusal('paul', $$ select pg_temp.unreact('m1', 'x') $$), 'PT410 message_deleted', 'or takes back');
select is(
  pg_temp.refusal('paul', $$ insert into public.message_reactions (message_id, emoji) values (pg_temp.message('m1'), 'x') $$),
  'PT410 message_deleted', 'by a plain statement');
delete from public.messages where id = pg_temp.message('m3');
select is(pg_temp.stored('m3') || ', ' || pg_temp.told((select rev + 1 from start)), 'none, message-deleted olga', 'so does a row that is removed');
do $$
begin
  if parley.has_accounts() then
    delete from auth.users where id::text = pg_temp.id('mia')::text;
  else
    delete from public.message_reactions where user_id = pg_temp.id('mia');
  end if;
end $$;
select matches(pg_temp.told((select rev + 2 from start)), '^(user-left mia, )?reaction-removed mia 🎂(, user-left mia)?$', 'people take theirs along, which is told');
select pg_temp.act('paul');
select results_eq('select * from pg_temp.replayed()', 'select * from pg_temp.kept()', 'all this follows from the log');

-- Repair ----------------------------------------------------------------------------------------------------

select pg_temp.act('postgres');
alter table public.message_reactions disable trigger user;
delete from public.message_reactions where emoji = '⏳';
insert into public.message_reactions (room_id, message_id, user_id, emoji, rev)
values (pg_temp.room('club'), pg_temp.message('m2'), pg_temp.id('paul'), '🔧', pg_temp.head() + 1);
alter table public.message_reactions enable trigger user;
select is(
  (select string_agg(f.fault, ', ' order by f.fault) from parley.room_faults(pg_temp.room('club')) f),
  'the log lacks reaction-added: 1, the log lacks reaction-removed: 1', 'what went past the triggers is found');
select is(parley.repair_room(pg_temp.room('club')), 2::bigint, 'and told');
select is_empty($$ select from parley.room_faults(pg_temp.room('club')) $$, 'once');
select pg_temp.act('paul');
select results_eq('select * from pg_temp.replayed()', 'select * from pg_temp.kept()', 'then the log has it');

-- Truncate --------------------------------------------------------------------------------------------------

select pg_temp.act('postgres');
set constraints all immediate; set constraints all deferred;
update start set rev = pg_temp.head();
set constraints all immediate; set constraints all deferred;
truncate public.message_reactions;
select is(
  pg_temp.told((select rev from start)), 'reaction-removed mute 🔇, reaction-removed paul 🔧', 'to empty the table is told of each');
select pg_temp.act('paul');
select pg_temp.react('m2', '🎈');
select pg_temp.act('postgres');
set constraints all immediate; set constraints all deferred;
update start set rev = pg_temp.head();
truncate public.messages;
select is(
  pg_temp.stored('m2') || ', ' || pg_temp.told((select rev from start)), 'none, message-deleted olga', 'all messages take all of them along');
select pg_temp.act('paul');
select public.send_message(pg_temp.key('m4'), pg_temp.room('club'), 'four');
select pg_temp.react('m4', '🎈');
select pg_temp.act('postgres');
set constraints all immediate; set constraints all deferred;
delete from public.chat_rooms where id = pg_temp.room('club');
select is_empty('select from public.message_reactions', 'a room does');

select * from finish();
rollback;
