-- Reading: snapshots, pages and changes.
begin;
\ir preamble.psql
select plan(62);

create function pg_temp.contents(page jsonb) returns text language sql as $$
  select coalesce(string_agg(m ->> 'content', ' ' order by n), '') || case when page @> '{"has_older": true}' then ' <' else '' end
         || case when page @> '{"has_newer": true}' then ' >' else '' end
    from jsonb_array_elements(page -> 'messages') with ordinality t (m, n)
$$;
create function pg_temp.notices(page jsonb) returns text language sql as $$
  select coalesce(string_agg((n ->> 'rev') || ' ' || (n ->> 'kind') || ' ' || (n ->> 'after_seq'), ', ' order by i), '')
    from jsonb_array_elements(page -> 'notices') with ordinality t (n, i)
$$;
create function pg_temp.keys(object jsonb) returns text language sql as $$
  select string_agg(k, ' ' order by k) from jsonb_object_keys(object) k
$$;

-- revs: 1 olga comes, 2-4 messages 1-3, 5 paul comes, 6-12 messages 4-10, 13 paul goes
select pg_temp.act('olga');
select public.create_room('Square', visibility => 'public', id => pg_temp.room('square'));
select public.create_room('Club', id => pg_temp.room('club'));
insert into public.messages (id, room_id, content)
select pg_temp.message('m' || n), pg_temp.room('square'), n::text from generate_series(1, 3) n;
select pg_temp.act('paul');
select public.join_room(pg_temp.room('square'));
insert into public.messages (id, room_id, content)
select pg_temp.message('m' || n), pg_temp.room('square'), n::text from generate_series(4, 10) n;
select public.leave_room(pg_temp.room('square'));

select pg_temp.act('olga');
select is(
  pg_temp.keys(public.room_snapshot(pg_temp.room('square'))),
  'cursors epoch has_older messages notices participants pins quotes reactions rev room threads', 'a snapshot has all it should');
select is(
  public.room_snapshot(pg_temp.room('square')) -> 'rev', '13', 'and is of one rev');
select is(
  pg_temp.contents(public.room_snapshot(pg_temp.room('square'))), '1 2 3 4 5 6 7 8 9 10', 'messages rise');
select is(
  pg_temp.contents(public.room_snapshot(pg_temp.room('square'), 3)), '8 9 10 <', 'the last ones, when only some are asked for');
select is(
  pg_temp.notices(public.room_snapshot(pg_temp.room('square'), 3)), '13 user-left 10', 'and the notices among them');
select is(
  pg_temp.keys(public.room_snapshot(pg_temp.room('square')) #> '{notices,0}'), 'after_seq at kind profile rev user_id',
  'a notice has all it should');
select is(
  pg_temp.keys(public.room_snapshot(pg_temp.room('square')) -> 'room'),
  'created_at created_by id name updated_at visibility', 'the room too');
select results_eq(
  $$ select p #>> '{profile,display_name}', p ->> 'role', p ? 'left_at'
       from jsonb_array_elements(public.room_snapshot(pg_temp.room('square')) -> 'participants') p order by 1 $$,
  $$ values ('Olga', 'owner', false), ('Paul', 'member', true) $$,
  'who is in it and who was');
select is(
  public.room_snapshot(pg_temp.room('club')) - 'room' - 'epoch' - 'participants' - 'notices',
  '{"rev": 1, "messages": [], "quotes": [], "has_older": false, "cursors": [], "reactions": [], "threads": [], "pins": []}'::jsonb, 'an empty room is empty');
select is(
  pg_temp.contents(public.room_snapshot(pg_temp.room('square'), 0)), '10 <', 'the limit is at least one');

create function pg_temp.page(before bigint default null, after bigint default null, around text default null, size int default 3)
returns jsonb language sql as $$
  select public.messages_page(pg_temp.room('square'), before, after, pg_temp.message(around), size)
$$;
select is(pg_temp.keys(pg_temp.page()), 'has_newer has_older messages notices quotes reactions rev threads', 'a page has all it should');
select is(pg_temp.contents(pg_temp.page()), '8 9 10 <', 'the last page');
select is(pg_temp.contents(pg_temp.page(before => 8)), '5 6 7 < >', 'the page before');
select is(pg_temp.contents(pg_temp.page(before => 5)), '2 3 4 < >', 'and before');
select is(pg_temp.contents(pg_temp.page(before => 2)), '1 >', 'and the first');
select is(pg_temp.contents(pg_temp.page(before => 1)), ' >', 'and none');
select is(pg_temp.contents(pg_temp.page(after => 7)), '8 9 10 <', 'the page after');
select is(pg_temp.contents(pg_temp.page(after => 0)), '1 2 3 >', 'from the start');
select is(pg_temp.contents(pg_temp.page(after => 10)), ' <', 'after the last');
select is(pg_temp.contents(pg_temp.page(around => 'm5', size => 5)), '3 4 5 6 7 < >', 'around a message');
select is(pg_temp.contents(pg_temp.page(around => 'm5', size => 1)), '5 < >', 'around it, narrowly');
select is(pg_temp.contents(pg_temp.page(around => 'm1', size => 4)), '1 2 3 >', 'around the first');
select is(pg_temp.contents(pg_temp.page(around => 'm10', size => 4)), '9 10 <', 'around the last');
select is(pg_temp.notices(pg_temp.page(before => 8)), '', 'notices stand in one page');
select is(pg_temp.notices(pg_temp.page(before => 5)), '5 user-joined 3', 'where they happened');
select is(pg_temp.notices(pg_temp.page(before => 2)), '1 user-joined 0', 'those before all messages in the first');
select is(pg_temp.notices(pg_temp.page(after => 10)), '13 user-left 10', 'those after all in the last');
select is(
  pg_temp.refusal($$ select pg_temp.page(before => 1, after => 1) $$), '22023', 'a page has one direction');
select is(
  pg_temp.refusal($$ select pg_temp.page(around => 'nothing') $$), 'PT404 no_such_message', 'an unknown message is not found');

create function pg_temp.changes(after bigint, size int default 200) returns jsonb language sql as $$
  select public.room_changes(pg_temp.room('square'), after, size)
$$;
select is(
  pg_temp.keys(pg_temp.changes(0)), 'cursors epoch head items reset through', 'changes have all they should');
select is(
  pg_temp.keys(pg_temp.changes(0) #> '{items,0}'), 'created_at data kind rev', 'a change too');
select is(
  (select string_agg(i ->> 'rev', ' ' order by n)
     from jsonb_array_elements(pg_temp.changes(9) -> 'items') with ordinality t (i, n)), '10 11 12 13',
  'changes rise from the one after');
select is(
  pg_temp.changes(9) - 'items' - 'epoch',
  '{"through": 13, "head": 13, "reset": false, "cursors": []}'::jsonb, 'and reach the head');
select is(
  pg_temp.changes(0, 4) - 'items' - 'epoch',
  '{"through": 4, "head": 13, "reset": false, "cursors": []}'::jsonb, 'or say how far they reach');
select is(
  pg_temp.changes(13) - 'epoch',
  '{"items": [], "through": 13, "head": 13, "reset": false, "cursors": []}'::jsonb, 'at the head there are none');
select is(pg_temp.changes(14) @> '{"reset": true, "items": []}', true, 'ahead of the head one starts over');
select is(pg_temp.changes(null) @> '{"reset": true, "items": []}', true, 'and without a number');
select is(pg_temp.changes(-1) @> '{"reset": true, "items": []}', true, 'and before the first');
select pg_temp.act('postgres');
select is(pg_temp.changes(0) ->> 'epoch', parley.epoch(), 'the epoch is the database''s');
delete from public.room_events where room_id = pg_temp.room('square') and rev <= 5;
select pg_temp.act('olga');
select is(pg_temp.changes(4) @> '{"reset": true, "items": []}', true, 'behind the retention one starts over');
select is(pg_temp.changes(5) @> '{"reset": false, "through": 13}', true, 'at its edge one does not');

select pg_temp.act('sten');
select is(
  pg_temp.refusal($$ select public.room_snapshot(pg_temp.room('club')) $$), 'PT403 not_a_participant', 'strangers get no snapshot');
select is(
  pg_temp.refusal($$ select public.messages_page(pg_temp.room('club')) $$), 'PT403 not_a_participant', 'no page');
select is(
  pg_temp.refusal($$ select public.room_changes(pg_temp.room('club'), 0) $$), 'PT403 not_a_participant', 'no changes');
select is(
  pg_temp.refusal($$ select public.room_changes(pg_temp.room('nowhere'), 0) $$), 'PT404 no_such_room', 'of no room');
select is(
  pg_temp.contents(public.room_snapshot(pg_temp.room('square'), 2)), '9 10 <', 'but everything of a public one');
select pg_temp.act('anon');
select is(
  pg_temp.contents(public.messages_page(pg_temp.room('square'), 3)), '1 2 >', 'even without signing in');
select is(
  pg_temp.refusal($$ select public.room_snapshot(pg_temp.room('club')) $$), 'PT401 sign_in_needed',
  'private rooms ask to sign in');

select pg_temp.act('paul');
select is(public.my_rooms(), '[]'::jsonb, 'who is in no room has no rooms');
select pg_temp.act('mia');
select public.join_room(pg_temp.room('square'));
select pg_temp.act('olga');
select public.send_message(pg_temp.key('m11'), pg_temp.room('square'), '11');
select pg_temp.act('mia');
select is(
  (public.my_rooms() -> 0) - 'joined_at' - 'last_message',
  jsonb_build_object('id', pg_temp.room('square')::text, 'name', 'Square', 'visibility', 'public', 'role', 'member',
    'unread', 1, 'participant_count', 2), 'what was said before one came is not unread');
select is(public.my_rooms() #>> '{0,last_message,content}', '11', 'the last message comes along');
select pg_temp.act('olga');
select results_eq(
  $$ select r ->> 'name', r -> 'unread', r ? 'last_message' from jsonb_array_elements(public.my_rooms()) r $$,
  $$ values ('Square', '7'::jsonb, true), ('Club', '0'::jsonb, false) $$,
  'rooms with news come first, one''s own messages are not unread');
select public.set_cursor(pg_temp.room('square'), 9);
select is(public.my_rooms() #> '{0,unread}', '1', 'nor what was read');
select pg_temp.act('postgres');
update public.messages set deleted_at = now() where id = pg_temp.message('m10');
select pg_temp.act('olga');
select is(public.my_rooms() #> '{0,unread}', '0', 'nor what was deleted');
select pg_temp.act('anon');
select is(pg_temp.refusal($$ select public.my_rooms() $$), 'PT401 sign_in_needed', 'rooms are of someone');

-- replies
create function pg_temp.quotes(page jsonb) returns text language sql as $$
  select coalesce(string_agg((q ->> 'content') || case when q ? 'deleted_at' then 'gone' else '' end, ' ' order by n), '')
    from jsonb_array_elements(page -> 'quotes') with ordinality t (q, n)
$$;
select pg_temp.act('olga');
select public.send_message(
  pg_temp.key('r' || n), pg_temp.room('square'), 'reply ' || n, pg_temp.message(answered))
  from (values (1, 'm2'), (2, 'm2'), (3, 'm4')) t (n, answered) order by n;
select public.send_message(pg_temp.key('r4'), pg_temp.room('square'), 'reply 4', pg_temp.message('r1'));
select is(
  pg_temp.quotes(pg_temp.page(size => 5)), '2 4', 'a page has what its replies answer outside it, each once, in order');
select is(pg_temp.quotes(public.room_snapshot(pg_temp.room('square'), 5)), '2 4', 'and so has a snapshot');
select is(pg_temp.quotes(pg_temp.page(size => 20)), '', 'what is in the page is not quoted besides');
select is(
  (select string_agg(p ->> 'user_id', ' ')
     from jsonb_array_elements(public.room_snapshot(pg_temp.room('square'), 2) -> 'participants') p
    where p ->> 'user_id' = pg_temp.id('paul')::text), pg_temp.id('paul')::text,
  'the author of what is quoted is told of, though gone from the room');
select public.edit_message(pg_temp.message('m2'), repeat('long ', 100));
select is(
  length(pg_temp.page(size => 5) #>> '{quotes,0,content}'), 300, 'of a long text the beginning is enough');
select public.delete_message(pg_temp.message('m2'));
select is(pg_temp.quotes(pg_temp.page(size => 5)), 'gone 4', 'a quote says that its message was deleted');
select public.delete_message(pg_temp.message('r3'));
select is(pg_temp.quotes(pg_temp.page(size => 5)), 'gone', 'a deleted reply quotes nothing');

select * from finish();
rollback;
