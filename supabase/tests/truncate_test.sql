-- TRUNCATE: what a deleted row means is said for the whole table.
begin;
\ir preamble.psql
select plan(15);

update parley.settings set directory = true, direct_adding = true;
insert into parley.bridge_targets (target, epoch) values ('one', '1-1');
select pg_temp.act('olga');
select public.create_room('Club', id => pg_temp.room('club'));
insert into public.room_participants (room_id, user_id)
values (pg_temp.room('club'), pg_temp.id('paul')), (pg_temp.room('club'), pg_temp.id('mia'));
select public.send_message(pg_temp.key('m1'), pg_temp.room('club'), 'one');
select public.send_message(pg_temp.key('m2'), pg_temp.room('club'), 'two');
select public.send_message(pg_temp.key('m3'), pg_temp.room('club'), 'three');
select pg_temp.act('postgres');
update public.messages set deleted_at = now() where id = pg_temp.message('m2');
update public.room_participants set muted_until = 'infinity' where user_id = pg_temp.id('mia');
set constraints all immediate; set constraints all deferred;
delete from parley.access_changes;

select is(
  pg_temp.refusal('truncate public.room_counters'),
  '55000 truncate public.chat_rooms cascade removes all rooms; parley.prune_events() shortens the log',
  'the numbers of rooms are not emptied');
select is(
  pg_temp.refusal('truncate public.room_events'),
  '55000 truncate public.chat_rooms cascade removes all rooms; parley.prune_events() shortens the log', 'nor is the log');

truncate public.messages;
select results_eq(
  $$ select rev, kind, channel, data ->> 'id', data ->> 'content' from public.room_events
      where room_id = pg_temp.room('club') and rev > 8 order by rev $$,
  $$ values (9::bigint, 'message-deleted', 'private-room-' || pg_temp.room('club'), pg_temp.message('m1')::text, ''),
            (10::bigint, 'message-deleted', 'private-room-' || pg_temp.room('club'), pg_temp.message('m3')::text, '') $$,
  'every message is told as deleted, tombstones once');
select is(
  (select last_rev from public.room_counters where room_id = pg_temp.room('club')), 10::bigint, 'and numbered');
select pg_temp.act('olga');
select is(
  (public.send_message(pg_temp.key('m4'), pg_temp.room('club'), 'four') ->> 'seq')::int, 4, 'the numbers go on');
select is(public.room_changes(pg_temp.room('club'), 8) -> 'reset', 'false', 'without a gap');
select pg_temp.act('postgres');
set constraints all immediate; set constraints all deferred;

truncate public.room_participants;
select is(
  (select string_agg((select n from unnest(array['olga', 'paul', 'mia']) n where pg_temp.id(n) = c.user_id) || ' ' || c.standing, ', '
             order by c.user_id)
     from parley.claim_access_changes('one', 100, '1 minute') c),
  (select string_agg(n || ' out', ', ' order by pg_temp.id(n)) from unnest(array['olga', 'paul', 'mia']) n),
  'the servers are told that everybody is out');
select is(
  (select count(*) from public.room_events where room_id = pg_temp.room('club') and kind = 'user-left'), 3::bigint,
  'and people that everybody left');
insert into public.room_participants (room_id, user_id) values (pg_temp.room('club'), pg_temp.id('mia'));
select is(
  (select muted_until from public.room_participants where user_id = pg_temp.id('mia')), 'infinity', 'who was muted still is');
set constraints all immediate; set constraints all deferred;
truncate public.room_cursors, public.room_invitations, public.profiles;
select pass('cursors, invitations and profiles may be emptied');

delete from parley.access_changes;
set constraints all immediate; set constraints all deferred;
truncate public.chat_rooms cascade;
select is((select count(*) from public.room_events), 0::bigint, 'all rooms go with what is in them');
select is(
  (select standing from parley.claim_access_changes('one', 100, '1 minute') c where c.user_id = pg_temp.id('mia')), 'out',
  'and the servers are told who was in');
select lives_ok('set constraints all immediate', 'nothing is left to check of rooms that are gone');
set constraints all deferred;
select pg_temp.act('olga');
select lives_ok($$ select public.create_room('New', id => pg_temp.room('new')) $$, 'rooms are made again');
select pg_temp.act('postgres');
select is(
  (select bool_or(has_table_privilege(r, c.oid, 'TRUNCATE'))
     from pg_class c, unnest(array['anon', 'authenticated', 'service_role']) r
    where c.oid in ('public.chat_rooms'::regclass, 'public.messages'::regclass, 'public.room_participants'::regclass,
                    'public.room_cursors'::regclass, 'public.room_invitations'::regclass, 'public.profiles'::regclass)),
  false, 'no client truncates');

select * from finish();
rollback;
