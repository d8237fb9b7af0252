-- Profiles: made with the account, seen by everyone signed in, edited by their owner.
begin;
select plan(24);

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

create function pg_temp.name_of(person text) returns text language sql as $$
  select display_name from public.profiles where id = pg_temp.id(person)
$$;
insert into auth.users (id, email, raw_user_meta_data) values
  (pg_temp.id('named'), 'a@parley.test', '{"display_name": " Ann ", "name": "x", "avatar_url": "https://example.test/a.png"}'),
  (pg_temp.id('full'), 'b@parley.test', '{"full_name": "Bob B."}'),
  (pg_temp.id('mailed'), 'carl@parley.test', '{}'),
  (pg_temp.id('nobody'), null, null),
  (pg_temp.id('wordy'), null, jsonb_build_object('name', repeat('x', 500)));
select is(pg_temp.name_of('named'), 'Ann', 'display_name comes first');
select is(pg_temp.name_of('olga'), 'Olga', 'then name');
select is(pg_temp.name_of('full'), 'Bob B.', 'then full_name');
select is(pg_temp.name_of('mailed'), 'Guest', 'nothing of the e-mail address');
select is(pg_temp.name_of('nobody'), 'Guest', 'an account without a name is a guest');
select is(length(pg_temp.name_of('wordy')), 100, 'a long name is cut');
select is((select avatar_url from public.profiles where id = pg_temp.id('named')), 'https://example.test/a.png', 'a picture is kept');
update auth.users set raw_user_meta_data = '{"name": "Caroline"}' where id = pg_temp.id('mailed');
select is(pg_temp.name_of('mailed'), 'Caroline', 'a new name of the account is followed');

select pg_temp.act('olga');
update public.profiles set display_name = 'Olga P.', last_seen_at = now();
select is(pg_temp.name_of('olga'), 'Olga P.', 'people rename themselves');
select is(pg_temp.name_of('paul'), 'Paul', 'and no one else');
select is(
  pg_temp.refusal($$ update public.profiles set display_name = '' where id = pg_temp.id('olga') $$), '23514', 'a name is not empty');
select is(
  pg_temp.refusal($$ update public.profiles set id = gen_random_uuid() $$), '42501', 'an id does not change');
select is(pg_temp.refusal($$ delete from public.profiles $$), '42501', 'a profile goes with the account only');
select is(
  pg_temp.refusal($$ insert into public.profiles (id) values (gen_random_uuid()) $$), '42501', 'and comes with it');
insert into public.profiles (id, display_name) values (pg_temp.id('olga'), 'Olga U.')
  on conflict (id) do update set id = excluded.id, display_name = excluded.display_name;
select is(pg_temp.name_of('olga'), 'Olga U.', 'one''s own profile may be upserted');
select is(
  pg_temp.refusal($$ insert into public.profiles (id, display_name) values (pg_temp.id('paul'), 'Not Paul')
    on conflict (id) do update set display_name = excluded.display_name $$), '42501', 'and no one else''s');
select pg_temp.act('anon');
select is_empty($$ select from public.profiles $$, 'who is not signed in sees no profiles');

select pg_temp.act('postgres');
update auth.users set raw_user_meta_data = '{"name": "Olga Q."}' where id = pg_temp.id('olga');
select is(pg_temp.name_of('olga'), 'Olga U.', 'the name chosen in the profile stays');
delete from auth.users where id = pg_temp.id('nobody');
select is(pg_temp.name_of('nobody'), null, 'no account, no profile');

-- Messages and participants are related to profiles by functions; what was said outlives the account.
insert into public.chat_rooms (id, name, created_by) values (pg_temp.room('room'), 'Room', pg_temp.id('olga'));
insert into public.room_participants (room_id, user_id)
values (pg_temp.room('room'), pg_temp.id('olga')), (pg_temp.room('room'), pg_temp.id('paul')) on conflict do nothing;
insert into public.messages (room_id, user_id, content)
values (pg_temp.room('room'), pg_temp.id('olga'), 'one'), (pg_temp.room('room'), pg_temp.id('paul'), 'two');
create function pg_temp.authors() returns setof text language sql as $$
  select m.content || ' ' || coalesce(p.display_name, 'nobody')
    from public.messages m left join lateral public.profiles(m) p on true
   where m.room_id = pg_temp.room('room') order by m.seq
$$;
select results_eq('select * from pg_temp.authors()', $$ values ('one Olga U.'), ('two Paul') $$, 'a message leads to its author');
select results_eq(
  $$ select p.display_name from public.room_participants r, public.profiles(r) p
      where r.room_id = pg_temp.room('room') order by 1 $$,
  $$ values ('Olga U.'), ('Paul') $$, 'a participant leads to the person');
delete from auth.users where id = pg_temp.id('paul');
select results_eq('select * from pg_temp.authors()', $$ values ('one Olga U.'), ('two nobody') $$, 'a message outlives its author');
select is_empty(
  $$ select p.oid::regprocedure::text from pg_proc p
      where p.proname = 'profiles' and p.pronamespace = 'public'::regnamespace
        and (p.prosecdef or p.proacl is null or exists (select from aclexplode(p.proacl) a where a.grantee = 0)) $$,
  'a relationship has no rights of its own and is not everyone''s');
update public.chat_rooms set visibility = 'public' where id = pg_temp.room('room');
select pg_temp.act('anon');
select results_eq(
  'select * from pg_temp.authors()', $$ values ('one nobody'), ('two nobody') $$,
  'who is not signed in reads public messages without the profiles of their authors');
select pg_temp.act('postgres');

select * from finish();
rollback;
