-- Policies of an app beside ours: whatever they permit, nobody gains a right by them.
begin;
\ir preamble.psql
select plan(31);

select pg_temp.introduce('lee');

update parley.settings set directory = false, direct_adding = true;

select is_empty($$ select * from parley.foreign_policies() $$, 'our own policies are none of an app''s');

-- Olga owns the club, Paul moderates it, Mia is a member, Sten never was in it, Lee was removed.
select pg_temp.act('olga');
select public.create_room('Club', id => pg_temp.room('club'));
insert into public.room_participants (room_id, user_id, role)
values (pg_temp.room('club'), pg_temp.id('paul'), 'moderator'), (pg_temp.room('club'), pg_temp.id('mia'), 'member'),
       (pg_temp.room('club'), pg_temp.id('lee'), 'member');
delete from public.room_participants where user_id = pg_temp.id('lee');
select public.send_message(pg_temp.key('olgas'), pg_temp.room('club'), 'from Olga');
select pg_temp.act('mia');
select public.send_message(pg_temp.key('mias'), pg_temp.room('club'), 'from Mia');

-- Who is out ------------------------------------------------------------------------------------------
select pg_temp.act('postgres');
create policy "those who are in read" on public.messages for select to authenticated
  using (exists (
    select from public.room_participants p where p.room_id = messages.room_id and p.user_id::text = auth.jwt() ->> 'sub'));
select pg_temp.act('mia');
select isnt_empty($$ select from public.messages $$, 'an app''s policy lets those read who have a row');
select pg_temp.act('lee');
select is_empty($$ select from public.messages where room_id = pg_temp.room('club') $$, 'who was removed has none');
select pg_temp.act('postgres');
update public.room_participants set left_at = now() where user_id = pg_temp.id('mia');
select pg_temp.act('mia');
select is_empty(
  $$ select from public.messages where room_id = pg_temp.room('club') $$, 'nor has whose left_at was set');
select pg_temp.act('postgres');
insert into public.room_participants (room_id, user_id) values (pg_temp.room('club'), pg_temp.id('mia'));

-- Joining by a policy of the app ----------------------------------------------------------------------
create policy "join" on public.room_participants for insert to authenticated with check (user_id::text = auth.jwt() ->> 'sub');
select pg_temp.act('sten');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, role) values (pg_temp.room('club'), 'owner') $$),
  '42501', 'nobody joins as an owner');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, role) values (pg_temp.room('club'), 'moderator') $$),
  '42501', 'or as a moderator');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, muted_until) values (pg_temp.room('club'), now()) $$),
  '42501', 'or with a mute of their own');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, user_id)
                     values (pg_temp.room('club'), pg_temp.id('lee')) $$), '42501', 'or brings others');
select lives_ok(
  $$ insert into public.room_participants (room_id, joined_at, joined_after_seq)
     values (pg_temp.room('club'), '2001-01-01', -5) $$, 'as a member the app lets them');
select results_eq(
  $$ select role, joined_at > '2020-01-01', joined_after_seq from public.room_participants
      where room_id = pg_temp.room('club') and user_id = pg_temp.id('sten') $$,
  $$ values ('member', true, 2::bigint) $$, 'with the server''s time and place');
select pg_temp.act('postgres');
update public.room_participants set muted_until = 'infinity' where user_id = pg_temp.id('sten');
select pg_temp.act('sten');
select public.leave_room(pg_temp.room('club'));
insert into public.room_participants (room_id) values (pg_temp.room('club'));
select is(parley.can_write(pg_temp.room('club')), false, 'a mute holds against that way in as well');

-- Every column of every table, whatever is granted and permitted ------------------------------------------
select pg_temp.act('postgres');
delete from public.room_participants where user_id = pg_temp.id('sten');
delete from parley.former_participants;
grant all on public.profiles, public.chat_rooms, public.messages, public.room_participants to anon, authenticated;
create policy "all" on public.profiles          for all using (true) with check (true);
create policy "all" on public.chat_rooms        for all using (true) with check (true);
create policy "all" on public.messages          for all using (true) with check (true);
create policy "all" on public.room_participants for all using (true) with check (true);
-- what a client managed to change by updating a column of every row: table.column of whom
create function pg_temp.updates_of(name text) returns text language plpgsql as $$
declare
  col record;
  before_it jsonb;
  changed text;
  answer text;
  done text[] := '{}';
begin
  for col in
    select c.table_name, c.column_name, c.data_type from information_schema.columns c
     where c.table_schema = 'public' and c.table_name in ('profiles', 'chat_rooms', 'messages', 'room_participants')
     order by 1, 2
  loop
    execute format('select jsonb_object_agg(md5(t::text), t) from public.%I t', col.table_name) into before_it;
    begin
      perform pg_temp.act(name);
      execute format(
        'update public.%I set %I = %s', col.table_name, col.column_name,
        case when col.column_name = 'role' then '''owner'''
             when col.column_name = 'visibility' then '''public'''
             when col.column_name = 'muted_until' then 'null'
             when col.column_name in ('user_id', 'created_by') or col.table_name || '.' || col.column_name = 'profiles.id' then
               quote_literal(pg_temp.id('lee'))
             when col.data_type = 'uuid' then quote_literal(md5('lee')::uuid)
             when col.data_type = 'bigint' then '9'
             when col.column_name = 'metadata' then '''{}'''
             when col.data_type = 'jsonb' then '''[]'''
             when col.data_type like 'timestamp%' then '''2001-01-01'''
             else '''changed''' end);
      perform pg_temp.act('postgres');
      execute format(
        $sql$ select string_agg(distinct coalesce((
                select n from unnest(array['olga', 'paul', 'mia', 'sten', 'lee']) n
                 where pg_temp.id(n)::text = coalesce(t.was ->> 'user_id', t.was ->> 'created_by', t.was ->> 'id')), '?'), ',')
                from (select value as was from jsonb_each($1)
                       where not exists (select from public.%I t where md5(t::text) = key)) t
               where t.was::text like any (array(select '%%' || pg_temp.id(n) || '%%' from unnest(array['olga', 'paul', 'mia', 'sten', 'lee']) n)) $sql$,
        col.table_name) into changed using before_it;
      raise sqlstate 'XX999'; -- undo
    exception
      when sqlstate 'XX999' then
        if changed is not null then
          done := done || format('%s.%s of %s', col.table_name, col.column_name, changed);
        end if;
        changed := null;
      when others then
        changed := null;
    end;
    perform pg_temp.act('postgres');
  end loop;
  return array_to_string(done, ' ');
end $$;
select is(pg_temp.updates_of('anon'), '', 'who is not signed in changes nothing');
select is(
  pg_temp.updates_of('sten'),
  'profiles.avatar_url of sten profiles.display_name of sten profiles.last_seen_at of sten',
  'a stranger changes the own profile');
select is(
  pg_temp.updates_of('lee'),
  'profiles.avatar_url of lee profiles.display_name of lee profiles.last_seen_at of lee', 'who was removed as well');
select is(
  pg_temp.updates_of('mia'),
  'messages.attachments of mia messages.content of mia messages.deleted_at of mia messages.metadata of mia '
  || 'profiles.avatar_url of mia profiles.display_name of mia profiles.last_seen_at of mia '
  || 'room_participants.left_at of mia',
  'a member that, the own messages, and leaves');
select is(
  pg_temp.updates_of('paul'),
  'profiles.avatar_url of paul profiles.display_name of paul profiles.last_seen_at of paul '
  || 'room_participants.left_at of mia,paul', 'a moderator that, and removes members');
select is(
  pg_temp.updates_of('olga'),
  'chat_rooms.description of olga chat_rooms.name of olga chat_rooms.updated_at of olga chat_rooms.visibility of olga '
  || 'messages.attachments of olga messages.content of olga messages.deleted_at of olga messages.metadata of olga '
  || 'profiles.avatar_url of olga profiles.display_name of olga profiles.last_seen_at of olga '
  || 'room_participants.left_at of mia,olga,paul', 'an owner that, edits the room and removes anyone');

create function pg_temp.deletes_of(name text) returns text language plpgsql as $$
declare
  t text;
  n int;
  done text[] := '{}';
begin
  foreach t in array array['messages', 'profiles', 'room_participants', 'chat_rooms'] loop
    begin
      perform pg_temp.act(name);
      execute format('delete from public.%I where %I::text in (select pg_temp.id(n)::text from unnest(array[''olga'', ''paul'', ''mia'', ''sten'', ''lee'']) n union select pg_temp.room(''club'')::text)',
        t, case when t in ('messages', 'room_participants') then 'user_id' else 'id' end);
      get diagnostics n = row_count;
      raise sqlstate 'XX999';
    exception when sqlstate 'XX999' then
      done := done || (t || ' ' || n);
    when others then
      done := done || (t || ' refused');
    end;
    perform pg_temp.act('postgres');
  end loop;
  return array_to_string(done, ', ');
end $$;
select is(
  pg_temp.deletes_of('anon'), 'messages 0, profiles 0, room_participants 0, chat_rooms 0', 'without signing in nothing is deleted');
select is(
  pg_temp.deletes_of('sten'), 'messages 0, profiles 1, room_participants 0, chat_rooms 0', 'a stranger deletes nothing of others');
select is(
  pg_temp.deletes_of('mia'), 'messages 1, profiles 1, room_participants 1, chat_rooms 0', 'a member what is her own');
select is(
  pg_temp.deletes_of('paul'), 'messages 0, profiles 1, room_participants 2, chat_rooms 0', 'a moderator members as well');
select is(
  pg_temp.deletes_of('olga'), 'messages 1, profiles 1, room_participants 3, chat_rooms 1', 'an owner everybody and the room');

-- Inserts
select pg_temp.act('mia');
select is(
  pg_temp.refusal($$ insert into public.messages (room_id, user_id, content)
                     values (pg_temp.room('club'), pg_temp.id('olga'), 'I am Olga') $$), '42501', 'nobody writes as another');
select lives_ok(
  $$ insert into public.messages (id, room_id, content, seq, rev, created_at, edited_at, deleted_at)
     values (pg_temp.message('sly'), pg_temp.room('club'), 'x', 99, 99, '2001-01-01', now(), now()) $$, 'given a message with numbers');
select results_eq(
  $$ select seq, rev < 20, created_at > '2020-01-01', edited_at, deleted_at from public.messages where id = pg_temp.message('sly') $$,
  $$ values (3::bigint, true, true, null::timestamptz, null::timestamptz) $$, 'they are the server''s');
select is(
  pg_temp.refusal($$ insert into public.chat_rooms (name, created_by) values ('Trap', pg_temp.id('olga')) $$), '42501',
  'nobody makes a room for another');
select is(
  pg_temp.refusal($$ insert into public.chat_rooms (name, created_by) values ('Nobody''s', null) $$), '42501', 'or for nobody');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, user_id)
                     values (pg_temp.room('club'), pg_temp.id('sten')) $$), '42501', 'a member brings no one');
select is(
  pg_temp.refusal($$ insert into public.room_participants (room_id, user_id, role)
                     values (pg_temp.room('club'), pg_temp.id('mia'), 'owner')
                     on conflict (room_id, user_id) do update set role = excluded.role $$), '42501',
  'and makes herself no owner');
select pg_temp.act('sten');
select is(
  pg_temp.refusal($$ insert into public.messages (room_id, content) values (pg_temp.room('club'), 'x') $$), '42501',
  'a stranger does not write');

-- In plain words
select pg_temp.act('postgres');
drop policy "all" on public.profiles;
drop policy "all" on public.chat_rooms;
drop policy "all" on public.room_participants;
revoke all on public.messages from anon, authenticated;
grant select, insert, delete on public.messages to authenticated;
select results_eq(
  $$ select policy, "table", command, split_part(allows, ', where', 1), allows like '%, where %auth.jwt()%'
       from parley.foreign_policies() $$,
  $$ values
    ('all', 'messages', 'DELETE', 'people who are signed in may delete their own messages', false),
    ('all', 'messages', 'SELECT', 'people who are signed in may read messages of private rooms they are not in', false),
    ('those who are in read', 'messages', 'SELECT',
     'people who are signed in may read messages of private rooms they are not in', true),
    ('join', 'room_participants', 'INSERT',
     'people who are signed in may enter private rooms without an invitation, as members', true) $$,
  'what an app''s policies allow beyond ours is named in plain words');

select * from finish();
rollback;
