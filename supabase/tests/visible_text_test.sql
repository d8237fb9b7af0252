-- Text: what is said and what people and rooms are called shows something.
begin;
\ir preamble.psql
select plan(14);

select pg_temp.act('olga');
select public.create_room('Club', id => pg_temp.room('club'));
create function pg_temp.say(content text) returns text language sql as $$
  select pg_temp.refusal(format('select public.send_message(gen_random_uuid(), pg_temp.room(''club''), %L)', content))
$$;
select is(pg_temp.say(' '), '23514', 'a blank is no message');
select is(pg_temp.say(E'\t\n\u00A0\u3000\u2003'), '23514', 'nor are blanks of other kinds');
select is(pg_temp.say(E'\u200B\u200D\u2060\uFEFF'), '23514', 'nor characters of no width');
select is(pg_temp.say(E'\u202E\u2066\u200F\u061C'), '23514', 'nor marks of direction');
select is(pg_temp.say(E'\u3164\u115F\u1160\uFFA0\u2800\u00AD\u034F'), '23514', 'nor fillers');
select is(pg_temp.say(E'\uFE0F\U000E0041\U000E0100\u180E'), '23514', 'nor variation selectors and tags');
select is(pg_temp.say(E'\u0001\u007F'), '23514', 'nor controls');
select is(pg_temp.say(E'\u200Fשלום\u200F'), 'none', 'text with marks of direction is');
select is(pg_temp.say(E'👩\u200D🚀'), 'none', 'a joined emoji is');
select is(pg_temp.say(E'❤\uFE0F'), 'none', 'one with a variation selector, too');
select is(
  pg_temp.refusal($$ select public.create_room(E'\u200B\u3164') $$), '23514', 'a room has a name that shows');
select is(
  pg_temp.refusal($$ update public.profiles set display_name = E'\u202E \u2800' where id = pg_temp.id('olga') $$), '23514',
  'a person too');
select pg_temp.act('postgres');
insert into auth.users (id, email, raw_user_meta_data)
values (pg_temp.id('blank'), 'x@parley.test', jsonb_build_object('display_name', E'\u200B', 'name', 'Xi')),
       (pg_temp.id('mail'), 'y@parley.test', '{"display_name": "Y@parley.test"}');
select is(
  (select display_name from public.profiles where id = pg_temp.id('blank')), 'Xi', 'a name of the account that shows nothing is none');
select is(
  (select display_name from public.profiles where id = pg_temp.id('mail')), 'Guest', 'nor is the e-mail address one');

select * from finish();
rollback;
