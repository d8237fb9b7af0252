-- What the worker notes of events that a target refused, and how the log is shortened.
begin;
\ir preamble.psql
select plan(9);

select is(
  (select count(*) from pg_policy where polrelid = 'parley.bridge_parked'::regclass), 0::bigint, 'what was refused is nobody''s');
select is(
  (select relrowsecurity from pg_class where oid = 'parley.bridge_parked'::regclass), true, 'row level security is on');
select is(pg_temp.refusal(role, 'select from parley.bridge_parked'), '42501', role || ' cannot read it')
  from unnest(array['anon', 'authenticated', 'service_role']) role;
select is(pg_temp.refusal('authenticated', 'select parley.prune_events()'), '42501', 'nor shorten the log');

delete from parley.bridge_targets;
insert into public.chat_rooms (id, name, created_by) values (pg_temp.room('club'), 'Club', pg_temp.id('olga'));
insert into public.messages (room_id, user_id, content)
select pg_temp.room('club'), pg_temp.id('olga'), n::text from generate_series(1, 5) n;
update public.room_events set created_at = now() - interval '8 days' where room_id = pg_temp.room('club');
insert into parley.bridge_targets (target, epoch) values ('one', parley.epoch());
insert into parley.bridge_cursors (target, room_id, epoch, published_rev)
values ('one', pg_temp.room('club'), parley.epoch(), 9);
insert into parley.bridge_parked (target, room_id, rev, epoch, kind, reason, referred, parked_at)
values ('one', pg_temp.room('club'), 2, parley.epoch(), 'new-message', 'no', true, now() - interval '8 days'),
       ('one', pg_temp.room('club'), 3, parley.epoch(), 'new-message', 'no', true, now());

select is(parley.prune_events('7 days', 4), 4::bigint, 'the log is shortened a part at a time');
select results_eq(
  'select rev from parley.bridge_parked', 'values (3::bigint)', 'notes go with what they are about');
delete from parley.bridge_targets where target = 'one';
select is_empty('select from parley.bridge_parked', 'and with their target');

select * from finish();
rollback;
