-- What the worker relies on.
begin;
\ir preamble.psql
select plan(19);

select pg_temp.act('olga');
select public.create_room('Club', id => pg_temp.room('club'));
insert into public.messages (room_id, content) select pg_temp.room('club'), n::text from generate_series(1, 3) n;
select pg_temp.act('postgres');

select matches(parley.epoch(), '^[1-9][0-9]*-[1-9][0-9]*$', 'the epoch is a timeline and a system');
select is(
  split_part(parley.epoch(), '-', 2), (select system_identifier::text from pg_control_system()), 'this system');
select is(
  (select string_agg(schemaname || '.' || tablename, ' ' order by tablename)
     from pg_publication_tables where pubname = 'parley'),
  'public.room_cursors public.room_events', 'the log and the cursors are published');
select results_eq(
  $$ select pubinsert, pubupdate, pubdelete, pubtruncate from pg_publication where pubname = 'parley' $$,
  $$ values (true, true, false, false) $$, 'but not what is deleted');

create function pg_temp.left_of_log() returns bigint language sql as $$
  select count(*) from public.room_events where room_id = pg_temp.room('club')
$$;
create function pg_temp.age(days int) returns void language sql as $$
  update public.room_events set created_at = now() - make_interval(days => days) where room_id = pg_temp.room('club')
$$;
delete from parley.bridge_targets;
select pg_temp.age(6);
select lives_ok($$ select parley.prune_events() $$, 'given a prune');
select is(pg_temp.left_of_log(), 4::bigint, 'seven days are kept');
select pg_temp.age(8);
insert into parley.bridge_targets (target, epoch) values ('one', parley.epoch()), ('two', parley.epoch());
select parley.prune_events();
select is(pg_temp.left_of_log(), 4::bigint, 'nothing is pruned that a target knows nothing of');
insert into parley.bridge_cursors (target, room_id, epoch, published_rev)
values ('one', pg_temp.room('club'), parley.epoch(), 4), ('two', pg_temp.room('club'), parley.epoch(), 2),
       ('two', pg_temp.room('gone'), parley.epoch(), 9);
select is(parley.prune_events(), 2::bigint, 'what all targets took is pruned');
select is(pg_temp.left_of_log(), 2::bigint, 'and no more');
select is_empty(
  $$ select from parley.bridge_cursors where room_id = pg_temp.room('gone') $$, 'places in rooms that are gone are forgotten');
delete from parley.bridge_targets where target = 'two';
select is(parley.prune_events('1 day'), 2::bigint, 'a target that is forgotten holds up nothing');
select is(pg_temp.refusal($$ select parley.prune_events('-1 day') $$), '22023', 'the future is kept');
select is(
  (select last_rev from public.room_counters where room_id = pg_temp.room('club')), 4::bigint, 'the numbers go on');

select pg_temp.act('service_role');
select is(pg_temp.refusal($$ select parley.prune_events() $$), '42501', 'the log is pruned by its owner');
select is(pg_temp.refusal($$ select from parley.bridge_cursors $$), '42501', 'who keeps the places');
select pg_temp.act('olga');
select is(pg_temp.refusal($$ select from parley.bridge_targets $$), '42501', 'and the targets');
select is(pg_temp.refusal($$ select parley.append(pg_temp.room('club'), 'x', '{}') $$), '42501', 'people cannot append');
select is(pg_temp.refusal($$ select parley.lock_room(pg_temp.room('club')) $$), '42501', 'nor lock');
select is(pg_temp.refusal($$ select parley.epoch() $$), '42501', 'nor ask for the epoch');

select * from finish();
rollback;
