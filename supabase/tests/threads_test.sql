-- Threads: what stands in them and what in the room, what the log tells of them, who follows them and has read how far.
begin;
\ir preamble.psql
select plan(55);

select pg_temp.introduce('mute', 'gone');
update parley.settings set directory = true, direct_adding = true;

create function pg_temp.send(name text, content text, thread text default null, also boolean default false, quoted text default null)
returns jsonb language sql as $$
  select public.send_message(pg_temp.key(send.name), pg_temp.room('club'), send.content, pg_temp.message(send.quoted),
    thread_root => pg_temp.message(send.thread), also_in_room => send.also) $$;
create function pg_temp.name(id text) returns text language sql as $$
  select n from unnest(array['olga', 'paul', 'mia', 'mute', 'm1', 'm2', 'm3', 'r1', 'r2', 'r3', 'r4', 'r5']) n
   where name.id in (pg_temp.id(n)::text, case when n ~ '\d' then pg_temp.message(n)::text end) $$;
-- The messages of an answer, and its threads: each as its first message, how many replies there are, whose, and how many
-- of them are unread.
create function pg_temp.texts(answer jsonb) returns text language sql as $$
  select coalesce(string_agg(m ->> 'content', ', ' order by n), 'none')
    from jsonb_array_elements(answer -> 'messages') with ordinality t (m, n) $$;
create function pg_temp.thread(t jsonb) returns text language sql as $$
  select concat_ws(' ', pg_temp.name(t ->> 'message_id'), t ->> 'replies',
    (select string_agg(pg_temp.name(person), '+' order by n) from jsonb_array_elements_text(t -> 'user_ids') with ordinality u (person, n)),
    (t ->> 'unread') || ' unread') $$;
create function pg_temp.threads(answer jsonb) returns text language sql as $$
  select coalesce(string_agg(pg_temp.thread(t), ', ' order by n), 'none')
    from jsonb_array_elements(answer -> 'threads') with ordinality ts (t, n) $$;
create function pg_temp.snapshot(thread text default null) returns jsonb language sql as $$
  select public.room_snapshot(pg_temp.room('club'), thread => pg_temp.message(snapshot.thread)) $$;
-- What the log tells after a number: kind, message, and the thread as it was then.
create function pg_temp.told(after bigint) returns text language sql security definer as $$
  select coalesce(string_agg(concat_ws(' ', e.kind, pg_temp.name(e.data ->> 'id'),
           '(' || pg_temp.thread(e.data -> 'thread') || ')'), ', ' order by e.rev), 'nothing')
    from public.room_events e where e.room_id = pg_temp.room('club') and e.rev > after $$;
create function pg_temp.latest() returns text language sql as $$
  select (r #>> '{last_message,content}') || ', ' || (r ->> 'unread') || ' unread'
    from jsonb_array_elements(public.my_rooms()) r where r ->> 'id' = pg_temp.room('club')::text $$;

-- olga owns the room, mia looks after it, paul and mute are in it, gone was removed, sten never was in it
select pg_temp.act('olga');
select public.create_room('Club', id => pg_temp.room('club'));
insert into public.room_participants (room_id, user_id, role)
values (pg_temp.room('club'), pg_temp.id('paul'), 'member'), (pg_temp.room('club'), pg_temp.id('mia'), 'moderator'),
       (pg_temp.room('club'), pg_temp.id('mute'), 'member'), (pg_temp.room('club'), pg_temp.id('gone'), 'moderator');
select pg_temp.send('m1', 'one');
select pg_temp.send('m2', 'two');
select pg_temp.act('postgres');
update public.room_participants set muted_until = 'infinity' where user_id = pg_temp.id('mute');
delete from public.room_participants where user_id = pg_temp.id('gone');
create temporary table start as select pg_temp.head() as rev;
grant select on start to public;

-- Sending ---------------------------------------------------------------------------------------------------

select pg_temp.act('paul');
select is(
  pg_temp.send('r1', 'reply one', 'm1') - array['id', 'created_at', 'client_id'],
  jsonb_build_object('room_id', pg_temp.room('club')::text, 'user_id', pg_temp.id('paul')::text,
    'content', 'reply one', 'seq', 3, 'rev', (select rev + 1 from start), 'thread_root', pg_temp.message('m1')::text),
  'a reply has the numbers of the room');
select is(pg_temp.send('r1', 'reply one', 'm1') -> 'seq', '3', 'a repeat returns what is stored');
select pg_temp.act('mia');
select is(pg_temp.send('r2', 'reply two', 'm1', true) -> 'also_in_room', 'true', 'a reply may stand in the room too');
select is(
  pg_temp.told((select rev from start)), 'new-message r1 (m1 1 paul), new-message r2 (m1 2 mia+paul)',
  'its event tells how the thread stands');
select pg_temp.act('postgres');
select is(
  (select (e.data -> 'thread') - array['message_id', 'replies', 'user_ids'] = jsonb_build_object(
            'last_seq', 4, 'last_reply_at', e.data -> 'created_at')
     from public.room_events e where e.room_id = pg_temp.room('club') and e.rev = (select rev + 2 from start)), true,
  'and where and when its last reply is');
select is(
  (select string_agg(who || ' ' || pg_temp.refusal(who, $$ select pg_temp.send('new', 'x', 'm1') $$), ', ' order by n)
     from unnest(array['mute', 'sten', 'gone', 'anon', 'service_role']) with ordinality t (who, n)),
  'mute PT403 muted, sten PT403 not_a_participant, gone PT403 not_a_participant, anon PT401 sign_in_needed, service_role PT401 sign_in_needed',
  'who may not write in the room replies in no thread');
select pg_temp.act('olga');
select public.create_room('Other', id => pg_temp.room('other'));
select public.send_message(pg_temp.key('elsewhere'), pg_temp.room('other'), 'x');
select is(
  pg_temp.refusal('olga', format('select pg_temp.send(''new'', ''x'', %L)', root)), '23503', format('no thread begins with what is %s', root))
  from unnest(array['r1', 'elsewhere', 'nothing']) root;
select is(
  pg_temp.refusal('olga', $$ select pg_temp.send('new', 'x', null, true) $$), '23514', 'only a reply of a thread stands in the room too');
select is(
  pg_temp.refusal('postgres', statement), '22023', format('a message keeps its thread: %s', statement))
  from unnest(array[
    $$ update public.messages set thread_root = pg_temp.message('m2') where id = pg_temp.message('r1') $$,
    $$ update public.messages set also_in_room = true where id = pg_temp.message('r1') $$]) statement;
select pg_temp.act('paul');
select lives_ok(
  $$ insert into public.messages (id, room_id, content, thread_root)
     select pg_temp.message('m9'), pg_temp.room('club'), 'plain', pg_temp.message('m2') $$, 'a plain row may be a reply too');
select pg_temp.act('postgres');
delete from public.messages where id = pg_temp.message('m9');

-- Reading ---------------------------------------------------------------------------------------------------

select pg_temp.act('olga');
select pg_temp.send('m3', 'three');
select pg_temp.act('paul');
select pg_temp.send('r3', 'reply three', 'm1', quoted => 'r1');
select pg_temp.act('olga');
select is(pg_temp.texts(pg_temp.snapshot()), 'one, two, reply two, three', 'the room has what stands in it');
select is(pg_temp.threads(pg_temp.snapshot()), 'm1 3 paul+mia 3 unread', 'and how its threads stand');
select is(pg_temp.texts(pg_temp.snapshot('m1')), 'one, reply one, reply two, reply three', 'a thread has its first message and the replies');
select is(pg_temp.threads(pg_temp.snapshot('m1')), 'none', 'and no threads');
select is(pg_temp.texts(pg_temp.snapshot('m2')), 'two', 'one without replies has its first message');
select is(
  pg_temp.texts(public.messages_page(pg_temp.room('club'), before_seq => 6, "limit" => 2)), 'two, reply two',
  'a page counts what stands in the room');
select is(
  pg_temp.texts(p) || ' ' || (p ->> 'has_older') || ' ' || (p ->> 'has_newer'), 'reply one, reply two true true', 'or in the thread')
  from public.messages_page(pg_temp.room('club'), after_seq => 1, "limit" => 2, thread => pg_temp.message('m1')) p;
select is(
  (p ->> 'has_older') || ' ' || (p ->> 'has_newer'), 'false false', 'beyond which there is nothing')
  from public.messages_page(pg_temp.room('club'), "limit" => 4, thread => pg_temp.message('m1')) p;
select is(
  pg_temp.texts(p) || ' ' || (p -> 'in_thread' is null), 'reply two, three true', 'around a reply in the room is the room')
  from public.messages_page(pg_temp.room('club'), around_id => pg_temp.message('r2'), "limit" => 2) p;
select is(
  pg_temp.texts(p) || ' ' || pg_temp.name(p ->> 'in_thread'), 'one, two m1', 'around one that is in the thread only, the beginning of this is said')
  from public.messages_page(pg_temp.room('club'), around_id => pg_temp.message('r3'), "limit" => 2) p;
select is(
  pg_temp.texts(public.messages_page(
    pg_temp.room('club'), around_id => pg_temp.message('r3'), "limit" => 2, thread => pg_temp.message('m1'))),
  'reply three', 'in the thread it is found');
select is(
  pg_temp.refusal('olga', format('select public.messages_page(pg_temp.room(''club''), thread => pg_temp.message(%L))', root)),
  'PT404 no_such_message', format('no thread is read of what is %s', root))
  from unnest(array['r1', 'elsewhere', 'nothing']) root;
select is(
  pg_temp.refusal('olga', $$ select pg_temp.snapshot('elsewhere') $$), 'PT404 no_such_message', 'nor its snapshot');
select is(
  (select string_agg(who || ' ' || pg_temp.refusal(who, $$ select pg_temp.snapshot('m1') $$), ', ' order by n)
     from unnest(array['mute', 'sten', 'gone', 'anon', 'service_role']) with ordinality t (who, n)),
  'mute none, sten PT403 not_a_participant, gone PT403 not_a_participant, anon PT401 sign_in_needed, service_role PT401 sign_in_needed',
  'a thread is read by who reads its room');
select pg_temp.act('mia');
select is(
  (select string_agg(q ->> 'content', ', ') from jsonb_array_elements(
     public.messages_page(pg_temp.room('club'), after_seq => 3, "limit" => 1) -> 'quotes') q),
  'one', 'in the room a reply quotes the beginning of its thread');
select is(
  (select string_agg(q ->> 'content', ', ') from jsonb_array_elements(
     public.messages_page(pg_temp.room('club'), after_seq => 5, "limit" => 1, thread => pg_temp.message('m1')) -> 'quotes') q),
  'reply one', 'and in a thread what it says it does');
select public.react(pg_temp.message('r1'), '+');
select is(jsonb_array_length(pg_temp.snapshot() -> 'reactions'), 0, 'reactions are where their message is');
select is(jsonb_array_length(pg_temp.snapshot('m1') -> 'reactions'), 1, 'in the thread');

-- Rooms of somebody -----------------------------------------------------------------------------------------

select pg_temp.act('paul');
select public.set_cursor(pg_temp.room('club'), 2);
select is(pg_temp.latest(), 'three, 2 unread', 'a reply in a thread only is neither the last message nor unread');

-- Following -------------------------------------------------------------------------------------------------

select is(pg_temp.threads(pg_temp.snapshot()), 'm1 3 paul+mia 0 unread', 'who replied has read so far');
select pg_temp.act('mia');
select is(pg_temp.threads(pg_temp.snapshot()), 'm1 3 paul+mia 1 unread', 'later replies of others are unread');
select pg_temp.act('mute');
select is(pg_temp.threads(pg_temp.snapshot()), 'm1 3 paul+mia', 'to who takes no part nothing is');
select is(public.set_thread_cursor(pg_temp.message('m1'), 9) - 'message_id', '{}', 'who moves nothing');
select pg_temp.act('olga');
select is(
  public.set_thread_cursor(pg_temp.message('m1'), 4), jsonb_build_object('message_id', pg_temp.message('m1')::text, 'unread', 1),
  'whoever began it does, and is told what is left');
select is(public.set_thread_cursor(pg_temp.message('m1'), 1) -> 'unread', '1', 'never back');
select is(public.set_thread_cursor(pg_temp.message('m1'), 999) -> 'unread', '0', 'nor past the last message');
select pg_temp.act('paul');
select pg_temp.send('r4', 'reply four', 'm1');
select pg_temp.act('olga');
select is(pg_temp.threads(pg_temp.snapshot()), 'm1 4 paul+mia 1 unread', 'so that the next reply is unread');
select is(
  (select string_agg(concat_ws(' ', t #>> '{message,content}', t #>> '{profile,display_name}', t ->> 'room_name',
            pg_temp.thread(t -> 'thread')), ', ') from jsonb_array_elements(public.my_threads()) t),
  'one Olga Club m1 4 paul+mia 1 unread', 'one''s threads are listed with the messages they began with');
select is(
  public.my_threads((public.my_threads() #>> '{0,thread,last_reply_at}')::timestamptz), '[]', 'and paged by their last reply');
select is(
  (select string_agg(who || ' ' || pg_temp.refusal(who, statement), ', ' order by n)
     from unnest(array['mute', 'sten', 'gone', 'anon', 'service_role']) with ordinality t (who, n)),
  wanted, format('who may: %s', statement))
  from (values
    ($$ select public.my_threads() $$,
     'mute none, sten none, gone none, anon PT401 sign_in_needed, service_role PT401 sign_in_needed'),
    ($$ select public.set_thread_cursor(pg_temp.message('m1'), 1) $$,
     'mute none, sten PT403 not_a_participant, gone PT403 not_a_participant, anon PT401 sign_in_needed, service_role PT401 sign_in_needed'),
    ($$ select from parley.thread_followers $$, 'mute 42501, sten 42501, gone 42501, anon 42501, service_role 42501')) t (statement, wanted);
select pg_temp.act('paul');
select public.leave_room(pg_temp.room('club'));
select is(public.my_threads(), '[]', 'those of rooms one has left are not');

-- Deleting --------------------------------------------------------------------------------------------------

select pg_temp.act('postgres');
update start set rev = pg_temp.head();
select pg_temp.act('mia');
select public.delete_message(pg_temp.message('r4'));
select is(
  pg_temp.told((select rev from start)), 'message-deleted r4 (m1 3 paul+mia)', 'a reply that is deleted leaves the thread');
select pg_temp.act('postgres');
update start set rev = pg_temp.head();
delete from public.messages where id = pg_temp.message('r3');
select is(
  pg_temp.told((select rev from start)), 'message-deleted r3 (m1 2 mia+paul)', 'so does one whose row is removed');
select is(
  (select pg_temp.name(e.data ->> 'thread_root') from public.room_events e order by e.rev desc limit 1), 'm1',
  'whose thread is known still');
select is((select count(*) from parley.unlogged_changes(pg_temp.room('club'))), 0::bigint, 'and the log lacks nothing');
select pg_temp.act('mia');
select public.delete_message(pg_temp.message('m1'));
select is(pg_temp.threads(pg_temp.snapshot()), 'm1 2 mia+paul 0 unread', 'a thread outlives the text it began with');
select pg_temp.act('postgres');
create temporary table began as select pg_temp.message('m1') as id;
delete from public.messages where id = (select id from began);
select is((select count(*) from parley.thread_followers f join began on began.id = f.message_id), 0::bigint, 'without the row nobody follows it');
update start set rev = pg_temp.head();
truncate public.messages;
select is(
  pg_temp.told((select rev from start)) ~ 'message-deleted r2 \(m1 0\)', true, 'all are removed at once');

select * from finish();
rollback;
