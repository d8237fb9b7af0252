-- Rights on the tables, and policies on their rows.
--
-- Permissive policies add up, and those of an app stay. So each table has permissive policies that open it
-- and restrictive ones that hold whatever else there is: nobody writes more than Parley's own policies allow.
-- What may be read, and who may enter a room by themselves as a member, remains the app's decision;
-- parley.foreign_policies() lists it.

-- Rights ----------------------------------------------------------------------------------------------------

alter table public.profiles            enable row level security;
alter table public.chat_rooms          enable row level security;
alter table public.room_counters       enable row level security;
alter table public.messages            enable row level security;
alter table public.message_reactions   enable row level security;
alter table public.message_pins        enable row level security;
alter table public.room_participants   enable row level security;
alter table public.room_invitations    enable row level security;
alter table public.room_cursors        enable row level security;
alter table public.room_events         enable row level security;
alter table parley.former_participants enable row level security;
alter table parley.message_edits       enable row level security;
alter table parley.message_mentions    enable row level security;
alter table parley.thread_followers    enable row level security;
alter table parley.settings            enable row level security;
alter table parley.usage               enable row level security;

-- What people may write in the app's own columns of their profile is the app's decision.
do $own$
declare
  of_app record;
begin
  create temporary table rights_of_app on commit drop as
    select a.attname, p.privilege
      from pg_attribute a, unnest(array['INSERT', 'UPDATE']) p (privilege)
     where a.attrelid = 'public.profiles'::regclass and a.attnum > 0 and not a.attisdropped
       and a.attname not in ('id', 'display_name', 'avatar_url', 'last_seen_at')
       and has_column_privilege('authenticated', a.attrelid, a.attnum, p.privilege);
  revoke all on table public.profiles from public, anon, authenticated, service_role;
  for of_app in select * from rights_of_app loop
    execute format('grant %s (%I) on table public.profiles to authenticated', of_app.privilege, of_app.attname);
  end loop;
end
$own$;

revoke all on table
  public.chat_rooms, public.room_counters, public.messages, public.message_reactions, public.message_pins,
  public.room_participants, public.room_invitations, public.room_cursors, public.room_events,
  parley.former_participants, parley.message_edits, parley.message_mentions, parley.thread_followers, parley.settings, parley.usage
  from public, anon, authenticated, service_role;

grant select, insert, update, delete on table
  public.profiles, public.chat_rooms, public.messages, public.room_participants, public.room_invitations,
  public.room_cursors
  to service_role;
grant select, insert, delete on table public.message_reactions to service_role;
grant select on table public.message_pins, public.room_counters, public.room_events to service_role;

-- Anyone may name profiles in a query, as in messages(profiles(…)), so that reading a public room is the same
-- query for everybody. Without an account nobody sees a profile, unless the app's policies show them.
grant select on table
  public.profiles, public.chat_rooms, public.messages, public.message_reactions, public.message_pins,
  public.room_participants
  to anon, authenticated;
grant select on table public.room_cursors to authenticated;
-- supabase-js writes a profile by upsert, which sets every column it names, id included. The policies
-- restrict the id to the caller's own.
grant insert (id, display_name, avatar_url, last_seen_at), update (id, display_name, avatar_url, last_seen_at)
  on table public.profiles to authenticated;
grant insert, update (name, description, visibility, edit_seconds) on table public.chat_rooms to authenticated;
grant insert on table public.messages to authenticated;
grant insert, delete on table public.message_reactions to authenticated;
grant insert, delete, update (left_at) on table public.room_participants to authenticated;
grant select, delete on table public.room_invitations to authenticated;

-- Profiles --------------------------------------------------------------------------------------------------

create policy "parley: people see those they share a room with" on public.profiles
  for select to authenticated
  using (
    id = (select parley.my_id())
    or (select parley.setting_directory())
    or id in (select parley.my_companions()));
create policy "parley: people make their own, should it be missing" on public.profiles
  for insert to authenticated with check (id = (select parley.my_id()));
create policy "parley: people edit themselves" on public.profiles
  for update to authenticated using (id = (select parley.my_id())) with check (id = (select parley.my_id()));

create policy "parley: nobody makes or changes another's profile" on public.profiles
  as restrictive for insert with check (id = (select parley.my_id()));
create policy "parley: nobody changes another's profile" on public.profiles
  as restrictive for update using (id = (select parley.my_id())) with check (id = (select parley.my_id()));
create policy "parley: nobody deletes another's profile" on public.profiles
  as restrictive for delete using (id = (select parley.my_id()));

-- Rooms -----------------------------------------------------------------------------------------------------

create policy "parley: participants see their rooms, anyone the public ones" on public.chat_rooms
  for select to anon, authenticated
  using (
    visibility = 'public'
    or id in (select parley.my_room_ids())
    or (created_by = (select parley.my_id()) and parley.is_being_made(id)));
create policy "parley: people who are signed in see open rooms" on public.chat_rooms
  for select to authenticated using (visibility = 'open');
create policy "parley: people make rooms of their own" on public.chat_rooms
  for insert to authenticated with check (created_by = (select parley.my_id()));
create policy "parley: owners edit their room" on public.chat_rooms
  for update to authenticated
  using (parley.my_role(id) = 'owner') with check (parley.my_role(id) = 'owner');

create policy "parley: nobody makes a room for another" on public.chat_rooms
  as restrictive for insert with check (created_by = (select parley.my_id()));
create policy "parley: only owners edit a room" on public.chat_rooms
  as restrictive for update using (parley.my_role(id) = 'owner') with check (parley.my_role(id) = 'owner');
create policy "parley: only owners delete a room" on public.chat_rooms
  as restrictive for delete using (parley.my_role(id) = 'owner');

-- Messages --------------------------------------------------------------------------------------------------

create policy "parley: participants read, anyone in public rooms" on public.messages
  for select to anon, authenticated
  using (room_id in (select parley.my_room_ids()) or parley.visibility(room_id) = 'public');
create policy "parley: participants write as themselves unless muted" on public.messages
  for insert to authenticated
  with check (user_id = (select parley.my_id()) and parley.can_write(room_id));

-- parley_number checks for everybody that the author is in the room and not muted.
create policy "parley: nobody writes as another" on public.messages
  as restrictive for insert with check (user_id = (select parley.my_id()));
create policy "parley: nobody edits another's message, or while muted" on public.messages
  as restrictive for update
  using (user_id = (select parley.my_id()))
  with check (user_id = (select parley.my_id()) and parley.can_write(room_id));
create policy "parley: nobody deletes another's message" on public.messages
  as restrictive for delete using (user_id = (select parley.my_id()));

-- Reactions -------------------------------------------------------------------------------------------------

create policy "parley: whoever reads the room sees the reactions" on public.message_reactions
  for select to anon, authenticated
  using (room_id in (select parley.my_room_ids()) or parley.visibility(room_id) = 'public');
create policy "parley: participants react as themselves unless muted" on public.message_reactions
  for insert to authenticated
  with check (user_id = (select parley.my_id()) and parley.can_write(room_id));
create policy "parley: participants take back their reactions unless muted" on public.message_reactions
  for delete to authenticated using (user_id = (select parley.my_id()) and parley.can_write(room_id));

create policy "parley: nobody reacts as another" on public.message_reactions
  as restrictive for insert with check (user_id = (select parley.my_id()));
create policy "parley: nobody removes another's reaction, or while muted" on public.message_reactions
  as restrictive for delete using (user_id = (select parley.my_id()) and parley.can_write(room_id));

create policy "parley: whoever reads the room sees what is pinned" on public.message_pins
  for select to anon, authenticated
  using (room_id in (select parley.my_room_ids()) or parley.visibility(room_id) = 'public');

-- Participants ----------------------------------------------------------------------------------------------

create policy "parley: people see who is in a room they can read" on public.room_participants
  for select to anon, authenticated
  using (
    user_id = (select parley.my_id())
    or room_id in (select parley.my_room_ids())
    or parley.visibility(room_id) = 'public');
create policy "parley: owners and moderators add people, public rooms are open" on public.room_participants
  for insert to authenticated with check (parley.may_add(room_id, user_id, role));
create policy "parley: to set left_at removes the row" on public.room_participants
  for update to authenticated using (parley.may_remove(room_id, user_id, role)) with check (false);
-- A mute outlives the row, so someone who is muted may delete theirs.
create policy "parley: people leave, owners and moderators remove" on public.room_participants
  for delete to authenticated using (parley.may_remove(room_id, user_id, role));

create policy "parley: nobody adds others, or oneself as more than a member" on public.room_participants
  as restrictive for insert
  with check (
    parley.may_add(room_id, user_id, role) or (user_id = (select parley.my_id()) and role = 'member'));
create policy "parley: nobody changes others' rows but who may remove them" on public.room_participants
  as restrictive for update using (parley.may_remove(room_id, user_id, role));
create policy "parley: nobody removes others but who looks after the room" on public.room_participants
  as restrictive for delete using (parley.may_remove(room_id, user_id, role));

create policy "parley: people see their invitations and those to their rooms" on public.room_invitations
  for select to authenticated
  using (user_id = (select parley.my_id()) or parley.my_role(room_id) in ('owner', 'moderator'));
create policy "parley: people decline, owners and moderators take back" on public.room_invitations
  for delete to authenticated using (parley.may_remove(room_id, user_id, role));

create policy "parley: participants see how far others have read" on public.room_cursors
  for select to authenticated using (room_id in (select parley.my_room_ids()));

-- Policies of an app ----------------------------------------------------------------------------------------

create function parley.foreign_policies()
returns table (policy text, "table" text, command text, allows text)
language sql stable security definer
set search_path = ''
as $$
  with given as (
    select p.policyname, p.tablename, c.command,
           case when c.command = 'INSERT' then coalesce(p.with_check, p.qual) else p.qual end as condition,
           array(
             select r.rolname from (values ('anon'), ('authenticated')) r (rolname)
              where p.roles && array['public', r.rolname]::name[]
                and case c.command
                      when 'DELETE' then has_table_privilege(r.rolname, format('public.%I', p.tablename), 'DELETE')
                      else has_any_column_privilege(r.rolname, format('public.%I', p.tablename), c.command)
                    end) as who
      from pg_catalog.pg_policies p
     cross join lateral unnest(
       case p.cmd when 'ALL' then array['SELECT', 'INSERT', 'UPDATE', 'DELETE'] else array[p.cmd] end) c (command)
     where p.schemaname = 'public' and p.permissive = 'PERMISSIVE' and p.policyname not like 'parley: %')
  select g.policyname::text, g.tablename::text, g.command,
         case when 'anon' = any (g.who) then 'anyone, signed in or not, may ' else 'people who are signed in may ' end
         || more.deed
         || case when g.condition in ('true', '(true)') then '' else ', where ' || g.condition end
    from given g
    join (values
      ('profiles',          'SELECT', 'see the profiles of people they share no room with'),
      ('profiles',          'DELETE', 'delete their own profile'),
      ('chat_rooms',        'SELECT', 'see private rooms they are not in'),
      ('chat_rooms',        'DELETE', 'delete rooms they own'),
      ('messages',          'SELECT', 'read messages of private rooms they are not in'),
      ('messages',          'UPDATE', 'edit their own messages'),
      ('messages',          'DELETE', 'delete their own messages'),
      ('message_reactions', 'SELECT', 'see reactions in private rooms they are not in'),
      ('message_pins',      'SELECT', 'see what is pinned in private rooms they are not in'),
      ('room_participants', 'SELECT', 'see who is in private rooms they are not in'),
      ('room_participants', 'INSERT', 'enter private rooms without an invitation, as members'),
      ('room_participants', 'UPDATE', 'change columns of the app in their own entry'),
      ('room_cursors',      'SELECT', 'see how far people have read in rooms they are not in'),
      ('room_cursors',      'INSERT', 'write how far people have read'),
      ('room_cursors',      'UPDATE', 'change how far people have read'),
      ('room_cursors',      'DELETE', 'delete how far people have read'),
      ('room_events',       'SELECT', 'read the log of private rooms they are not in'),
      ('room_events',       'INSERT', 'write into the log of rooms'),
      ('room_events',       'UPDATE', 'change the log of rooms'),
      ('room_events',       'DELETE', 'delete from the log of rooms'),
      ('room_counters',     'SELECT', 'see how many messages private rooms have'),
      ('room_counters',     'INSERT', 'set the numbers of rooms'),
      ('room_counters',     'UPDATE', 'change the numbers of rooms'),
      ('room_counters',     'DELETE', 'delete the numbers of rooms'),
      ('room_invitations',  'SELECT', 'see the invitations of others'),
      ('room_invitations',  'INSERT', 'invite to any room'),
      ('room_invitations',  'UPDATE', 'change invitations'),
      ('room_invitations',  'DELETE', 'delete the invitations of others')) more ("table", command, deed)
      on more."table" = g.tablename and more.command = g.command
   where g.who <> '{}'
   order by g.tablename, g.policyname, g.command
$$;
comment on function parley.foreign_policies is 'The policies that are not Parley''s and allow more than its own, with what each allows in plain words.';

revoke all on all routines in schema parley from public;
