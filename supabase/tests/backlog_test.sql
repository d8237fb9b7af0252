-- What a target has yet to take.
begin;
select plan(6);

create function pg_temp.refusal(role text, statement text) returns text language plpgsql as $$
begin
  perform set_config('role', role, true);
  execute statement;
  perform set_config('role', 'none', true);
  return 'none';
exception when others then
  perform set_config('role', 'none', true);
  return sqlstate;
end $$;

select is(pg_temp.refusal(role, 'select from parley.backlog'), '42501', role || ' cannot see it')
  from unnest(array['anon', 'authenticated', 'service_role']) role;

delete from parley.bridge_targets;
insert into auth.users (id, aud, role, email, created_at, updated_at)
values (md5('olga')::uuid, 'authenticated', 'authenticated', 'olga@parley.test', now(), now());
insert into public.chat_rooms (id, name, created_by) values (md5('club')::uuid, 'Club', md5('olga')::uuid);
insert into public.messages (room_id, user_id, content)
select md5('club')::uuid, md5('olga')::uuid, n::text from generate_series(1, 2) n;

select is_empty('select from parley.backlog', 'without a target nothing waits');

insert into parley.bridge_targets (target, epoch) values ('one', parley.epoch()), ('two', parley.epoch());
insert into parley.bridge_cursors (target, room_id, epoch, published_rev)
select t, room_id, parley.epoch(), last_rev from public.room_counters, unnest(array['one', 'two']) t
 where room_id <> md5('club')::uuid;
insert into parley.bridge_cursors (target, room_id, epoch, published_rev)
values ('one', md5('club')::uuid, parley.epoch(), 2);

select results_eq(
  'select target, published_rev, last_rev from parley.backlog order by target',
  $$values ('one', 2::bigint, 3::bigint), ('two', 0, 3)$$,
  'each target has a place of its own, and begins at none');

update parley.bridge_cursors set published_rev = 3 where target = 'one' and room_id = md5('club')::uuid;
select results_eq(
  'select target from parley.backlog', $$values ('two')$$, 'what has all is not behind');

select * from finish();
rollback;
