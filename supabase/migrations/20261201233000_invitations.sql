-- Nobody is put into a room by a stranger, and nobody is shown to strangers.

create table public.room_invitations (
  room_id    parley.room_id not null references public.chat_rooms (id) on delete cascade,
  user_id    parley.user_id not null,
  role       text not null default 'member' check (role in ('owner', 'moderator', 'member')),
  invited_by parley.user_id,
  created_at timestamptz not null default now(),
  primary key (room_id, user_id));
call parley.refer_to_accounts('public.room_invitations', 'user_id');
call parley.look_through_domains();
create index room_invitations_user_id_idx on public.room_invitations (user_id);
comment on table public.room_invitations is 'Who may come into a room, and as what, until the person comes or declines.';
comment on column public.room_invitations.invited_by is 'null: a server; it counts as long as this person may add others in this role';

-- Who may do it ---------------------------------------------------------------------------------------

create function parley.shares_room(person parley.user_id) returns boolean
language sql stable security definer
set search_path = ''
as $$
  select exists (
    select from public.room_participants mine
      join public.room_participants theirs on theirs.room_id = mine.room_id
     where mine.user_id = (select parley.my_id()) and theirs.user_id = person)
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

-- An invitation gives no more than whoever made it could give now.
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

-- Owners add anyone in any role, moderators add members; oneself one adds to a public room as a member,
-- and to any by invitation.
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
        and (as_role = 'member' and parley.visibility(room) = 'public' or as_role = parley.invited_as(room))
    end, false);
end
$$;

create function parley.invite(room parley.room_id, person parley.user_id, as_role text) returns public.room_invitations
language sql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
  insert into public.room_invitations as i (room_id, user_id, role, invited_by)
  values (room, person, as_role, (select parley.my_id()))
  on conflict (room_id, user_id) do update
     set role = excluded.role, invited_by = excluded.invited_by, created_at = excluded.created_at
  returning i.*
$$;

-- A client that adds somebody it shares no room with makes an invitation, and no row.
create function parley.ask_first() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
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
-- after parley_allow, before parley_enter
create trigger parley_consent before insert on public.room_participants
  for each row execute function parley.ask_first();

create function parley.settle_invitation() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
begin
  delete from public.room_invitations i where i.room_id = new.room_id and i.user_id = new.user_id;
  return null;
end
$$;
create trigger parley_settle after insert on public.room_participants
  for each row execute function parley.settle_invitation();

-- Functions of the API --------------------------------------------------------------------------------

create function public.invite_person(room parley.room_id, person parley.user_id, role text default 'member') returns jsonb
language plpgsql security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  as_role constant text := coalesce(invite_person.role, 'member');
  invitation public.room_invitations;
begin
  perform parley.require_participant(room);
  if not coalesce(parley.my_role(room) = 'owner' or (parley.my_role(room) = 'moderator' and as_role = 'member'), false) then
    perform parley.refuse('PT403', 'not_allowed', 'only owners and moderators invite people, and only owners in another role');
  end if;
  if parley.is_in(room, person) then
    return null;
  end if;
  perform parley.count_row();
  perform parley.use_allowance('entries', (select s.entries_per_hour from parley.settings s));
  invitation := parley.invite(room, person, as_role);
  return to_jsonb(invitation) || jsonb_build_object(
    'room_id', invitation.room_id::text, 'user_id', invitation.user_id::text, 'invited_by', invitation.invited_by::text);
end
$$;
comment on function public.invite_person is 'Invites somebody to a room and returns the invitation; null when the person is in it already.';

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
    if as_role is null and parley.visibility(room) <> 'public' then
      perform parley.refuse('PT403', 'invitation_needed', 'a private room is joined by invitation');
    end if;
    insert into public.room_participants (room_id, user_id, role) values (room, me, coalesce(as_role, 'member'));
  end if;
  select * into strict entry from public.room_participants p where p.room_id = room and p.user_id = me;
  return parley.participant_json(entry);
end
$$;
comment on function public.join_room is 'Enters a public room, or one the caller is invited to, and returns the caller''s entry.';

create function public.accept_invitation(room parley.room_id) returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  perform parley.require_user();
  if parley.invited_as(room) is null and not parley.is_participant(room) then
    perform parley.refuse('PT404', 'no_such_invitation', 'there is no such invitation, or it holds no longer');
  end if;
  return public.join_room(room);
end
$$;
comment on function public.accept_invitation is 'Enters a room by invitation and returns the caller''s entry.';

create function public.decline_invitation(room parley.room_id) returns void
language plpgsql
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  me parley.user_id := parley.require_user();
begin
  delete from public.room_invitations i where i.room_id = room and i.user_id = me;
end
$$;
comment on function public.decline_invitation is 'Removes the caller''s invitation to a room.';

create function public.my_invitations() returns jsonb
language plpgsql stable security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  me parley.user_id := parley.require_user();
begin
  return coalesce((
    select jsonb_agg(
             jsonb_strip_nulls(jsonb_build_object(
               'room_id', r.id::text, 'name', coalesce(r.name, 'Untitled room'), 'description', r.description, 'visibility', r.visibility,
               'role', i.role, 'invited_by', i.invited_by::text, 'created_at', i.created_at))
             || case when i.invited_by is null then '{}'
                  else jsonb_build_object('profile', parley.profile_json(i.invited_by)) end
             order by i.created_at desc, r.id)
      from public.room_invitations i
      join public.chat_rooms r on r.id = i.room_id
     where i.user_id = me and parley.invited_as(i.room_id) is not null), '[]');
end
$$;
comment on function public.my_invitations is 'The rooms the caller is invited to, by whom and as what, newest first.';

-- Rights ----------------------------------------------------------------------------------------------

alter table public.room_invitations enable row level security;
revoke all on table public.room_invitations from public, anon, authenticated, service_role;
grant select, delete on table public.room_invitations to authenticated;
grant select, insert, update, delete on table public.room_invitations to service_role;

create policy "parley: people see their invitations and those to their rooms" on public.room_invitations
  for select to authenticated
  using (user_id = (select parley.my_id()) or parley.my_role(room_id) in ('owner', 'moderator'));
create policy "parley: people decline, owners and moderators take back" on public.room_invitations
  for delete to authenticated
  using (parley.may_remove(room_id, user_id, role));

drop policy "parley: people see each other" on public.profiles;
create policy "parley: people see those they share a room with" on public.profiles
  for select to authenticated
  using (
    id = (select parley.my_id())
    or (select parley.setting_directory())
    or id in (select parley.my_companions()));

revoke all on function
  parley.shares_room(parley.user_id), parley.my_companions(), parley.invited_as(parley.room_id), parley.invite(parley.room_id, parley.user_id, text),
  parley.ask_first(), parley.settle_invitation()
  from public;
grant execute on function parley.my_companions(), parley.invited_as(parley.room_id) to anon, authenticated, service_role;
revoke all on function
  public.invite_person(parley.room_id, parley.user_id, text), public.accept_invitation(parley.room_id), public.decline_invitation(parley.room_id),
  public.my_invitations()
  from public, anon, authenticated, service_role;
grant execute on function
  public.invite_person(parley.room_id, parley.user_id, text), public.accept_invitation(parley.room_id), public.decline_invitation(parley.room_id),
  public.my_invitations()
  to anon, authenticated, service_role;

-- Names -----------------------------------------------------------------------------------------------

-- A name is what the person gave. It is never made from the e-mail address, nor is it the address.
create or replace function parley.display_name(meta jsonb, email text) returns text
language sql immutable
set search_path = ''
as $$
  select coalesce((
    select left(given.name, 100)
      from unnest(array[meta ->> 'display_name', meta ->> 'name', meta ->> 'full_name'])
             with ordinality as said (raw, place),
           lateral btrim(said.raw) as given (name)
     where given.name <> '' and lower(given.name) is distinct from lower(email)
     order by said.place limit 1), 'Guest')
$$;

-- Names that were made from addresses go, unless the app made them. One that a person typed and that is the same cannot be told
-- from those, so it goes too, unless the account gives it.
do $names$
begin
  if parley.has_accounts() and to_regproc('parley.follow_name') is null then
    update public.profiles p
       set display_name = 'Guest'
      from auth.users u
     where u.id = p.id
       and lower(p.display_name) in (lower(left(split_part(u.email, '@', 1), 100)), lower(left(u.email, 100)))
       and p.display_name <> parley.display_name(u.raw_user_meta_data, u.email);
  end if;
end
$names$;
