-- Between private and public: a room that anyone signed in may join, and that only participants read.

alter table public.chat_rooms drop constraint if exists parley_visibility;
alter table public.chat_rooms
  add constraint parley_visibility check (visibility in ('private', 'open', 'public')) not valid;
alter table public.chat_rooms validate constraint parley_visibility;
comment on column public.chat_rooms.visibility is
  'private: participants only, by invitation; open: participants only, anyone signed in may join; public: anyone may read and listen';
create index if not exists chat_rooms_open_idx on public.chat_rooms (created_at) where visibility = 'open';

create function parley.may_join(room parley.room_id) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return coalesce(parley.visibility(room) in ('open', 'public'), false);
end
$$;
comment on function parley.may_join is 'Whether anyone signed in may enter this room without an invitation.';

-- Owners add anyone in any role, moderators add members; oneself one adds as a member to a room that all may
-- join, and to any by invitation.
create or replace function parley.may_add(room parley.room_id, person parley.user_id, as_role text) returns boolean
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

create or replace function parley.require_reader(room parley.room_id) returns void
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

create or replace function public.join_room(room parley.room_id) returns jsonb
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
declare
  me parley.user_id := parley.require_user();
  as_role text;
  entry public.room_participants;
begin
  perform parley.require_room(room);
  if not parley.is_participant(room) then
    as_role := parley.invited_as(room);
    if as_role is null and not parley.may_join(room) then
      perform parley.refuse('PT403', 'invitation_needed', 'a private room is joined by invitation');
    end if;
    insert into public.room_participants (room_id, user_id, role) values (room, me, coalesce(as_role, 'member'));
  end if;
  select * into strict entry from public.room_participants p where p.room_id = room and p.user_id = me;
  return parley.participant_json(entry);
end
$$;
comment on function public.join_room is 'Enters an open or public room, or one the caller is invited to, and returns the caller''s entry.';

create policy "parley: people who are signed in see open rooms" on public.chat_rooms
  for select to authenticated using (visibility = 'open');

revoke all on function parley.may_join(parley.room_id) from public;
grant execute on function parley.may_join(parley.room_id) to anon, authenticated, service_role;
