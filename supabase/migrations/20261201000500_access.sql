-- Who may do what, and how much of it: one function for each question, used by policies, triggers and the API.
--
-- The functions are SECURITY DEFINER, so that a policy may ask about a table that has policies itself. Most
-- are PL/pgSQL, which keeps its plans: as SQL functions they halve the messages per second on PostgreSQL 15.

-- The caller ------------------------------------------------------------------------------------------------

create function parley.is_client() returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return current_setting('role', true) in ('anon', 'authenticated');
end
$$;
comment on function parley.is_client is 'Whether the statement came through the API with a person''s rights; true inside SECURITY DEFINER functions too.';

create function parley.my_room_ids() returns setof parley.room_id
language sql stable security definer
set search_path = ''
as $$
  select p.room_id from public.room_participants p where p.user_id = (select parley.my_id())
$$;

create function parley.my_companions() returns setof parley.user_id
language sql stable security definer
set search_path = ''
as $$
  select distinct theirs.user_id
    from public.room_participants mine
    join public.room_participants theirs on theirs.room_id = mine.room_id
   where mine.user_id = (select parley.my_id())
$$;

create function parley.shares_room(person parley.user_id) returns boolean
language sql stable security definer
set search_path = ''
as $$
  select exists (
    select from public.room_participants mine
      join public.room_participants theirs on theirs.room_id = mine.room_id
     where mine.user_id = (select parley.my_id()) and theirs.user_id = person)
$$;

-- A room and its people -------------------------------------------------------------------------------------

-- null when there is no such room
create function parley.visibility(room parley.room_id) returns text
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return (select r.visibility from public.chat_rooms r where r.id = room);
end
$$;

-- While a room is being made, it has no counters yet, and no owner either.
create function parley.is_being_made(room parley.room_id) returns boolean
language sql stable security definer
set search_path = ''
as $$ select not exists (select from public.room_counters c where c.room_id = room) $$;

create function parley.is_in(room parley.room_id, person parley.user_id) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return exists (select from public.room_participants p where p.room_id = room and p.user_id = person);
end
$$;

create function parley.is_participant(room parley.room_id) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return exists (
    select from public.room_participants p where p.room_id = room and p.user_id = (select parley.my_id()));
end
$$;

-- null for anyone who is not in the room
create function parley.my_role(room parley.room_id) returns text
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return (
    select p.role from public.room_participants p
     where p.room_id = room and p.user_id = (select parley.my_id()));
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
     where p.room_id = room and p.user_id = (select parley.my_id())
       and (p.muted_until is null or p.muted_until <= now()));
end
$$;

-- Moderators and owners.
create function parley.may_moderate(room parley.room_id) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return coalesce(parley.my_role(room) in ('owner', 'moderator'), false);
end
$$;

create function parley.edit_time_is_over(room parley.room_id, written_at timestamptz) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return coalesce((
    select clock_timestamp() > coalesce(written_at, 'epoch') + make_interval(secs => r.edit_seconds)
      from public.chat_rooms r where r.id = room), false);
end
$$;
comment on function parley.edit_time_is_over is 'Whether a message is too old for its author to edit or delete it; never where the room has no such limit.';

-- Coming and going ------------------------------------------------------------------------------------------

create function parley.may_join(room parley.room_id) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return coalesce(parley.visibility(room) in ('open', 'public'), false);
end
$$;
comment on function parley.may_join is 'Whether anyone signed in may enter this room without an invitation.';

-- An invitation gives no more than its author could give now.
create function parley.invited_as(room parley.room_id) returns text
language sql stable security definer
set search_path = ''
as $$
  select i.role from public.room_invitations i
   where i.room_id = room and i.user_id = (select parley.my_id())
     and (i.invited_by is null or exists (
       select from public.room_participants host
        where host.room_id = room and host.user_id = i.invited_by
          and (host.role = 'owner' or (host.role = 'moderator' and i.role = 'member'))))
$$;

-- Owners add anyone in any role, moderators add members. Anyone adds themselves as a member where all may
-- join, and anywhere by invitation.
create function parley.may_add(room parley.room_id, person parley.user_id, as_role text) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return coalesce(
    case parley.my_role(room)
      when 'owner' then true
      when 'moderator' then as_role = 'member'
      else person = (select parley.my_id())
        and (as_role = 'member' and parley.may_join(room) or as_role = parley.invited_as(room))
    end, false);
end
$$;

create function parley.may_remove(room parley.room_id, person parley.user_id, in_role text) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return person = (select parley.my_id())
    or coalesce(parley.my_role(room) = 'owner' or (parley.my_role(room) = 'moderator' and in_role = 'member'), false);
end
$$;

-- Our policies have this prefix; one without it is the app's.
create function parley.has_foreign_policy(on_table text, for_command text) returns boolean
language sql stable security definer
set search_path = ''
as $$
  select exists (
    select from pg_catalog.pg_policies p
     where p.schemaname = 'public' and p.tablename = on_table and p.permissive = 'PERMISSIVE'
       and p.cmd in (for_command, 'ALL') and p.policyname not like 'parley: %')
$$;

-- Refusals --------------------------------------------------------------------------------------------------

-- A refusal has an HTTP status as its SQLSTATE (PT403) and a hint for programs. Its text is for people.
create function parley.refuse(status text, hint text, message text) returns void
language plpgsql
set search_path = ''
as $$
begin
  raise exception using errcode = status, hint = hint, message = message;
end
$$;

create function parley.require_user() returns parley.user_id
language plpgsql stable
set search_path = ''
as $$
declare
  me parley.user_id := parley.my_id();
begin
  if me is null then
    perform parley.refuse('PT401', 'sign_in_needed', 'sign in first');
  end if;
  return me;
end
$$;

create function parley.require_room(room parley.room_id) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if parley.visibility(room) is null then
    perform parley.refuse('PT404', 'no_such_room', 'there is no such room');
  end if;
end
$$;

create function parley.require_reader(room parley.room_id) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  perform parley.require_room(room);
  if not parley.can_read(room) then
    perform parley.require_user();
    if parley.may_join(room) then
      perform parley.refuse('PT403', 'may_join', 'join this room to read it');
    end if;
    perform parley.refuse('PT403', 'not_a_participant', 'only participants see this room');
  end if;
end
$$;

create function parley.require_participant(room parley.room_id) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  perform parley.require_user();
  perform parley.require_room(room);
  if not parley.is_participant(room) then
    perform parley.refuse('PT403', 'not_a_participant', 'join the room first');
  end if;
end
$$;

create function parley.require_writer(room parley.room_id) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if not parley.can_write(room) then
    perform parley.require_participant(room);
    perform parley.refuse('PT403', 'muted', 'you are muted in this room');
  end if;
end
$$;

-- Limits ----------------------------------------------------------------------------------------------------

create function parley.setting_directory() returns boolean
language sql stable security definer
set search_path = ''
as $$ select s.directory from parley.settings s $$;

-- A request is one transaction. Rows are counted before anything is locked, so that a long request does not
-- hold up a room.
create function parley.count_row() returns void
language plpgsql security definer
set search_path = ''
as $$
declare
  rows_so_far constant int := coalesce(nullif(current_setting('parley.rows', true), ''), '0')::int + 1;
begin
  perform set_config('parley.rows', rows_so_far::text, true);
  if rows_so_far > 1 and rows_so_far > (select s.rows_per_request from parley.settings s) then
    perform parley.refuse('PT413', 'too_many_rows', 'too many rows in one request');
  end if;
end
$$;

-- Takes one from the caller's hourly allowance. A refused request costs nothing: its transaction is undone.
create function parley.use_allowance(of_kind text, most int) returns void
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  now_used int;
begin
  insert into parley.usage as u (user_id, kind) values (parley.my_id(), of_kind)
  on conflict (user_id, kind) do update
     set used = case when u.since <= now() - interval '1 hour' then 1 else u.used + 1 end,
         since = case when u.since <= now() - interval '1 hour' then now() else u.since end
  returning u.used into now_used;
  if now_used > most then
    perform parley.refuse('PT429', 'too_many', 'too many in one hour; try again later');
  end if;
end
$$;

revoke all on all routines in schema parley from public;
grant execute on function
  parley.is_client(), parley.my_room_ids(), parley.my_companions(),
  parley.visibility(parley.room_id), parley.is_being_made(parley.room_id), parley.is_participant(parley.room_id),
  parley.my_role(parley.room_id), parley.can_read(parley.room_id), parley.can_write(parley.room_id),
  parley.may_moderate(parley.room_id), parley.edit_time_is_over(parley.room_id, timestamptz),
  parley.may_join(parley.room_id), parley.invited_as(parley.room_id),
  parley.may_add(parley.room_id, parley.user_id, text), parley.may_remove(parley.room_id, parley.user_id, text),
  parley.has_foreign_policy(text, text),
  parley.refuse(text, text, text), parley.require_user(), parley.require_room(parley.room_id),
  parley.require_participant(parley.room_id), parley.require_writer(parley.room_id),
  parley.setting_directory(), parley.count_row()
  to anon, authenticated, service_role;
