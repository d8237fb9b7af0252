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
select pg_temp.introduce('olga');
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
