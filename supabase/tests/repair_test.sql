-- What went past the triggers: found, and written into the log.
begin;
select plan(13);

-- People, rooms and messages are known by name here: pg_temp.id, pg_temp.room and pg_temp.message give their
-- ids, of whatever type ids are, and pg_temp.key what a message is sent under.
create function pg_temp.spelled(name text, domain regtype) returns text language sql stable as $$
  select case (select format_type(d.typbasetype, null) from pg_type d where d.oid = domain)
           when 'uuid' then md5(name)::uuid::text
           when 'bigint' then ('x' || left(md5(name), 15))::bit(60)::bigint::text
           else case domain when 'parley.user_id'::regtype then 'idp|' else 'id-' end || md5(name) end
$$;
create function pg_temp.id(name text) returns parley.user_id language sql stable as $$
  select pg_temp.spelled(name, 'parley.user_id')::parley.user_id $$;
create function pg_temp.room(name text) returns parley.room_id language sql stable as $$
  select pg_temp.spelled(name, 'parley.room_id')::parley.room_id $$;
create function pg_temp.key(name text) returns uuid language sql immutable as $$ select md5(name)::uuid $$;
create function pg_temp.message(name text) returns parley.message_id language plpgsql stable security definer as $$
declare numbered parley.message_id;
begin
  if parley.has_client_ids() then
    select e.data ->> 'id' into numbered from public.room_events e where e.data ->> 'client_id' = pg_temp.key(name)::text;
  end if;
  return coalesce(numbered::text, pg_temp.spelled(name, 'parley.message_id'))::parley.message_id;
end $$;
create function pg_temp.introduce(variadic names text[]) returns void language plpgsql as $$
begin
  if parley.has_accounts() then
    insert into auth.users (id, aud, role, email, raw_user_meta_data, created_at, updated_at)
    select pg_temp.spelled(n, 'parley.user_id')::uuid, 'authenticated', 'authenticated', n || '@parley.test',
           jsonb_build_object('name', initcap(n)), now(), now()
      from unnest(names) n;
  else
    insert into public.profiles (id, display_name) select pg_temp.id(n), initcap(n) from unnest(names) n;
  end if;
end $$;
select pg_temp.introduce('olga', 'paul', 'mia');
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
