-- Editing and deleting: who may, for how long, and that nothing keeps the text of what was deleted.
begin;
\ir preamble.psql
select plan(76);

update parley.settings set directory = true, direct_adding = true;

create function pg_temp.edit(name text, content text) returns jsonb language sql as $$
  select public.edit_message(pg_temp.message(edit.name), edit.content) $$;
create function pg_temp.drop(name text) returns jsonb language sql as $$
  select public.delete_message(pg_temp.message(drop.name)) $$;
create function pg_temp.history(name text) returns text language sql as $$
  select coalesce(string_agg((t ->> 'content') || ' ' || (t ->> 'rev'), ', ' order by n), 'none')
    from jsonb_array_elements(public.message_history(pg_temp.message(history.name))) with ordinality h (t, n) $$;
-- Where a text is found, of all that is stored.
create function pg_temp.found(wanted text) returns text language plpgsql as $$
declare
  tables record;
  hit boolean;
  places text[] := '{}';
begin
  for tables in
    select c.oid::regclass as name from pg_class c
     where c.relnamespace in ('public'::regnamespace, 'parley'::regnamespace) and c.relkind in ('r', 'm')
     order by c.oid::regclass::text collate "C"
  loop
    execute format('select exists (select from %s as t where position($1 in t::text) > 0)', tables.name) into hit using wanted;
    if hit then
      places := places || tables.name::text;
    end if;
  end loop;
  return coalesce(nullif(array_to_string(places, ' '), ''), 'nowhere');
end $$;

-- olga owns the room, paul and mia are in it, sten is not; mia looks after it
select pg_temp.act('olga');
select public.create_room('Club', id => pg_temp.room('club'));
insert into public.room_participants (room_id, user_id, role)
values (pg_temp.room('club'), pg_temp.id('paul'), 'member'), (pg_temp.room('club'), pg_temp.id('mia'), 'moderator');
select public.send_message(pg_temp.key('o1'), pg_temp.room('club'), 'From the owner');
select pg_temp.act('paul');
select public.send_message(pg_temp.key('m1'), pg_temp.room('club'), 'wording-one', null,
  '[{"url": "https://example.test/wording-picture.png"}]', '{"mood": "wording-mood"}');
select public.send_message(pg_temp.key('m2'), pg_temp.room('club'), 'Second');

-- Editing ---------------------------------------------------------------------------------------------------

select results_eq(
  $$ select m ->> 'id', m ->> 'content', (m ->> 'seq')::int, (m ->> 'rev')::int, m ? 'edited_at', m ? 'attachments'
       from pg_temp.edit('m1', 'wording-two') m $$,
  $$ values (pg_temp.message('m1')::text, 'wording-two', 2, 7, true, true) $$,
  'an author gives a message another text and gets it back as it is stored');
select is(pg_temp.edit('m1', 'wording-two') -> 'rev', '7', 'the same text again changes nothing');
select is(pg_temp.head(), 7::bigint, 'and is not in the log');
select is(pg_temp.edit('m1', 'wording-three') -> 'rev', '8', 'a message is edited more than once');
select is(pg_temp.refusal($$ select pg_temp.edit('m1', '') $$), '23514', 'an empty text is refused');
select is(pg_temp.refusal($$ select pg_temp.edit('m1', E' \u200B ') $$), '23514', 'so is one that shows nothing');
select is(pg_temp.refusal($$ select pg_temp.edit('m1', repeat('ä', 4001)) $$), '23514', 'and one of 4001 characters');
select is(pg_temp.refusal($$ select pg_temp.edit('nothing', 'x') $$), 'PT404 no_such_message', 'an unknown message is not found');
select is(pg_temp.refusal($$ select public.edit_message(null, 'x') $$), 'PT404 no_such_message', 'nor is none');
select is(pg_temp.refusal($$ select pg_temp.edit('o1', 'x') $$), 'PT403 not_the_author', 'nobody edits what another wrote');
select is(
  pg_temp.refusal('olga', $$ select pg_temp.edit('m1', 'x') $$), 'PT403 not_the_author', 'not even the owner of the room');
select is(pg_temp.refusal('mia', $$ select pg_temp.edit('m1', 'x') $$), 'PT403 not_the_author', 'or a moderator');
select is(
  pg_temp.refusal('sten', $$ select pg_temp.edit('m1', 'x') $$), 'PT403 not_a_participant', 'who is not in the room edits nothing');
select is(
  pg_temp.refusal('anon', $$ select pg_temp.edit('m1', 'x') $$), 'PT401 sign_in_needed', 'to edit one signs in');
select results_eq(
  $$ select e.rev, e.kind, e.data ->> 'content', e.data ? 'edited_at' from public.room_events e
      where e.room_id = pg_temp.room('club') and e.rev > 4 order by e.rev $$,
  $$ values (5::bigint, 'new-message', 'wording-one', false), (6::bigint, 'new-message', 'Second', false),
            (7::bigint, 'message-updated', 'wording-two', true), (8::bigint, 'message-updated', 'wording-three', true) $$,
  'each edit is in the log once');
select is_empty($$ select from parley.room_faults(pg_temp.room('club')) $$, 'and the log lacks nothing');

update public.room_participants set muted_until = now() + interval '1 hour'
 where room_id = pg_temp.room('club') and user_id = pg_temp.id('paul');
select is(pg_temp.refusal('paul', $$ select pg_temp.edit('m1', 'x') $$), 'PT403 muted', 'who is muted does not edit');
update public.room_participants set muted_until = null where room_id = pg_temp.room('club') and user_id = pg_temp.id('paul');

-- History ---------------------------------------------------------------------------------------------------

select pg_temp.act('paul');
select is(pg_temp.history('m1'), 'wording-one 5, wording-two 7', 'an author sees what a message said before, oldest first');
select is(
  (select string_agg(k, ' ' order by k) from jsonb_object_keys(public.message_history(pg_temp.message('m1')) -> 0) k),
  'content replaced_at rev', 'each text with its number and when it was replaced');
select matches(
  public.message_history(pg_temp.message('m1')) #>> '{0,replaced_at}', '^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$', 'in UTC');
select is(pg_temp.history('m2'), 'none', 'what was not edited has no history');
select pg_temp.act('olga');
select is(pg_temp.history('m1'), 'wording-one 5, wording-two 7', 'the owner of the room sees it');
select pg_temp.act('mia');
select is(pg_temp.history('m1'), 'wording-one 5, wording-two 7', 'and a moderator');
select is(
  pg_temp.refusal('paul', $$ select pg_temp.history('o1') $$), 'PT403 not_the_author', 'a member sees no other''s');
select is(
  pg_temp.refusal('sten', $$ select pg_temp.history('m1') $$), 'PT403 not_a_participant', 'a stranger none');
select is(pg_temp.refusal('anon', $$ select pg_temp.history('m1') $$), 'PT401 sign_in_needed', 'to see it one signs in');
select is(
  pg_temp.refusal('paul', $$ select pg_temp.history('nothing') $$), 'PT404 no_such_message',
  'an unknown message has no history');
select is(pg_temp.refusal('paul', 'select from parley.message_edits'), '42501', 'the table is not read');
select is(pg_temp.refusal('paul', 'delete from parley.message_edits'), '42501', 'nor written');
select is(pg_temp.refusal('service_role', 'select from parley.message_edits'), '42501', 'not even by servers');

select pg_temp.act('service_role');
update public.messages set content = 'Second, again' where id = pg_temp.message('m2');
update public.messages set metadata = '{"pinned": true}' where id = pg_temp.message('m2');
update public.messages set content = 'Second, at last' where id = pg_temp.message('m2');
select pg_temp.act('paul');
select is(pg_temp.history('m2'), 'Second 6, Second, again 12', 'a server''s plain update is kept too, if it changes the text');

-- Deleting --------------------------------------------------------------------------------------------------

select pg_temp.act('postgres');
select is(pg_temp.found('wording-one'), 'parley.message_edits room_events', 'given a text that was edited');
select is(pg_temp.found('wording-three'), 'messages room_events', 'and its last form');
select is(
  pg_temp.refusal('sten', $$ select pg_temp.drop('m1') $$), 'PT403 not_a_participant', 'who is not in the room deletes nothing');
select is(pg_temp.refusal('anon', $$ select pg_temp.drop('m1') $$), 'PT401 sign_in_needed', 'to delete one signs in');
select is(
  pg_temp.refusal('paul', $$ select pg_temp.drop('o1') $$), 'PT403 not_the_author', 'a member deletes no other''s message');
select is(
  pg_temp.refusal('paul', $$ select pg_temp.drop('nothing') $$), 'PT404 no_such_message', 'an unknown message is not found');
select pg_temp.act('paul');
select results_eq(
  $$ select m ->> 'id', m ->> 'content', (m ->> 'seq')::int, (m ->> 'rev')::int, m ? 'deleted_at', m ? 'attachments', m ? 'metadata'
       from pg_temp.drop('m1') m $$,
  $$ values (pg_temp.message('m1')::text, '', 2, 14, true, false, false) $$,
  'an author deletes a message and gets the tombstone');
select is(pg_temp.drop('m1') -> 'rev', '14', 'again, the same');
select is(pg_temp.head(), 14::bigint, 'which is not in the log');
select is(pg_temp.refusal($$ select pg_temp.edit('m1', 'x') $$), 'PT410 message_deleted', 'what is deleted is not edited');
select is(pg_temp.refusal($$ select pg_temp.edit('m1', '') $$), 'PT410 message_deleted', 'nor emptied');
select is(pg_temp.history('m1'), 'none', 'and has no history');
select is(
  (select string_agg(i ->> 'rev' || case when i #> '{data}' ? 'deleted_at' then ' ' || (i #>> '{data,content}') || '-' else ' +' end, ', '
             order by n)
     from jsonb_array_elements(public.room_changes(pg_temp.room('club'), 4) -> 'items') with ordinality t (i, n)),
  '5 -, 6 +, 7 -, 8 -, 9 +, 10 +, 11 +, 12 +, 13 +, 14 -', 'every event of it is a tombstone now, and no other');
select results_eq(
  $$ select distinct i #>> '{data,id}', i #>> '{data,user_id}', i #>> '{data,seq}', i #> '{data,deleted_at}' is null,
            i -> 'data' ?| array['attachments', 'metadata']
       from jsonb_array_elements(public.room_changes(pg_temp.room('club'), 0) -> 'items') i
      where i #>> '{data,content}' = '' $$,
  $$ values (pg_temp.message('m1')::text, pg_temp.id('paul')::text, '2', false, false) $$,
  'with all that is not its content');
select is(
  (select count(distinct i #> '{data,deleted_at}') from jsonb_array_elements(public.room_changes(pg_temp.room('club'), 0) -> 'items') i),
  1::bigint, 'and one time of deletion');
select is(
  position('wording' in public.room_changes(pg_temp.room('club'), 0)::text || public.room_snapshot(pg_temp.room('club'))::text
    || public.messages_page(pg_temp.room('club'))::text || public.my_rooms()::text), 0, 'no answer has the text');
select pg_temp.act('postgres');
select is(pg_temp.found('wording'), 'nowhere', 'nor has any table, of any form of it, its pictures or metadata');
select is((select count(*) from parley.room_faults(pg_temp.room('club'))), 0::bigint, 'the room has no fault');

select pg_temp.act('paul');
select public.send_message(pg_temp.key('m3'), pg_temp.room('club'), 'wording-four');
select pg_temp.act('mia');
select is(pg_temp.drop('m3') ? 'deleted_at', true, 'a moderator deletes what another wrote');
select is(pg_temp.drop('o1') ? 'deleted_at', true, 'even the owner');
select pg_temp.act('olga');
select is(pg_temp.drop('m2') ? 'deleted_at', true, 'so does the owner');
select is(
  pg_temp.refusal('paul', $$ update public.messages set deleted_at = now() $$), '42501', 'clients delete by the function only');
select pg_temp.act('paul');
select public.send_message(pg_temp.key('m4'), pg_temp.room('club'), 'wording-five');
select pg_temp.act('postgres');
update public.room_participants set muted_until = 'infinity' where room_id = pg_temp.room('club') and user_id = pg_temp.id('paul');
select is(
  pg_temp.refusal('paul', $$ select pg_temp.drop('m4') $$), 'none', 'who is muted may take back what they wrote');
update public.room_participants set muted_until = null where room_id = pg_temp.room('club') and user_id = pg_temp.id('paul');

-- For how long ----------------------------------------------------------------------------------------------

select pg_temp.act('paul');
select public.send_message(pg_temp.key('m5'), pg_temp.room('club'), 'wording-six');
select is(
  pg_temp.refusal($$ update public.chat_rooms set edit_seconds = 1 where id = pg_temp.room('club') returning id $$), 'none',
  'given that a member tries to set a limit');
select pg_temp.act('olga');
select is(public.room_snapshot(pg_temp.room('club')) -> 'room' ? 'edit_seconds', false, 'no limit was set or is told');
select is(
  pg_temp.refusal($$ update public.chat_rooms set edit_seconds = -1 where id = pg_temp.room('club') $$), '23514',
  'a limit is not negative');
update public.chat_rooms set edit_seconds = 60 where id = pg_temp.room('club');
select is(public.room_snapshot(pg_temp.room('club')) #> '{room,edit_seconds}', '60', 'an owner sets a limit');
select is(
  public.room_changes(pg_temp.room('club'), pg_temp.head() - 1) #> '{items,0}' @> '{"kind": "room-updated", "data": {"edit_seconds": 60}}',
  true, 'which the room is told');
select pg_temp.act('paul');
select is(pg_temp.edit('m5', 'wording-seven') ->> 'content', 'wording-seven', 'an author edits within it');
select pg_temp.act('postgres');
update public.messages set created_at = now() - interval '61 seconds' where id = pg_temp.message('m5');
select is(pg_temp.refusal('paul', $$ select pg_temp.edit('m5', 'x') $$), 'PT403 edit_time_over', 'and not after it');
select is(
  pg_temp.refusal('paul', $$ select pg_temp.edit('m5', 'wording-seven') $$), 'none', 'but may repeat an edit that was taken');
select is(pg_temp.refusal('paul', $$ select pg_temp.drop('m5') $$), 'PT403 edit_time_over', 'nor delete after it');

-- An app may let people write the rows themselves.
grant update, delete on public.messages to authenticated;
create policy "people change their messages" on public.messages to authenticated using (true) with check (true);
select is(
  pg_temp.refusal('paul', $$ update public.messages set content = 'x' where id = pg_temp.message('m5') $$), 'PT403 edit_time_over',
  'the limit holds for a plain update');
select is(
  pg_temp.refusal('paul', $$ update public.messages set deleted_at = now() where id = pg_temp.message('m5') $$), 'PT403 edit_time_over',
  'one that deletes, too');
select is(
  pg_temp.refusal('paul', $$ delete from public.messages where id = pg_temp.message('m5') $$), 'PT403 edit_time_over',
  'and for a plain delete');
select pg_temp.act('mia');
select is(pg_temp.drop('m5') ? 'deleted_at', true, 'a moderator deletes at any time');
select public.send_message(pg_temp.key('m6'), pg_temp.room('club'), 'wording-eight');
select pg_temp.act('postgres');
update public.messages set created_at = now() - interval '61 seconds' where id = pg_temp.message('m6');
select is(pg_temp.refusal('mia', $$ select pg_temp.edit('m6', 'x') $$), 'PT403 edit_time_over', 'but edits in time only');
select is(pg_temp.refusal('mia', $$ select pg_temp.drop('m6') $$), 'none', 'and deletes what is theirs at any time as well');
select pg_temp.act('service_role');
insert into public.messages (id, room_id, user_id, content)
values (pg_temp.message('server'), pg_temp.room('club'), pg_temp.id('paul'), 'wording-nine');
update public.messages set created_at = now() - interval '61 seconds', content = 'wording-ten' where content = 'wording-nine';
select pass('servers have no limit');

-- Rows that are removed -------------------------------------------------------------------------------------

select pg_temp.act('postgres');
select is(pg_temp.found('wording-nine'), 'parley.message_edits room_events', 'given a text that was edited and logged');
delete from public.messages where content = 'wording-ten';
select is(pg_temp.found('wording'), 'nowhere', 'the text goes with the row');
select pg_temp.act('paul');
select public.send_message(pg_temp.key('m7'), pg_temp.room('club'), 'wording-11');
select pg_temp.edit('m7', 'wording-12');
select pg_temp.act('postgres');
truncate public.messages;
select is(pg_temp.found('wording'), 'nowhere', 'and with all rows');
select pg_temp.act('paul');
select public.send_message(pg_temp.key('m8'), pg_temp.room('club'), 'wording-13');
select pg_temp.edit('m8', 'wording-14');
select public.leave_room(pg_temp.room('club'));
select is(pg_temp.refusal($$ select pg_temp.drop('m8') $$), 'PT403 not_a_participant', 'who left deletes nothing');
select is(pg_temp.refusal($$ select pg_temp.edit('m8', 'x') $$), 'PT403 not_a_participant', 'and edits nothing');
select pg_temp.act('postgres');
set constraints all immediate; set constraints all deferred;
delete from public.chat_rooms where id = pg_temp.room('club');
select is(pg_temp.found('wording'), 'nowhere', 'a room takes all its texts along');

select * from finish();
rollback;
