-- Participants: who enters a room, who leaves, and what the log tells of it.

-- Before a row is written -----------------------------------------------------------------------------------

-- Runs with the rights of the writer. A policy of an app may let people enter by themselves, but only as
-- members, and clients set nothing that concerns rights. What is refused here holds up no room.
create function parley.guard_participant() returns trigger
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
begin
  if not row_security_active(tg_relid) then
    return new;
  end if;
  if tg_op = 'INSERT' then
    perform parley.count_row();
    if new.muted_until is not null or new.left_at is not null
       or not (parley.may_add(new.room_id, new.user_id, new.role)
               or (new.user_id = parley.my_id() and new.role = 'member'
                   and parley.has_foreign_policy('room_participants', 'INSERT'))) then
      raise insufficient_privilege
        using message = 'new row violates row-level security policy for table "room_participants"';
    end if;
  elsif (new.id, new.role, new.muted_until, new.joined_at, new.joined_after_seq)
        is distinct from (old.id, old.role, old.muted_until, old.joined_at, old.joined_after_seq) then
    raise insufficient_privilege
      using message = 'role, muted_until, joined_at and joined_after_seq are not set by clients';
  end if;
  return new;
end
$$;

-- Invites a person, or changes the invitation. Whoever may not withdraw an invitation does not replace it
-- either: it stays as it is.
create function parley.invite(room parley.room_id, person parley.user_id, as_role text) returns public.room_invitations
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  invitation public.room_invitations;
begin
  insert into public.room_invitations as i (room_id, user_id, role, invited_by)
  values (room, person, as_role, (select parley.my_id()))
  on conflict (room_id, user_id) do update
     set role = excluded.role, invited_by = excluded.invited_by, created_at = excluded.created_at
   where parley.may_remove(i.room_id, i.user_id, i.role)
  returning i.* into invitation;
  if invitation.room_id is null then
    select * into invitation from public.room_invitations i where i.room_id = room and i.user_id = person;
  end if;
  return invitation;
end
$$;

-- A client that adds somebody they share no room with makes an invitation instead of a row.
create function parley.ask_first() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
begin
  if not parley.is_client() or new.user_id is not distinct from parley.my_id()
     or parley.is_in(new.room_id, new.user_id) or parley.shares_room(new.user_id)
     or (select s.direct_adding from parley.settings s) then
    return new;
  end if;
  perform parley.use_allowance('entries', (select s.entries_per_hour from parley.settings s));
  perform parley.invite(new.room_id, new.user_id, new.role);
  return null;
end
$$;

-- Adding somebody who is in the room is no error and changes nothing, so it waits for no lock.
create function parley.enter_room() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
declare
  counters public.room_counters;
begin
  if parley.is_in(new.room_id, new.user_id) then
    return null;
  end if;
  if new.left_at is not null then -- a server imports who was in before
    insert into parley.former_participants (room_id, user_id, role, joined_at, left_at, muted_until)
    values (new.room_id, new.user_id, new.role, coalesce(new.joined_at, new.left_at), new.left_at, new.muted_until)
    on conflict (room_id, user_id) do nothing;
    return null;
  end if;
  if parley.is_client() then
    perform parley.use_allowance('entries', (select s.entries_per_hour from parley.settings s));
    new.joined_at := clock_timestamp();
  end if;
  counters := parley.lock_room(new.room_id);
  if parley.is_in(new.room_id, new.user_id) then -- came while we waited
    return null;
  end if;
  new.joined_after_seq := counters.last_seq;
  new.muted_until := greatest(new.muted_until, (
    select f.muted_until from parley.former_participants f
     where f.room_id = new.room_id and f.user_id = new.user_id and f.muted_until > now()));
  return new;
end
$$;

create function parley.change_participant() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
begin
  if (new.room_id, new.user_id) is distinct from (old.room_id, old.user_id) then
    raise invalid_parameter_value using message = 'an entry keeps its room and its person';
  end if;
  if new.left_at is not null then
    delete from public.room_participants p where p.room_id = old.room_id and p.user_id = old.user_id;
    return null;
  end if;
  perform parley.lock_room(new.room_id);
  return new;
end
$$;

-- In the order of their names: parley_allow, parley_change, parley_consent, parley_enter.
create trigger parley_allow before insert or update on public.room_participants
  for each row execute function parley.guard_participant();
create trigger parley_change before update on public.room_participants
  for each row execute function parley.change_participant();
create trigger parley_consent before insert on public.room_participants
  for each row execute function parley.ask_first();
create trigger parley_enter before insert on public.room_participants
  for each row execute function parley.enter_room();

-- Afterwards ------------------------------------------------------------------------------------------------

create function parley.log_joined(p public.room_participants) returns void
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
begin
  perform parley.append(p.room_id, 'user-joined', jsonb_build_object(
    'user_id', p.user_id::text, 'joined_at', p.joined_at, 'role', p.role, 'profile', parley.profile_json(p.user_id),
    'after_seq', (parley.lock_room(p.room_id)).last_seq));
end
$$;

-- When the room itself is being deleted, there is nobody to tell.
create function parley.log_left(p public.room_participants) returns void
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  at constant timestamptz := clock_timestamp();
begin
  if parley.visibility(p.room_id) is null then
    return;
  end if;
  insert into parley.former_participants as f (room_id, user_id, role, joined_at, left_at, muted_until)
  values (p.room_id, p.user_id, coalesce(p.role, 'member'), coalesce(p.joined_at, at), at, p.muted_until)
  on conflict (room_id, user_id) do update
     set role = excluded.role, joined_at = excluded.joined_at, left_at = excluded.left_at,
         muted_until = excluded.muted_until;
  perform parley.append(p.room_id, 'user-left', jsonb_build_object(
    'user_id', p.user_id::text, 'left_at', at,
    'profile', parley.profile_json(p.user_id), 'after_seq', (parley.lock_room(p.room_id)).last_seq));
end
$$;

create function parley.log_participant() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
begin
  if tg_op = 'DELETE' then
    perform parley.log_left(old);
  elsif tg_op = 'INSERT' then
    delete from parley.former_participants f where f.room_id = new.room_id and f.user_id = new.user_id;
    perform parley.log_joined(new);
  elsif (old.role, old.muted_until) is distinct from (new.role, new.muted_until) then
    perform parley.append(new.room_id, 'participant-updated', parley.participant_json(new));
  end if;
  return null;
end
$$;

create function parley.settle_invitation() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
begin
  delete from public.room_invitations i where i.room_id = new.room_id and i.user_id = new.user_id;
  return null;
end
$$;

-- Everybody leaves. Rooms that are emptied too have nobody to tell, but servers still let people listen.
create function parley.log_everyone_left() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
declare
  rooms_go constant boolean := parley.is_being_truncated('public.chat_rooms');
  entry public.room_participants;
begin
  for entry in select * from public.room_participants p order by p.room_id, p.joined_at, p.user_id loop
    if not rooms_go then
      perform parley.log_left(entry);
    end if;
    perform parley.note_access(entry.user_id, entry.room_id);
  end loop;
  return null;
end
$$;

create trigger parley_log after insert or update or delete on public.room_participants
  for each row execute function parley.log_participant();
create trigger parley_settle after insert on public.room_participants
  for each row execute function parley.settle_invitation();
create trigger parley_truncate before truncate on public.room_participants
  for each statement execute function parley.log_everyone_left();

revoke all on all routines in schema parley from public;
