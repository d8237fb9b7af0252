-- Messages: who writes them, what cannot be forged, and what a repeat does.
begin;
\ir preamble.psql
select plan(37);

update parley.settings set directory = true, direct_adding = true;

select pg_temp.act('olga');
select public.create_room('Club', id => pg_temp.room('club'));
select public.create_room('Other', id => pg_temp.room('other'));
insert into public.room_participants (room_id, user_id) values (pg_temp.room('club'), pg_temp.id('paul'));

select pg_temp.act('paul');
select is(
  public.send_message(pg_temp.key('m1'), pg_temp.room('club'), 'Hello') - 'created_at' - 'id' - 'client_id',
  jsonb_build_object('room_id', pg_temp.room('club')::text, 'user_id', pg_temp.id('paul')::text,
    'content', 'Hello', 'seq', 1, 'rev', 3),
  'send_message stores a message and returns it, without keys that say nothing');
select results_eq(
  $$ select m ->> 'id', m ->> 'content' from public.send_message(pg_temp.key('m1'), pg_temp.room('club'), 'Hello?') m $$,
  $$ values (pg_temp.message('m1')::text, 'Hello') $$, 'a repeat returns what is stored');
select lives_ok(
  $$ insert into public.messages (id, room_id, user_id, content)
     values (pg_temp.message('m1'), pg_temp.room('club'), pg_temp.id('paul'), 'Hello') $$,
  'a plain insert may be repeated too');
select lives_ok(
  $$ insert into public.messages (id, room_id, user_id, content)
     values (pg_temp.message('twice'), pg_temp.room('club'), pg_temp.id('paul'), 'Twice'),
            (pg_temp.message('twice'), pg_temp.room('club'), pg_temp.id('paul'), 'Twice') $$,
  'even within one statement');
select results_eq(
  $$ insert into public.messages as m (room_id, content, seq, rev, created_at, edited_at)
     values (pg_temp.room('club'), 'Plain', 70, 70, '2001-01-01', '2001-01-01')
     returning m.user_id::text, m.seq, m.rev, m.created_at > '2020-01-01', m.edited_at is null $$,
  $$ select pg_temp.id('paul')::text, 3::bigint, 5::bigint, true, true $$,
  'numbers and times are the server''s, the author is by default the caller');
select is(
  pg_temp.refusal($$ insert into public.messages (room_id, user_id, content)
                     values (pg_temp.room('club'), pg_temp.id('olga'), 'x') $$), '42501',
  'nobody writes in the name of another');
select is(
  pg_temp.refusal($$ select public.send_message(pg_temp.key('m1'), pg_temp.room('other'), 'x') $$),
  'PT403 not_a_participant', 'nobody writes into a room he is not in');
select is(
  pg_temp.refusal($$ insert into public.messages (room_id, content) values (pg_temp.room('other'), 'x') $$), '42501',
  'nor by a plain insert');
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.room('nowhere'), 'x') $$),
  'PT404 no_such_room', 'a room that does not exist is not found');
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.room('club'), '') $$), '23514',
  'an empty message is refused');
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.room('club'), repeat('ä', 4001)) $$), '23514',
  '4001 characters are refused');
select lives_ok(
  $$ select public.send_message(pg_temp.key('long'), pg_temp.room('club'), repeat('ä', 4000)) $$,
  '4000 characters are taken');
select is(
  pg_temp.refusal($$ select public.send_message(null, pg_temp.room('club'), 'x') $$), '23502', 'a message has an id');
select is(
  pg_temp.refusal($$ update public.messages set content = 'x' $$), '42501', 'clients update no rows');
select is(
  pg_temp.refusal($$ delete from public.messages $$), '42501', 'clients delete no rows');

select is(
  public.send_message(pg_temp.key('answer'), pg_temp.room('club'), 'Indeed', pg_temp.message('m1'),
    '[{"url": "https://example.test/a.png", "alt": null}]', '{"mood": null}')
    - 'created_at' - 'id' - 'client_id' - 'room_id' - 'user_id' - 'content' - 'seq' - 'rev',
  jsonb_build_object('reply_to', pg_temp.message('m1')::text,
    'attachments', '[{"url": "https://example.test/a.png", "alt": null}]'::jsonb, 'metadata', '{"mood": null}'::jsonb),
  'an answer, attachments and metadata come back as they were given');
select is(
  public.send_message(pg_temp.key('nulls'), pg_temp.room('club'), 'x', null, 'null', 'null') ? 'metadata', false,
  'null of a client is no metadata');
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.room('club'), 'x', pg_temp.message('nothing')) $$),
  '23503', 'only a message of the same room can be answered');
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.room('club'), 'x', attachments => '{}') $$),
  '23514', 'attachments are an array');
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.room('club'), 'x',
                       metadata => jsonb_build_object('k', repeat('x', 9000))) $$),
  '23514', 'metadata is small');

select pg_temp.act('olga');
select is(
  pg_temp.refusal($$ select public.send_message(pg_temp.key('m1'), pg_temp.room('club'), 'Mine') $$), '23505',
  'an id that another used is refused');
select is(
  pg_temp.refusal($$ insert into public.messages (id, room_id, content)
                     values (pg_temp.message('m1'), pg_temp.room('other'), 'Mine') on conflict do nothing $$), '23505',
  'even when asked to do nothing about it');
select isnt_empty(
  $$ select from public.messages where id = pg_temp.message('m1') $$, 'participants read');
select pg_temp.act('sten');
select is_empty(
  $$ select from public.messages where room_id = pg_temp.room('club') $$, 'strangers do not');
select pg_temp.act('anon');
select is_empty(
  $$ select from public.messages where room_id = pg_temp.room('club') $$, 'nor who is not signed in');
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.room('club'), 'x') $$),
  'PT401 sign_in_needed', 'to write one signs in');

select pg_temp.act('postgres');
update public.room_participants set muted_until = now() + interval '1 hour'
 where room_id = pg_temp.room('club') and user_id = pg_temp.id('paul');
select pg_temp.act('paul');
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.room('club'), 'x') $$), 'PT403 muted',
  'who is muted does not write');
select is(
  pg_temp.refusal($$ insert into public.messages (room_id, content) values (pg_temp.room('club'), 'x') $$), '42501',
  'nor by a plain insert');
select isnt_empty(
  $$ select from public.messages where room_id = pg_temp.room('club') $$, 'but reads');
select pg_temp.act('postgres');
update public.room_participants set muted_until = now() - interval '1 second'
 where room_id = pg_temp.room('club') and user_id = pg_temp.id('paul');
select pg_temp.act('paul');
select lives_ok(
  $$ select public.send_message(pg_temp.key('m2'), pg_temp.room('club'), 'Back') $$, 'until the time is over');
select public.leave_room(pg_temp.room('club'));
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.room('club'), 'x') $$),
  'PT403 not_a_participant', 'who left does not write');
select is_empty(
  $$ select from public.messages where room_id = pg_temp.room('club') $$, 'and does not read');

select pg_temp.act('service_role');
select results_eq(
  $$ insert into public.messages as m (room_id, user_id, content, created_at)
     values (pg_temp.room('club'), pg_temp.id('sten'), 'Imported', '2001-01-01T00:00:00Z')
     returning m.seq, m.created_at = '2001-01-01T00:00:00Z' $$,
  $$ values (8::bigint, true) $$,
  'a server writes for anyone and keeps the time of what it imports');
update public.messages set content = 'Hello!' where id = pg_temp.message('m1');
update public.messages set content = 'Hello!' where id = pg_temp.message('m1');
update public.messages set deleted_at = now() where id = pg_temp.message('answer');
delete from public.messages where id in (pg_temp.message('m2'), pg_temp.message('answer'));
select is(
  pg_temp.refusal($$ update public.messages set room_id = pg_temp.room('other') where id = pg_temp.message('m1') $$), '22023',
  'a message stays in its room');

select pg_temp.act('postgres');
select results_eq(
  $$ select e.rev, e.kind, e.data ->> 'id', e.data ->> 'content', e.data ? 'edited_at', e.data ? 'deleted_at',
            e.data ? 'attachments'
       from public.room_events e
      where e.room_id = pg_temp.room('club') and e.kind in ('message-updated', 'message-deleted') order by e.rev $$,
  $$ values (14::bigint, 'message-updated', pg_temp.message('m1')::text, 'Hello!', true, false, false),
            (15::bigint, 'message-deleted', pg_temp.message('answer')::text, '', false, true, false),
            (16::bigint, 'message-deleted', pg_temp.message('m2')::text, '', false, true, false) $$,
  'edits, tombstones and removed rows are in the log once');
select results_eq(
  $$ select m.seq, m.rev from public.messages m where m.id = pg_temp.message('m1') $$,
  $$ values (1::bigint, 14::bigint) $$, 'an edit moves the rev and leaves the seq');
set constraints all immediate;
select pass('every number given is in the log');

select * from finish();
rollback;
