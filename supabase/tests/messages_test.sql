-- Messages: who writes them, what cannot be forged, and what a repeat does.
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
update parley.settings set directory = true, direct_adding = true;

select pg_temp.act('olga');
select public.create_room('Club', id => pg_temp.id('club'));
select public.create_room('Other', id => pg_temp.id('other'));
insert into public.room_participants (room_id, user_id) values (pg_temp.id('club'), pg_temp.id('paul'));

select pg_temp.act('paul');
select is(
  public.send_message(pg_temp.id('m1'), pg_temp.id('club'), 'Hello') - 'created_at',
  jsonb_build_object('id', pg_temp.id('m1'), 'room_id', pg_temp.id('club'), 'user_id', pg_temp.id('paul'),
    'content', 'Hello', 'seq', 1, 'rev', 3),
  'send_message stores a message and returns it, without keys that say nothing');
select is(
  public.send_message(pg_temp.id('m1'), pg_temp.id('club'), 'Hello?') ->> 'content', 'Hello',
  'a repeat returns what is stored');
select lives_ok(
  $$ insert into public.messages (id, room_id, user_id, content)
     values (pg_temp.id('m1'), pg_temp.id('club'), pg_temp.id('paul'), 'Hello') $$,
  'a plain insert may be repeated too');
select lives_ok(
  $$ insert into public.messages (id, room_id, user_id, content)
     values (pg_temp.id('twice'), pg_temp.id('club'), pg_temp.id('paul'), 'Twice'),
            (pg_temp.id('twice'), pg_temp.id('club'), pg_temp.id('paul'), 'Twice') $$,
  'even within one statement');
select results_eq(
  $$ insert into public.messages as m (room_id, content, seq, rev, created_at, edited_at)
     values (pg_temp.id('club'), 'Plain', 70, 70, '2001-01-01', '2001-01-01')
     returning m.user_id, m.seq, m.rev, m.created_at > '2020-01-01', m.edited_at is null $$,
  $$ select pg_temp.id('paul'), 3::bigint, 5::bigint, true, true $$,
  'numbers and times are the server''s, the author is by default the caller');
select is(
  pg_temp.refusal($$ insert into public.messages (room_id, user_id, content)
                     values (pg_temp.id('club'), pg_temp.id('olga'), 'x') $$), '42501',
  'nobody writes in the name of another');
select is(
  pg_temp.refusal($$ select public.send_message(pg_temp.id('m1'), pg_temp.id('other'), 'x') $$),
  'PT403 not_a_participant', 'nobody writes into a room he is not in');
select is(
  pg_temp.refusal($$ insert into public.messages (room_id, content) values (pg_temp.id('other'), 'x') $$), '42501',
  'nor by a plain insert');
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.id('nowhere'), 'x') $$),
  'PT404 no_such_room', 'a room that does not exist is not found');
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.id('club'), '') $$), '23514',
  'an empty message is refused');
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.id('club'), repeat('ä', 4001)) $$), '23514',
  '4001 characters are refused');
select lives_ok(
  $$ select public.send_message(pg_temp.id('long'), pg_temp.id('club'), repeat('ä', 4000)) $$,
  '4000 characters are taken');
select is(
  pg_temp.refusal($$ select public.send_message(null, pg_temp.id('club'), 'x') $$), '23502', 'a message has an id');
select is(
  pg_temp.refusal($$ update public.messages set content = 'x' $$), '42501', 'clients update no rows');
select is(
  pg_temp.refusal($$ delete from public.messages $$), '42501', 'clients delete no rows');

select is(
  public.send_message(pg_temp.id('answer'), pg_temp.id('club'), 'Indeed', pg_temp.id('m1'),
    '[{"url": "https://example.test/a.png", "alt": null}]', '{"mood": null}')
    - 'created_at' - 'id' - 'room_id' - 'user_id' - 'content' - 'seq' - 'rev',
  jsonb_build_object('reply_to', pg_temp.id('m1'),
    'attachments', '[{"url": "https://example.test/a.png", "alt": null}]'::jsonb, 'metadata', '{"mood": null}'::jsonb),
  'an answer, attachments and metadata come back as they were given');
select is(
  public.send_message(pg_temp.id('nulls'), pg_temp.id('club'), 'x', null, 'null', 'null') ? 'metadata', false,
  'null of a client is no metadata');
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.id('club'), 'x', pg_temp.id('nothing')) $$),
  '23503', 'only a message of the same room can be answered');
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.id('club'), 'x', attachments => '{}') $$),
  '23514', 'attachments are an array');
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.id('club'), 'x',
                       metadata => jsonb_build_object('k', repeat('x', 9000))) $$),
  '23514', 'metadata is small');

select pg_temp.act('olga');
select is(
  pg_temp.refusal($$ select public.send_message(pg_temp.id('m1'), pg_temp.id('club'), 'Mine') $$), '23505',
  'an id that another used is refused');
select is(
  pg_temp.refusal($$ insert into public.messages (id, room_id, content)
                     values (pg_temp.id('m1'), pg_temp.id('other'), 'Mine') on conflict do nothing $$), '23505',
  'even when asked to do nothing about it');
select isnt_empty(
  $$ select from public.messages where id = pg_temp.id('m1') $$, 'participants read');
select pg_temp.act('sten');
select is_empty(
  $$ select from public.messages where room_id = pg_temp.id('club') $$, 'strangers do not');
select pg_temp.act('anon');
select is_empty(
  $$ select from public.messages where room_id = pg_temp.id('club') $$, 'nor who is not signed in');
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.id('club'), 'x') $$),
  'PT401 sign_in_needed', 'to write one signs in');

select pg_temp.act('postgres');
update public.room_participants set muted_until = now() + interval '1 hour'
 where room_id = pg_temp.id('club') and user_id = pg_temp.id('paul');
select pg_temp.act('paul');
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.id('club'), 'x') $$), 'PT403 muted',
  'who is muted does not write');
select is(
  pg_temp.refusal($$ insert into public.messages (room_id, content) values (pg_temp.id('club'), 'x') $$), '42501',
  'nor by a plain insert');
select isnt_empty(
  $$ select from public.messages where room_id = pg_temp.id('club') $$, 'but reads');
select pg_temp.act('postgres');
update public.room_participants set muted_until = now() - interval '1 second'
 where room_id = pg_temp.id('club') and user_id = pg_temp.id('paul');
select pg_temp.act('paul');
select lives_ok(
  $$ select public.send_message(pg_temp.id('m2'), pg_temp.id('club'), 'Back') $$, 'until the time is over');
select public.leave_room(pg_temp.id('club'));
select is(
  pg_temp.refusal($$ select public.send_message(gen_random_uuid(), pg_temp.id('club'), 'x') $$),
  'PT403 not_a_participant', 'who left does not write');
select is_empty(
  $$ select from public.messages where room_id = pg_temp.id('club') $$, 'and does not read');

select pg_temp.act('service_role');
select results_eq(
  $$ insert into public.messages as m (room_id, user_id, content, created_at)
     values (pg_temp.id('club'), pg_temp.id('sten'), 'Imported', '2001-01-01T00:00:00Z')
     returning m.seq, m.created_at = '2001-01-01T00:00:00Z' $$,
  $$ values (8::bigint, true) $$,
  'a server writes for anyone and keeps the time of what it imports');
update public.messages set content = 'Hello!' where id = pg_temp.id('m1');
update public.messages set content = 'Hello!' where id = pg_temp.id('m1');
update public.messages set deleted_at = now() where id = pg_temp.id('answer');
delete from public.messages where id in (pg_temp.id('m2'), pg_temp.id('answer'));
select is(
  pg_temp.refusal($$ update public.messages set room_id = pg_temp.id('other') where id = pg_temp.id('m1') $$), '22023',
  'a message stays in its room');

select pg_temp.act('postgres');
select results_eq(
  $$ select e.rev, e.kind, e.data ->> 'id', e.data ->> 'content', e.data ? 'edited_at', e.data ? 'deleted_at',
            e.data ? 'attachments'
       from public.room_events e
      where e.room_id = pg_temp.id('club') and e.kind in ('message-updated', 'message-deleted') order by e.rev $$,
  $$ values (14::bigint, 'message-updated', pg_temp.id('m1')::text, 'Hello!', true, false, false),
            (15::bigint, 'message-deleted', pg_temp.id('answer')::text, '', false, true, false),
            (16::bigint, 'message-deleted', pg_temp.id('m2')::text, '', false, true, false) $$,
  'edits, tombstones and removed rows are in the log once');
select results_eq(
  $$ select m.seq, m.rev from public.messages m where m.id = pg_temp.id('m1') $$,
  $$ values (1::bigint, 14::bigint) $$, 'an edit moves the rev and leaves the seq');
set constraints all immediate;
select pass('every number given is in the log');

select * from finish();
rollback;
