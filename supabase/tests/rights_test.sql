-- Rights: everything is closed unless the migrations open it.
begin;
\ir preamble.psql
select plan(11);

create function pg_temp.ours() returns table (oid oid, name text) language sql as $$
  select p.oid, p.oid::regprocedure::text from pg_proc p
   where (p.pronamespace = 'parley'::regnamespace
          or p.pronamespace = 'public'::regnamespace and p.proname in (
            'create_room', 'join_room', 'leave_room', 'my_rooms', 'send_message', 'set_cursor', 'messages_page',
            'room_snapshot', 'room_changes', 'authorize_channel', 'authorize_channels', 'authorize_user', 'invite_person', 'accept_invitation',
            'decline_invitation', 'my_invitations', 'edit_message', 'delete_message', 'message_history', 'my_mentions',
            'react', 'unreact', 'search_messages', 'pin_message', 'unpin_message', 'pinned_messages',
            'set_thread_cursor', 'my_threads'))
$$;
create function pg_temp.tables() returns setof regclass language sql as $$
  select unnest(array['profiles', 'chat_rooms', 'room_counters', 'messages', 'message_reactions', 'message_pins', 'room_participants',
    'room_cursors', 'room_events', 'room_invitations']::regclass[])
  union all select c.oid::regclass from pg_class c
   where c.relnamespace = 'parley'::regnamespace and c.relkind = 'r'
$$;
select is((select count(*) from pg_temp.ours() where name not like 'parley.%'), 28::bigint, 'the API has twenty-eight functions');
select is_empty(
  $$ select o.name from pg_temp.ours() o join pg_proc p using (oid)
      where not coalesce(p.proconfig, '{}') @> array['search_path=""'] and p.prosqlbody is null $$,
  'every function fixes its search path, or had its names resolved when it was made');
select is_empty(
  $$ select p.oid::regprocedure::text from pg_proc p
      where p.pronamespace in ('parley'::regnamespace, 'public'::regnamespace) and p.prosecdef
        and not coalesce(p.proconfig, '{}') @> array['search_path=""'] $$,
  'so does every other that runs with the rights of its owner');
select is_empty(
  $$ select o.name from pg_temp.ours() o join pg_proc p using (oid)
      where o.name <> 'parley.search_words(text,text)'
        and (p.proacl is null or exists (select from aclexplode(p.proacl) a where a.grantee = 0)) $$,
  'no function is everyone''s but that of the index, which whoever writes evaluates');
select is_empty(
  $$ select o.name from pg_temp.ours() o join pg_proc p using (oid)
      where p.prosrc ~ '(for update|update public\.|parley\.lock_room|parley\.append)'
        and not coalesce(p.proconfig, '{}') @> array['lock_timeout=2s']
        and o.name <> 'parley.rename()' $$,
  'every function that locks waits two seconds at most');
select is_empty(
  $$ select t::text from pg_temp.tables() t join pg_class c on c.oid = t where not c.relrowsecurity $$,
  'every table has row level security');
select results_eq(
  $$ select t::text, string_agg(p.privilege, ' ' order by p.privilege)
       from pg_temp.tables() t, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p (privilege)
      where has_table_privilege('anon', t, p.privilege) group by t order by 1 $$,
  $$ values ('chat_rooms', 'SELECT'), ('message_pins', 'SELECT'), ('message_reactions', 'SELECT'), ('messages', 'SELECT'),
            ('profiles', 'SELECT'), ('room_participants', 'SELECT') $$,
  'without signing in one reads');
select results_eq(
  $$ select t::text, string_agg(p.privilege, ' ' order by p.privilege)
       from pg_temp.tables() t, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p (privilege)
      where has_table_privilege('authenticated', t, p.privilege) group by t order by 1 $$,
  $$ values ('chat_rooms', 'INSERT SELECT'), ('message_pins', 'SELECT'), ('message_reactions', 'DELETE INSERT SELECT'),
            ('messages', 'INSERT SELECT'), ('profiles', 'SELECT'),
            ('room_cursors', 'SELECT'), ('room_invitations', 'DELETE SELECT'),
            ('room_participants', 'DELETE INSERT SELECT') $$,
  'signed in one writes rooms, messages, reactions and participants');
select is(
  (select string_agg(a.attrelid::regclass || '.' || a.attname, ' ' order by a.attrelid::regclass::text, a.attname)
     from pg_attribute a
    where a.attrelid in (select pg_temp.tables()) and a.attnum > 0 and not a.attisdropped
      and has_column_privilege('authenticated', a.attrelid, a.attnum, 'UPDATE')),
  'chat_rooms.description chat_rooms.edit_seconds chat_rooms.name chat_rooms.visibility '
  || 'profiles.avatar_url profiles.display_name profiles.id profiles.last_seen_at room_participants.left_at',
  'and changes a few columns');
select is(has_schema_privilege('anon', 'parley', 'create'), false, 'nobody makes things in schema parley');
select is_empty(
  $$ select c.conrelid::regclass, c.conname from pg_constraint c
      where c.contype = 'f' and c.conrelid in (select pg_temp.tables())
        and not exists (select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1]) $$,
  'every foreign key has an index');

select * from finish();
rollback;
