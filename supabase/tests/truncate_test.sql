-- TRUNCATE: what a deleted row means is said for the whole table.
begin;
select plan(15);

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
-- pg_temp.act lets one speak, pg_temp.refusal tells why a statement failed.
create function pg_temp.act(name text) returns void language plpgsql as $$
begin
  perform set_config('request.jwt.claims', case
    when name in ('anon', 'service_role', 'postgres') then jsonb_build_object('role', name)
    else jsonb_build_object('role', 'authenticated', 'sub', pg_temp.id(name)::text) end::text, true);
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
select pg_temp.introduce('olga', 'paul', 'mia', 'sten');

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
