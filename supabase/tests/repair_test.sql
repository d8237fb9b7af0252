-- What went past the triggers: found, and written into the log.
begin;
\ir preamble.psql
select plan(14);

insert into public.chat_rooms (id, name, created_by) values (pg_temp.room('club'), 'Club', pg_temp.id('olga'));
insert into public.messages (id, room_id, user_id, content)
select pg_temp.message(n), pg_temp.room('club'), pg_temp.id('olga'), n from unnest(array['one', 'two', 'three']) n;
insert into public.room_participants (room_id, user_id) values (pg_temp.room('club'), pg_temp.id('paul'));
update public.chat_rooms set name = 'Old club';

create function pg_temp.faults() returns text language sql as $$
  select coalesce(string_agg(f.fault, E'\n' order by f.fault), 'none') from parley.room_faults(pg_temp.room('club')) f
$$;
create function pg_temp.log_since(rev bigint) returns text language sql as $$
  select string_agg(e.kind || coalesce(' ' || (e.data ->> 'content'), ''), ', ' order by e.kind, e.data ->> 'seq')
    from public.room_events e where e.room_id = pg_temp.room('club') and e.rev > log_since.rev
$$;
select is(pg_temp.faults(), 'none', 'a room that all went through has no fault');
select is(parley.repair_room(pg_temp.room('club')), 0::bigint, 'and nothing to repair');

alter table public.messages disable trigger user;
alter table public.room_participants disable trigger user;
alter table public.chat_rooms disable trigger user;
insert into public.messages (id, room_id, user_id, content, seq, rev)
values (pg_temp.message('ahead'), pg_temp.room('club'), pg_temp.id('olga'), 'ahead', 9, 99);
update public.messages set content = 'TWO' where content = 'two';
delete from public.messages where content = 'three';
update public.messages set content = '', deleted_at = now() where content = 'one';
delete from public.room_participants where user_id = pg_temp.id('paul');
insert into public.room_participants (room_id, user_id, joined_at)
values (pg_temp.room('club'), pg_temp.id('mia'), clock_timestamp());
update public.chat_rooms set name = 'New club' where id = pg_temp.room('club');
alter table public.messages enable trigger user;
alter table public.room_participants enable trigger user;
alter table public.chat_rooms enable trigger user;

select matches(pg_temp.faults(), 'seq 9 is stored, the counter stands at 3', 'a place ahead of the counter is found');
select matches(pg_temp.faults(), 'lacks message-deleted: 2', 'so are messages that were removed or emptied');
select matches(pg_temp.faults(), 'lacks message-updated: 1', 'so is one with another text');
select matches(pg_temp.faults(), 'lacks new-message: 1', 'so is one that is new');
select matches(pg_temp.faults(), 'lacks user-joined: 1.*lacks user-left: 1', 'so is who came and who went');

create temporary table before as select last_rev as rev from public.room_counters where room_id = pg_temp.room('club');
select is(parley.repair_room(pg_temp.room('club')), 7::bigint, 'what the log lacked is written');
select is(
  pg_temp.log_since((select rev from before)),
  'message-deleted , message-deleted , message-updated TWO, new-message ahead, room-updated, user-joined, user-left',
  'as the changes that they are');
select is_empty(
  $$ select from public.room_events e where e.room_id = pg_temp.room('club') and e.data ->> 'content' in ('one', 'three') $$,
  'and no event keeps the text of what was removed or emptied');
select is(pg_temp.faults(), 'none', 'then the room has no fault');
select is_empty(
  $$ select from public.room_events e where e.room_id = pg_temp.room('club')
      group by e.room_id having max(e.rev) <> count(*) $$, 'its numbers have no gap');
select is_empty(
  $$ select from public.messages m join public.room_counters c using (room_id) where m.rev > c.last_rev $$,
  'no message has a number that the log has yet to give');
select lives_ok(
  $$ insert into public.messages (room_id, user_id, content)
     values (pg_temp.room('club'), pg_temp.id('olga'), 'next') $$, 'and the next message is taken');

select * from finish();
rollback;
