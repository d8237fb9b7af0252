-- What went past the triggers: found, and written into the log.
begin;
select plan(13);

insert into auth.users (id, aud, role, email, raw_user_meta_data, created_at, updated_at)
select md5(n)::uuid, 'authenticated', 'authenticated', n || '@parley.test', jsonb_build_object('name', initcap(n)),
       now(), now()
  from unnest(array['olga', 'paul', 'mia']) n;
insert into public.chat_rooms (id, name, created_by) values (md5('club')::uuid, 'Club', md5('olga')::uuid);
insert into public.messages (id, room_id, user_id, content)
select md5(n)::uuid, md5('club')::uuid, md5('olga')::uuid, n from unnest(array['one', 'two', 'three']) n;
insert into public.room_participants (room_id, user_id) values (md5('club')::uuid, md5('paul')::uuid);
update public.chat_rooms set name = 'Old club';

create function pg_temp.faults() returns text language sql as $$
  select coalesce(string_agg(f.fault, E'\n' order by f.fault), 'none') from parley.room_faults(md5('club')::uuid) f
$$;
create function pg_temp.log_since(rev bigint) returns text language sql as $$
  select string_agg(e.kind || coalesce(' ' || (e.data ->> 'content'), ''), ', ' order by e.kind, e.data ->> 'seq')
    from public.room_events e where e.room_id = md5('club')::uuid and e.rev > log_since.rev
$$;
select is(pg_temp.faults(), 'none', 'a room that all went through has no fault');
select is(parley.repair_room(md5('club')::uuid), 0::bigint, 'and nothing to repair');

alter table public.messages disable trigger user;
alter table public.room_participants disable trigger user;
alter table public.chat_rooms disable trigger user;
insert into public.messages (id, room_id, user_id, content, seq, rev)
values (md5('ahead')::uuid, md5('club')::uuid, md5('olga')::uuid, 'ahead', 9, 99);
update public.messages set content = 'TWO' where content = 'two';
delete from public.messages where content = 'three';
update public.messages set content = '', deleted_at = now() where content = 'one';
delete from public.room_participants where user_id = md5('paul')::uuid;
insert into public.room_participants (room_id, user_id, joined_at)
values (md5('club')::uuid, md5('mia')::uuid, clock_timestamp());
update public.chat_rooms set name = 'New club' where id = md5('club')::uuid;
alter table public.messages enable trigger user;
alter table public.room_participants enable trigger user;
alter table public.chat_rooms enable trigger user;

select matches(pg_temp.faults(), 'seq 9 is stored, the counter stands at 3', 'a place ahead of the counter is found');
select matches(pg_temp.faults(), 'lacks message-deleted: 2', 'so are messages that were removed or emptied');
select matches(pg_temp.faults(), 'lacks message-updated: 1', 'so is one with another text');
select matches(pg_temp.faults(), 'lacks new-message: 1', 'so is one that is new');
select matches(pg_temp.faults(), 'lacks user-joined: 1.*lacks user-left: 1', 'so is who came and who went');

create temporary table before as select last_rev as rev from public.room_counters where room_id = md5('club')::uuid;
select is(parley.repair_room(md5('club')::uuid), 7::bigint, 'what the log lacked is written');
select is(
  pg_temp.log_since((select rev from before)),
  'message-deleted , message-deleted , message-updated TWO, new-message ahead, room-updated, user-joined, user-left',
  'as the changes that they are');
select is(pg_temp.faults(), 'none', 'then the room has no fault');
select is_empty(
  $$ select from public.room_events e where e.room_id = md5('club')::uuid
      group by e.room_id having max(e.rev) <> count(*) $$, 'its numbers have no gap');
select is_empty(
  $$ select from public.messages m join public.room_counters c using (room_id) where m.rev > c.last_rev $$,
  'no message has a number that the log has yet to give');
select lives_ok(
  $$ insert into public.messages (room_id, user_id, content)
     values (md5('club')::uuid, md5('olga')::uuid, 'next') $$, 'and the next message is taken');

select * from finish();
rollback;
