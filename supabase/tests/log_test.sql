-- The log of a room: numbers without gaps, whatever is repeated, refused or rolled back.
begin;
\ir preamble.psql
select plan(15);

create function pg_temp.log(name text) returns text language sql as $$
  select string_agg(e.rev || ' ' || e.kind, ', ' order by e.rev) from public.room_events e
   where e.room_id = pg_temp.room(name)
$$;
select pg_temp.act('olga');
select public.create_room('Club', id => pg_temp.room('club'));
savepoint before;
select public.send_message(pg_temp.key('m1'), pg_temp.room('club'), 'taken back');
rollback to before;
select public.send_message(pg_temp.key('m1'), pg_temp.room('club'), 'one');
select is(
  pg_temp.refusal($$ select public.send_message(pg_temp.key('m2'), pg_temp.room('club'), '') $$), '23514',
  'given a refused message');
select public.send_message(pg_temp.key('m1'), pg_temp.room('club'), 'one');
select public.send_message(pg_temp.key('m2'), pg_temp.room('club'), 'two');
insert into public.messages (id, room_id, content) values (pg_temp.message('m2'), pg_temp.room('club'), 'two')
on conflict do nothing;
insert into public.messages (room_id, content)
select pg_temp.room('club'), n::text from generate_series(3, 5) n;

select pg_temp.act('postgres');
select is(
  pg_temp.log('club'),
  '1 user-joined, 2 new-message, 3 new-message, 4 new-message, 5 new-message, 6 new-message',
  'rollbacks, refusals and repeats leave no gap');
select results_eq(
  $$ select seq, content from public.messages where room_id = pg_temp.room('club') order by seq $$,
  $$ values (1::bigint, 'one'), (2::bigint, 'two'), (3::bigint, '3'), (4::bigint, '4'), (5::bigint, '5') $$,
  'nor in the places');
select results_eq(
  $$ select last_seq, last_rev from public.room_counters where room_id = pg_temp.room('club') $$,
  $$ values (5::bigint, 6::bigint) $$, 'the counters are at the last numbers');
select is(
  (select data from public.room_events where room_id = pg_temp.room('club') and rev = 2),
  (select parley.message_json(m) from public.messages m where id = pg_temp.message('m1')),
  'a new message is in the log as it is stored');
select is(
  (select distinct channel from public.room_events where room_id = pg_temp.room('club')),
  'private-room-' || pg_temp.room('club'), 'a private room is told on a private channel');
select is(
  parley.room_channel(pg_temp.room('club')), 'private-room-' || pg_temp.room('club'), 'as room_channel says');
select is(parley.room_channel(pg_temp.room('nowhere')), null, 'which knows no channel of no room');

-- A row that is numbered and then left out, here by an app's own trigger.
create function pg_temp.drop_it() returns trigger language plpgsql as $$ begin return null; end $$;
create trigger z_drop_it before insert on public.messages for each row execute function pg_temp.drop_it();
select is(
  pg_temp.refusal($$ insert into public.messages (room_id, user_id, content)
                     values (pg_temp.room('club'), pg_temp.id('olga'), 'lost');
                     set constraints all immediate $$), '23505',
  'a number without a row does not commit');
drop trigger z_drop_it on public.messages;
select is(
  pg_temp.refusal($$ insert into public.messages (room_id, user_id, content)
                     values (pg_temp.room('nowhere'), pg_temp.id('olga'), 'x') $$), '23503 no_such_room',
  'a server learns that there is no such room');

select pg_temp.act('service_role');
select is(
  pg_temp.refusal($$ insert into public.room_events (room_id, rev, kind, channel, data)
                     values (pg_temp.room('club'), 7, 'x', 'x', '{}') $$), '42501',
  'not even servers write the log');
select is(
  pg_temp.refusal($$ update public.room_counters set last_rev = 0 $$), '42501', 'or the counters');
select pg_temp.act('olga');
select is(pg_temp.refusal($$ select from public.room_events $$), '42501', 'people read it through functions');
select is(pg_temp.refusal($$ select from public.room_counters $$), '42501', 'and the counters too');

select pg_temp.act('postgres');
set constraints all immediate;
select is((select last_rev from public.room_counters where room_id = pg_temp.room('club')), 6::bigint, 'nothing was counted since');

select * from finish();
rollback;
