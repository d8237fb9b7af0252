-- Limits: how much one person may make in a request and in an hour.
begin;
\ir preamble.psql
select plan(16);

update parley.settings set direct_adding = true, rows_per_request = 20, rooms_per_hour = 5, entries_per_hour = 12;
select pg_temp.introduce(variadic array(select 'guest' || n from generate_series(1, 30) n));
-- a request is a transaction, so each one begins to count anew
create function pg_temp.request(name text) returns void language sql as $$
  select set_config('parley.rows', '', true), pg_temp.act(name)
$$;

select pg_temp.request('olga');
select public.create_room('Square', visibility => 'public', id => pg_temp.room('square'));
select pg_temp.request('olga');
select is(
  pg_temp.refusal($$ insert into public.messages (room_id, content) select pg_temp.room('square'), 'x' from generate_series(1, 21) $$),
  'PT413 too_many_rows', 'a request has a limited number of messages');
select pg_temp.request('olga');
select lives_ok(
  $$ insert into public.messages (room_id, content) select pg_temp.room('square'), 'x' from generate_series(1, 20) $$,
  'as many as an operator says');
select pg_temp.request('olga');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, user_id)
                     select pg_temp.room('square'), pg_temp.id('olga') from generate_series(1, 9000) $$),
  'PT413 too_many_rows', 'nine thousand copies of one''s own entry are refused');
select pg_temp.request('olga');
select is(
  pg_temp.refusal($$ insert into public.chat_rooms (name) select 'Room' from generate_series(1, 2000) $$),
  'PT429 too_many', 'so are two thousand rooms');
select pg_temp.request('olga');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, user_id)
                     select pg_temp.room('square'), pg_temp.id('guest' || n) from generate_series(1, 30) n $$),
  'PT429 too_many', 'and strangers by the dozen');

select pg_temp.request('olga');
select lives_ok(
  $$ insert into public.room_participants (room_id, user_id)
     select pg_temp.room('square'), pg_temp.id('guest' || n) from generate_series(1, 10) n $$, 'some may be added');
select lives_ok(
  $$ insert into public.room_participants (room_id, user_id) values (pg_temp.room('square'), pg_temp.id('guest1')) $$,
  'whoever is in counts no more');
select lives_ok($$ select public.invite_person(pg_temp.room('square'), pg_temp.id('guest11')) $$, 'invitations count as well');
select is(
  pg_temp.refusal($$ select public.invite_person(pg_temp.room('square'), pg_temp.id('guest12')) $$), 'PT429 too_many',
  'until the hour''s allowance is used');
select pg_temp.request('paul');
select lives_ok($$ select public.join_room(pg_temp.room('square')) $$, 'everybody has an own one');
select pg_temp.request('postgres');
update parley.usage set since = now() - interval '1 hour' where user_id = pg_temp.id('olga');
select pg_temp.request('olga');
select lives_ok($$ select public.invite_person(pg_temp.room('square'), pg_temp.id('guest12')) $$, 'and each hour anew');

select pg_temp.request('olga');
select lives_ok(
  $$ select public.create_room('Room ' || n) from generate_series(1, 5) n $$, 'rooms are made');
select is(pg_temp.refusal($$ select public.create_room('One more') $$), 'PT429 too_many', 'up to their number');
select pg_temp.request('service_role');
select lives_ok(
  $$ insert into public.chat_rooms (name, created_by) select 'Import ' || n, pg_temp.id('olga') from generate_series(1, 50) n $$,
  'servers have no limits');
select pg_temp.request('postgres');
delete from parley.settings;
insert into parley.settings default values;
select results_eq(
  $$ select directory, direct_adding, rows_per_request, rooms_per_hour, entries_per_hour from parley.settings $$,
  $$ values (false, false, 200, 100, 500) $$, 'the defaults are careful');
select is(
  pg_temp.refusal($$ insert into parley.settings (only_row) values (false) $$), '23514', 'there is one row of settings');

select * from finish();
rollback;
