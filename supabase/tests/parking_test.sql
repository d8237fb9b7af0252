-- What the worker notes of events that a target refused, and how the log is shortened.
begin;
select plan(9);

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

select is(
  (select count(*) from pg_policy where polrelid = 'parley.bridge_parked'::regclass), 0::bigint, 'what was refused is nobody''s');
select is(
  (select relrowsecurity from pg_class where oid = 'parley.bridge_parked'::regclass), true, 'row level security is on');
select is(pg_temp.refusal(role, 'select from parley.bridge_parked'), '42501', role || ' cannot read it')
  from unnest(array['anon', 'authenticated', 'service_role']) role;
select is(pg_temp.refusal('authenticated', 'select parley.prune_events()'), '42501', 'nor shorten the log');

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
