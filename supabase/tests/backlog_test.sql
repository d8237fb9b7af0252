-- What a target has yet to take.
begin;
\ir preamble.psql
select plan(6);

select is(pg_temp.refusal(role, 'select from parley.backlog'), '42501', role || ' cannot see it')
  from unnest(array['anon', 'authenticated', 'service_role']) role;

delete from parley.bridge_targets;
insert into public.chat_rooms (id, name, created_by) values (pg_temp.room('club'), 'Club', pg_temp.id('olga'));
insert into public.messages (room_id, user_id, content)
select pg_temp.room('club'), pg_temp.id('olga'), n::text from generate_series(1, 2) n;

select is_empty('select from parley.backlog', 'without a target nothing waits');

insert into parley.bridge_targets (target, epoch) values ('one', parley.epoch()), ('two', parley.epoch());
insert into parley.bridge_cursors (target, room_id, epoch, published_rev)
select t, room_id, parley.epoch(), last_rev from public.room_counters, unnest(array['one', 'two']) t
 where room_id <> pg_temp.room('club');
insert into parley.bridge_cursors (target, room_id, epoch, published_rev)
values ('one', pg_temp.room('club'), parley.epoch(), 2);

select results_eq(
  'select target, published_rev, last_rev from parley.backlog order by target',
  $$values ('one', 2::bigint, 3::bigint), ('two', 0, 3)$$,
  'each target has a place of its own, and begins at none');

update parley.bridge_cursors set published_rev = 3 where target = 'one' and room_id = pg_temp.room('club');
select results_eq(
  'select target from parley.backlog', $$values ('two')$$, 'what has all is not behind');

select * from finish();
rollback;
