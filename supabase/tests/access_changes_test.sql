-- Changes of access: what the worker tells the realtime servers of who may listen.
begin;
select plan(19);

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
