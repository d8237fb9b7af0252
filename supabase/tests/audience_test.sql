-- Who hears of what: nothing goes to a channel or in an answer that is not for everybody who gets it.
begin;
\ir preamble.psql
select plan(12);

update parley.settings set directory = true, direct_adding = true;
select pg_temp.act('olga');
select public.create_room('Square', 'Open', 'public', pg_temp.room('square'));
select public.send_message(pg_temp.key('m1'), pg_temp.room('square'), 'one');
select public.set_cursor(pg_temp.room('square'), 1);
create function pg_temp.told(after_rev bigint) returns table (channel text, data jsonb) language sql as $$
  select replace(e.channel, e.room_id::text, ''), e.data - 'id' - 'created_at' - 'created_by' - 'updated_at'
    from public.room_events e where e.room_id = pg_temp.room('square') and e.kind = 'room-updated' and e.rev > after_rev order by e.rev
$$;

-- Cursors
select is(public.room_snapshot(pg_temp.room('square')) #> '{cursors,0,read_seq}', '1', 'who is in a public room gets the cursors in a snapshot');
select is(public.room_changes(pg_temp.room('square'), 0) #> '{cursors,0,read_seq}', '1', 'and with the changes');
select pg_temp.act('sten');
select is(public.room_snapshot(pg_temp.room('square')) -> 'cursors', '[]'::jsonb, 'who only reads it gets none');
select is(public.room_changes(pg_temp.room('square'), 0) -> 'cursors', '[]'::jsonb, 'neither with the changes');
select pg_temp.act('anon');
select is(public.room_snapshot(pg_temp.room('square')) -> 'cursors', '[]'::jsonb, 'nor does who is not signed in');
select is(public.room_changes(pg_temp.room('square'), 0) -> 'cursors', '[]'::jsonb, 'neither with the changes');

-- A room that becomes private
select pg_temp.act('olga');
update public.chat_rooms set name = 'Secret', description = 'Plan', visibility = 'private' where id = pg_temp.room('square');
select pg_temp.act('postgres');
select results_eq(
  $$ select * from pg_temp.told(0) $$,
  $$ values ('room-', '{"visibility": "private"}'::jsonb),
            ('private-room-', '{"name": "Secret", "description": "Plan", "visibility": "private"}'::jsonb) $$,
  'those who listened hear that it is private, those in it what it is called now');
select results_eq(
  $$ select data ->> 'id' from public.room_events where room_id = pg_temp.room('square') and kind = 'room-updated' $$,
  $$ values (pg_temp.room('square')::text), (pg_temp.room('square')::text) $$, 'both say which room it is');
select pg_temp.act('olga');
update public.chat_rooms set name = 'Fair', visibility = 'public' where id = pg_temp.room('square');
select pg_temp.act('postgres');
select results_eq(
  $$ select channel, data ->> 'name' from pg_temp.told(4) $$, $$ values ('private-room-', 'Fair') $$,
  'one that becomes public is told where people listen');
select pg_temp.act('olga');
update public.chat_rooms set visibility = 'private' where id = pg_temp.room('square');
select pg_temp.act('postgres');
delete from public.messages where id = pg_temp.message('m1');
delete from public.room_participants where room_id = pg_temp.room('square');
select is_empty(
  $$ select from public.room_events e
      where e.room_id = pg_temp.room('square') and e.channel = 'room-' || e.room_id
        and e.rev > (select max(c.rev) from public.room_events c
                      where c.room_id = e.room_id and c.data = jsonb_build_object('id', e.room_id, 'visibility', 'private')) $$,
  'after that nothing goes to the public channel');
select is(
  pg_temp.refusal($$ select parley.append(pg_temp.room('nowhere'), 'x', '{}') $$), 'none', 'a room that is not is told nothing');
set constraints all immediate;
select pass('every number given is in the log');

select * from finish();
rollback;
