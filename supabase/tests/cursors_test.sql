-- Cursors: how far people have read; they only grow.
begin;
\ir preamble.psql
select plan(17);

select pg_temp.act('olga');
select public.create_room('Square', visibility => 'public', id => pg_temp.room('square'));
insert into public.messages (room_id, content) select pg_temp.room('square'), n::text from generate_series(1, 5) n;

create function pg_temp.move(read bigint default null, delivered bigint default null) returns text language sql as $$
  select (c ->> 'read_seq') || ' ' || (c ->> 'delivered_seq')
    from public.set_cursor(pg_temp.room('square'), read, delivered) c
$$;
select is(
  public.set_cursor(pg_temp.room('square')),
  jsonb_build_object('user_id', pg_temp.id('olga')::text, 'read_seq', 0, 'delivered_seq', 0), 'a cursor starts at nothing');
select is(pg_temp.move(delivered => 2), '0 2', 'what was received is not read');
select is(pg_temp.move(read => 3), '3 3', 'what was read was received');
select is(pg_temp.move(read => 1), '3 3', 'it does not go back');
select is(pg_temp.move(read => 0, delivered => 1), '3 3', 'neither of the two');
select is(pg_temp.move(read => 99), '5 5', 'nor past the last message');
select is(pg_temp.move(read => -7), '5 5', 'nor before the first');
select is(
  public.room_snapshot(pg_temp.room('square')) -> 'cursors',
  jsonb_build_array(jsonb_build_object('user_id', pg_temp.id('olga')::text, 'read_seq', 5, 'delivered_seq', 5)),
  'it is in the snapshot');
select is(
  public.room_changes(pg_temp.room('square'), 0) #> '{cursors,0,read_seq}', '5', 'and comes with the changes');
select is(
  pg_temp.refusal($$ update public.room_cursors set read_seq = 0 $$), '42501', 'it is moved by the function only');
select is(
  pg_temp.refusal($$ insert into public.room_cursors (room_id, user_id) values (pg_temp.room('square'), pg_temp.id('paul')) $$),
  '42501', 'and made by it');
select is(
  pg_temp.refusal($$ select public.set_cursor(pg_temp.room('nowhere'), 1) $$), 'PT404 no_such_room', 'in a room that is');

select pg_temp.act('sten');
select is(
  pg_temp.refusal($$ select public.set_cursor(pg_temp.room('square'), 1) $$), 'PT403 not_a_participant',
  'by who is in it');
select is_empty($$ select from public.room_cursors where room_id = pg_temp.room('square') $$, 'and seen in the table by those');
select pg_temp.act('olga');
select isnt_empty($$ select from public.room_cursors where room_id = pg_temp.room('square') $$, 'who are in it');
select pg_temp.act('anon');
select is(
  pg_temp.refusal($$ select public.set_cursor(pg_temp.room('square'), 1) $$), 'PT401 sign_in_needed', 'and signed in');
select pg_temp.act('postgres');
select is(
  (select last_rev from public.room_counters where room_id = pg_temp.room('square')), 6::bigint,
  'cursors take no place in the log');

select * from finish();
rollback;
