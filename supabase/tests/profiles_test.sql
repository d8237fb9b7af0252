-- Profiles: made with the account, seen by everyone signed in, edited by their owner.
begin;
\ir preamble.psql
select plan(24);

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
