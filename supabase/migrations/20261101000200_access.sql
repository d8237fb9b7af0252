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
create function parley.visibility(room uuid) returns text
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return (select r.visibility from public.chat_rooms r where r.id = room);
end
$$;

create function parley.my_room_ids() returns setof uuid
language sql stable security definer
set search_path = ''
as $$
  select p.room_id from public.room_participants p
   where p.user_id = (select auth.uid()) and p.left_at is null
$$;

create function parley.is_participant(room uuid) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return exists (
    select from public.room_participants p
     where p.room_id = room and p.user_id = (select auth.uid()) and p.left_at is null);
end
$$;

create function parley.can_read(room uuid) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return coalesce(parley.visibility(room) = 'public', false) or parley.is_participant(room);
end
$$;

create function parley.can_write(room uuid) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return exists (
    select from public.room_participants p
     where p.room_id = room and p.user_id = (select auth.uid()) and p.left_at is null
       and (p.muted_until is null or p.muted_until <= now()));
end
$$;

-- null for who is not in the room
create function parley.my_role(room uuid) returns text
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return (
    select p.role from public.room_participants p
     where p.room_id = room and p.user_id = (select auth.uid()) and p.left_at is null);
end
$$;

-- Owners add anyone in any role, moderators add members, and a public room may be joined by oneself.
create function parley.may_add(room uuid, person uuid, as_role text) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return case coalesce(parley.my_role(room), '')
    when 'owner' then true
    when 'moderator' then as_role = 'member'
    else as_role = 'member' and person = (select auth.uid()) and parley.visibility(room) = 'public'
  end;
end
$$;

-- A room has no counters for a moment while it is being made, and no owner either.
create function parley.is_being_made(room uuid) returns boolean
language sql stable security definer
set search_path = ''
as $$ select not exists (select from public.room_counters c where c.room_id = room) $$;

revoke all on all functions in schema parley from public;
grant usage on schema parley to anon, authenticated, service_role;
grant execute on function
  parley.is_client(), parley.visibility(uuid), parley.my_room_ids(), parley.is_participant(uuid),
  parley.can_read(uuid), parley.can_write(uuid), parley.my_role(uuid), parley.may_add(uuid, uuid, text),
  parley.is_being_made(uuid)
  to anon, authenticated, service_role;

-- Rights on the tables ---------------------------------------------------------------------------------

alter table public.profiles          enable row level security;
alter table public.chat_rooms        enable row level security;
alter table public.room_counters     enable row level security;
alter table public.messages          enable row level security;
alter table public.room_participants enable row level security;
alter table public.room_cursors      enable row level security;
alter table public.room_events       enable row level security;

revoke all on table public.profiles, public.chat_rooms, public.room_counters, public.messages,
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
  for insert to authenticated with check (id = (select auth.uid()));
create policy "people edit themselves" on public.profiles
  for update to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));

create policy "participants see their rooms, anyone the public ones" on public.chat_rooms
  for select to anon, authenticated
  using (
    visibility = 'public'
    or id in (select parley.my_room_ids())
    or (created_by = (select auth.uid()) and parley.is_being_made(id)));
create policy "people make rooms of their own" on public.chat_rooms
  for insert to authenticated with check (created_by = (select auth.uid()));
create policy "owners edit their room" on public.chat_rooms
  for update to authenticated
  using (parley.my_role(id) = 'owner') with check (parley.my_role(id) = 'owner');

create policy "participants read, anyone in public rooms" on public.messages
  for select to anon, authenticated
  using (room_id in (select parley.my_room_ids()) or parley.visibility(room_id) = 'public');
create policy "participants write as themselves unless muted" on public.messages
  for insert to authenticated
  with check (user_id = (select auth.uid()) and parley.can_write(room_id));

create policy "people see who is in a room they can read" on public.room_participants
  for select to anon, authenticated
  using (
    user_id = (select auth.uid())
    or room_id in (select parley.my_room_ids())
    or parley.visibility(room_id) = 'public');
create policy "owners and moderators add people, public rooms are open" on public.room_participants
  for insert to authenticated
  with check (parley.may_add(room_id, user_id, role) and left_at is null and muted_until is null);
create policy "people leave, owners and moderators remove" on public.room_participants
  for update to authenticated
  using (
    user_id = (select auth.uid())
    or parley.my_role(room_id) = 'owner'
    or (parley.my_role(room_id) = 'moderator' and role = 'member'))
  with check (left_at is not null);
-- Not while muted: to come back with a new entry would end the silence early.
create policy "people delete their entry, owners and moderators others" on public.room_participants
  for delete to authenticated
  using (
    (user_id = (select auth.uid()) and (muted_until is null or muted_until <= now()))
    or parley.my_role(room_id) = 'owner'
    or (parley.my_role(room_id) = 'moderator' and role = 'member'));

create policy "participants see how far others have read" on public.room_cursors
  for select to authenticated
  using (room_id in (select parley.my_room_ids()));
