-- Changes of access: what the worker tells the realtime servers of who may listen.
begin;
\ir preamble.psql
select plan(19);

update parley.settings set directory = true, direct_adding = true;

insert into parley.bridge_targets (target, epoch) values ('one', '1-1'), ('two', '1-1');
create function pg_temp.claimed(target text, hold interval default '1 minute') returns text language sql as $$
  select string_agg(
           (select n from unnest(array['olga', 'paul', 'mia', 'sten']) n where pg_temp.id(n) = c.user_id)
           || coalesce(' ' || (select n from unnest(array['club', 'den']) n where pg_temp.room(n) = c.room_id), '')
           || ' ' || c.standing, ', ' order by c.standing, c.user_id)
    from parley.claim_access_changes(target, 100, hold) c
$$;
create function pg_temp.settle() returns void language sql as $$ delete from parley.access_changes $$;

select pg_temp.act('olga');
select public.create_room('Club', id => pg_temp.room('club'));
insert into public.room_participants (room_id, user_id) values (pg_temp.room('club'), pg_temp.id('paul'));
select pg_temp.act('postgres');
select is(pg_temp.claimed('one'), 'paul club in, olga club in', 'who came is told');
select is(pg_temp.claimed('two'), 'paul club in, olga club in', 'to every target');
select is(pg_temp.claimed('one'), null, 'what a worker is busy with is not another''s');
update parley.access_changes set claimed_until = now() where target = 'one';
select is(pg_temp.claimed('one'), 'paul club in, olga club in', 'unless it never came back');
select pg_temp.settle();

select pg_temp.act('paul');
select public.leave_room(pg_temp.room('club'));
select pg_temp.act('postgres');
select is(pg_temp.claimed('one'), 'paul club out', 'who left is out');
insert into public.room_participants (room_id, user_id) values (pg_temp.room('club'), pg_temp.id('paul'));
select is(pg_temp.claimed('one'), 'paul club in', 'a later change is due at once, with how it stands now');
select is((select count(*) from parley.access_changes), 2::bigint, 'and takes the place of the earlier one');
select pg_temp.settle();

update public.room_participants set muted_until = now() + interval '1 hour' where user_id = pg_temp.id('paul');
select is(pg_temp.claimed('one'), 'paul club muted', 'who is muted is told');
update public.room_participants set muted_until = null where user_id = pg_temp.id('paul');
select is(pg_temp.claimed('one'), 'paul club in', 'and who may speak again');
select pg_temp.settle();
update public.room_participants set role = 'moderator' where user_id = pg_temp.id('paul');
select is(pg_temp.claimed('one'), null, 'a role is no change of access');
delete from public.room_participants where user_id = pg_temp.id('paul');
select is(pg_temp.claimed('one'), 'paul club out', 'a removed row is told');
select pg_temp.settle();
delete from public.chat_rooms where id = pg_temp.room('club');
select is(pg_temp.claimed('one'), 'olga club out', 'so is everyone in a room that is removed');
select pg_temp.settle();

select pg_temp.act('olga');
select public.create_room('Den', id => pg_temp.room('den'));
insert into public.room_participants (room_id, user_id)
values (pg_temp.room('den'), pg_temp.id('paul')), (pg_temp.room('den'), pg_temp.id('mia'));
select pg_temp.act('postgres');
select is(
  (select count(*) from parley.claim_access_changes('one', 2, '1 minute')), 2::bigint, 'as many at once as are asked for');
select is((select count(*) from parley.claim_access_changes('one', 2, '1 minute')), 1::bigint, 'the rest next');
select pg_temp.settle();

insert into parley.sessions values
  (pg_temp.id('olga'), 'a', now() - interval '1 minute'), (pg_temp.id('olga'), 'b', now() - interval '2 minutes'),
  (pg_temp.id('paul'), 'c', now() + interval '1 hour');
select is(parley.end_sessions(array['one', 'gone'], now()), 1::bigint, 'sessions that are over are told once for each person');
select is(pg_temp.claimed('one'), 'olga ended', 'to the targets that are asked for');
select is(pg_temp.claimed('two'), null, 'and to no other');
select is((select string_agg(session, ',') from parley.sessions), 'c', 'others go on');

delete from parley.bridge_targets where target = 'one';
select is((select count(*) from parley.access_changes), 0::bigint, 'a target that is given up is told nothing more');

select * from finish();
rollback;
