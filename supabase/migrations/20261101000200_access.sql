-- Who may do what: one helper per question, used by the policies below and by the functions.
--
-- The helpers are SECURITY DEFINER, so that a policy may ask about a table that has policies itself.
-- They are PL/pgSQL, which keeps its plans: as SQL functions they halve the messages per second on 15.

create function parley.is_client() returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return current_setting('role', true) in ('anon', 'authenticated');
end
$$;
comment on function parley.is_client is 'Whether the statement came through the API with a person''s rights; true inside SECURITY DEFINER functions too.';

-- null when there is no such room
create function parley.visibility(room parley.room_id) returns text
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return (select r.visibility from public.chat_rooms r where r.id = room);
end
$$;

create function parley.my_room_ids() returns setof parley.room_id
language sql stable security definer
set search_path = ''
as $$
  select p.room_id from public.room_participants p
   where p.user_id = (select parley.my_id()) and p.left_at is null
$$;

create function parley.is_participant(room parley.room_id) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return exists (
    select from public.room_participants p
     where p.room_id = room and p.user_id = (select parley.my_id()) and p.left_at is null);
end
$$;

create function parley.can_read(room parley.room_id) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return coalesce(parley.visibility(room) = 'public', false) or parley.is_participant(room);
end
$$;

create function parley.can_write(room parley.room_id) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return exists (
    select from public.room_participants p
     where p.room_id = room and p.user_id = (select parley.my_id()) and p.left_at is null
       and (p.muted_until is null or p.muted_until <= now()));
end
$$;

-- null for who is not in the room
create function parley.my_role(room parley.room_id) returns text
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return (
    select p.role from public.room_participants p
     where p.room_id = room and p.user_id = (select parley.my_id()) and p.left_at is null);
end
$$;

-- Owners add anyone in any role, moderators add members, and a public room may be joined by oneself.
create function parley.may_add(room parley.room_id, person parley.user_id, as_role text) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return case coalesce(parley.my_role(room), '')
    when 'owner' then true
    when 'moderator' then as_role = 'member'
    else as_role = 'member' and person = (select parley.my_id()) and parley.visibility(room) = 'public'
  end;
end
$$;

-- A room has no counters for a moment while it is being made, and no owner either.
create function parley.is_being_made(room parley.room_id) returns boolean
language sql stable security definer
set search_path = ''
as $$ select not exists (select from public.room_counters c where c.room_id = room) $$;

revoke all on all routines in schema parley from public;
grant usage on schema parley to anon, authenticated, service_role;
grant execute on function
  parley.my_id(), parley.has_client_ids(), parley.room_named(text), parley.is_client(), parley.visibility(parley.room_id), parley.my_room_ids(), parley.is_participant(parley.room_id),
  parley.can_read(parley.room_id), parley.can_write(parley.room_id), parley.my_role(parley.room_id), parley.may_add(parley.room_id, parley.user_id, text),
  parley.is_being_made(parley.room_id)
  to anon, authenticated, service_role;

-- Rights on the tables ---------------------------------------------------------------------------------

alter table public.profiles          enable row level security;
alter table public.chat_rooms        enable row level security;
alter table public.room_counters     enable row level security;
alter table public.messages          enable row level security;
alter table public.room_participants enable row level security;
alter table public.room_cursors      enable row level security;
alter table public.room_events       enable row level security;

-- What people may write of their own profile beside our columns is the app's to say, and stays so.
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
revoke all on table public.chat_rooms, public.room_counters, public.messages,
  public.room_participants, public.room_cursors, public.room_events from public, anon, authenticated, service_role;
grant select, insert, update, delete on table public.profiles, public.chat_rooms, public.messages,
  public.room_participants, public.room_cursors to service_role;
grant select on table public.room_counters, public.room_events to service_role;

grant select on table public.chat_rooms, public.messages, public.room_participants to anon, authenticated;
grant select on table public.profiles, public.room_cursors to authenticated;
-- supabase-js writes a profile by upsert, which sets every column it names, id included. The policies
-- hold the id to one's own.
grant insert (id, display_name, avatar_url, last_seen_at), update (id, display_name, avatar_url, last_seen_at)
  on table public.profiles to authenticated;
grant insert on table public.chat_rooms to authenticated;
grant update (name, description, visibility) on table public.chat_rooms to authenticated;
grant insert on table public.messages to authenticated;
grant insert, delete on table public.room_participants to authenticated;
grant update (left_at) on table public.room_participants to authenticated;

-- Policies -------------------------------------------------------------------------------------------

create policy "people see each other" on public.profiles
  for select to authenticated using (true);
create policy "people make their own, should it be missing" on public.profiles
  for insert to authenticated with check (id = (select parley.my_id()));
create policy "people edit themselves" on public.profiles
  for update to authenticated using (id = (select parley.my_id())) with check (id = (select parley.my_id()));

create policy "participants see their rooms, anyone the public ones" on public.chat_rooms
  for select to anon, authenticated
  using (
    visibility = 'public'
    or id in (select parley.my_room_ids())
    or (created_by = (select parley.my_id()) and parley.is_being_made(id)));
create policy "people make rooms of their own" on public.chat_rooms
  for insert to authenticated with check (created_by = (select parley.my_id()));
create policy "owners edit their room" on public.chat_rooms
  for update to authenticated
  using (parley.my_role(id) = 'owner') with check (parley.my_role(id) = 'owner');

create policy "participants read, anyone in public rooms" on public.messages
  for select to anon, authenticated
  using (room_id in (select parley.my_room_ids()) or parley.visibility(room_id) = 'public');
create policy "participants write as themselves unless muted" on public.messages
  for insert to authenticated
  with check (user_id = (select parley.my_id()) and parley.can_write(room_id));

create policy "people see who is in a room they can read" on public.room_participants
  for select to anon, authenticated
  using (
    user_id = (select parley.my_id())
    or room_id in (select parley.my_room_ids())
    or parley.visibility(room_id) = 'public');
create policy "owners and moderators add people, public rooms are open" on public.room_participants
  for insert to authenticated
  with check (parley.may_add(room_id, user_id, role) and left_at is null and muted_until is null);
create policy "people leave, owners and moderators remove" on public.room_participants
  for update to authenticated
  using (
    user_id = (select parley.my_id())
    or parley.my_role(room_id) = 'owner'
    or (parley.my_role(room_id) = 'moderator' and role = 'member'))
  with check (left_at is not null);
-- Not while muted: to come back with a new entry would end the silence early.
create policy "people delete their entry, owners and moderators others" on public.room_participants
  for delete to authenticated
  using (
    (user_id = (select parley.my_id()) and (muted_until is null or muted_until <= now()))
    or parley.my_role(room_id) = 'owner'
    or (parley.my_role(room_id) = 'moderator' and role = 'member'));

create policy "participants see how far others have read" on public.room_cursors
  for select to authenticated
  using (room_id in (select parley.my_room_ids()));
