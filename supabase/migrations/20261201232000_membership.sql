-- A row of room_participants means that the person is in the room. Whoever leaves or is removed has none,
-- however that was done. What must outlive the row is kept beside it, and gives no right back.

create table parley.former_participants (
  room_id     parley.room_id not null references public.chat_rooms (id) on delete cascade,
  user_id     parley.user_id not null,
  role        text not null,
  joined_at   timestamptz not null,
  left_at     timestamptz not null,
  muted_until timestamptz,
  primary key (room_id, user_id));
comment on table parley.former_participants is 'Who was in a room and is not now. A mute outlives the stay; the role is only shown.';
alter table parley.former_participants enable row level security;
revoke all on table parley.former_participants from public, anon, authenticated, service_role;

insert into parley.former_participants (room_id, user_id, role, joined_at, left_at, muted_until)
select p.room_id, p.user_id, coalesce(p.role, 'member'), coalesce(p.joined_at, p.left_at), p.left_at, p.muted_until
  from public.room_participants p where p.left_at is not null and p.room_id is not null and p.user_id is not null;
delete from public.room_participants where left_at is not null;

alter table public.room_participants
  add constraint parley_is_in check (left_at is null);
comment on column public.room_participants.left_at is 'always null; to set it removes the row';
drop index public.room_participants_user_id_idx;
create index room_participants_user_id_idx on public.room_participants (user_id, room_id);

-- Who is in -------------------------------------------------------------------------------------------

create or replace function parley.my_room_ids() returns setof parley.room_id
language sql stable security definer
set search_path = ''
as $$
  select p.room_id from public.room_participants p where p.user_id = (select parley.my_id())
$$;

create function parley.is_in(room parley.room_id, person parley.user_id) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return exists (select from public.room_participants p where p.room_id = room and p.user_id = person);
end
$$;

create or replace function parley.is_participant(room parley.room_id) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return exists (
    select from public.room_participants p where p.room_id = room and p.user_id = (select parley.my_id()));
end
$$;

create or replace function parley.can_write(room parley.room_id) returns boolean
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

create or replace function parley.my_role(room parley.room_id) returns text
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return (
    select p.role from public.room_participants p
     where p.room_id = room and p.user_id = (select parley.my_id()));
end
$$;

-- Coming and going ------------------------------------------------------------------------------------

-- Ours carry this prefix. A policy without it is the app's.
create function parley.has_foreign_policy(on_table text, for_command text) returns boolean
language sql stable security definer
set search_path = ''
as $$
  select exists (
    select from pg_catalog.pg_policies p
     where p.schemaname = 'public' and p.tablename = on_table and p.permissive = 'PERMISSIVE'
       and p.cmd in (for_command, 'ALL') and p.policyname not like 'parley: %')
$$;

-- Runs with the rights of whoever writes. A policy that an app brings may let people in by themselves, but
-- as members only, and what concerns rights is not set by clients. Refused here, nobody holds up a room.
create function parley.guard_participant() returns trigger
language plpgsql
set search_path = ''
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
-- before parley_change and parley_enter
create trigger parley_allow before insert or update on public.room_participants
  for each row execute function parley.guard_participant();

-- To add who is in the room already is no error and changes nothing, so it waits for nothing.
create or replace function parley.enter_room() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
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

create or replace function parley.change_participant() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
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

-- A room that is being deleted has nobody to tell.
create or replace function parley.log_left(p public.room_participants) returns void
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

create or replace function parley.log_participant() returns trigger
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

drop trigger parley_note_came on public.room_participants;
drop trigger parley_note_change on public.room_participants;
drop trigger parley_note_gone on public.room_participants;
create trigger parley_note_access after insert or delete on public.room_participants
  for each row execute function parley.note_participant();
create trigger parley_note_mute after update on public.room_participants
  for each row when (old.muted_until is distinct from new.muted_until)
  execute function parley.note_participant();

create or replace function parley.claim_access_changes(for_target text, most int, hold interval)
returns table (change uuid, user_id parley.user_id, room_id parley.room_id, standing text, changed_at timestamptz)
language sql
set search_path = ''
set lock_timeout = '2s'
as $$
  with due as (
    select c.change from parley.access_changes c
     where c.target = for_target and (c.claimed_until is null or c.claimed_until <= clock_timestamp())
     order by c.changed_at
     limit most
       for update skip locked),
  claimed as (
    update parley.access_changes c set claimed_until = clock_timestamp() + hold
      from due where c.change = due.change
    returning c.change, c.user_id, c.room_id, c.changed_at)
  select c.change, c.user_id, c.room_id,
         case when c.room_id is null then 'ended'
              when p.user_id is null then 'out'
              when p.muted_until > now() then 'muted'
              else 'in' end,
         c.changed_at
    from claimed c
    left join public.room_participants p on p.room_id = c.room_id and p.user_id = c.user_id
$$;

-- Functions of the API --------------------------------------------------------------------------------

create or replace function public.leave_room(room parley.room_id) returns void
language plpgsql
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  me parley.user_id := parley.require_user();
begin
  perform parley.require_room(room);
  delete from public.room_participants p where p.room_id = room and p.user_id = me;
end
$$;

create or replace function public.my_rooms() returns jsonb
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
               'id', r.id::text, 'name', coalesce(r.name, 'Untitled room'), 'description', r.description, 'visibility', r.visibility,
               'role', p.role, 'joined_at', p.joined_at, 'unread', unread.n, 'participant_count', present.n))
             || case when latest.id is null then '{}'
                  else jsonb_build_object('last_message', parley.message_json(latest)) end
             order by coalesce(latest.created_at, p.joined_at) desc, r.id)
      from public.room_participants p
      join public.chat_rooms r on r.id = p.room_id
      left join public.room_cursors c on c.room_id = p.room_id and c.user_id = p.user_id
      left join lateral (
        select m.* from public.messages m where m.room_id = p.room_id order by m.seq desc limit 1) latest on true
      cross join lateral (
        select count(*) as n from (
          select from public.messages m
           where m.room_id = p.room_id and m.seq > greatest(c.read_seq, p.joined_after_seq)
             and m.user_id <> p.user_id and m.deleted_at is null
           limit 1000) capped) unread
      cross join lateral (
        select count(*) as n from public.room_participants o where o.room_id = p.room_id) present
     where p.user_id = me), '[]');
end
$$;

create function parley.former_participant_json(f parley.former_participants) returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'user_id', f.user_id::text, 'role', f.role, 'joined_at', f.joined_at, 'left_at', f.left_at,
    'profile', parley.profile_json(f.user_id));
end
$$;

-- Up to 500 people in the room, and the given ones whether in the room or not.
create or replace function parley.participants(room parley.room_id, besides parley.user_id[]) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(person.json order by person.joined_at, person.user_id), '[]')
    from (
      select p.user_id, p.joined_at, parley.participant_json(p) as json
        from public.room_participants p
       where p.room_id = room
         and (p.user_id = any (besides)
              or p.id in (
                select o.id from public.room_participants o where o.room_id = room order by o.joined_at limit 500))
      union all
      select f.user_id, f.joined_at, parley.former_participant_json(f)
        from parley.former_participants f
       where f.room_id = room and f.user_id = any (besides)) person
$$;

create or replace function public.authorize_user() returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
  me parley.user_id := parley.my_id();
begin
  if me is null then
    return jsonb_build_object('allowed', false, 'reason', 'Sign in first.');
  end if;
  return jsonb_strip_nulls(jsonb_build_object(
    'allowed', true,
    'user_id', me::text,
    'user_info', (
      select jsonb_strip_nulls(jsonb_build_object('name', p.display_name, 'avatar_url', p.avatar_url))
        from public.profiles p where p.id = me),
    'watchlist', (
      select jsonb_agg(near.user_id::text)
        from (
          select distinct other.user_id
            from (select r.room_id from public.room_participants r where r.user_id = me limit 100) mine
           cross join lateral (
             select p.user_id from public.room_participants p
              where p.room_id = mine.room_id and p.user_id <> me limit 100) other
           order by other.user_id
           limit 100) near)));
end
$$;

-- Who may leave and remove ----------------------------------------------------------------------------

create function parley.may_remove(room parley.room_id, person parley.user_id, in_role text) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return person = (select parley.my_id())
    or coalesce(parley.my_role(room) = 'owner' or (parley.my_role(room) = 'moderator' and in_role = 'member'), false);
end
$$;

-- Ours are known by their prefix.
do $names$
declare
  ours record;
begin
  for ours in
    select p.policyname, p.tablename from pg_catalog.pg_policies p
     where p.schemaname = 'public' and (p.tablename, p.policyname) in (
       ('profiles', 'people see each other'),
       ('profiles', 'people make their own, should it be missing'),
       ('profiles', 'people edit themselves'),
       ('chat_rooms', 'participants see their rooms, anyone the public ones'),
       ('chat_rooms', 'people make rooms of their own'),
       ('chat_rooms', 'owners edit their room'),
       ('messages', 'participants read, anyone in public rooms'),
       ('messages', 'participants write as themselves unless muted'),
       ('room_participants', 'people see who is in a room they can read'),
       ('room_participants', 'owners and moderators add people, public rooms are open'),
       ('room_cursors', 'participants see how far others have read'))
  loop
    execute format('alter policy %1$I on public.%2$I rename to %3$I',
      ours.policyname, ours.tablename, 'parley: ' || ours.policyname);
  end loop;
end
$names$;

-- A mute outlives the entry, so who is muted may delete it.
drop policy "people leave, owners and moderators remove" on public.room_participants;
drop policy "people delete their entry, owners and moderators others" on public.room_participants;
create policy "parley: people leave, owners and moderators remove" on public.room_participants
  for delete to authenticated using (parley.may_remove(room_id, user_id, role));
create policy "parley: to set left_at removes the row" on public.room_participants
  for update to authenticated using (parley.may_remove(room_id, user_id, role)) with check (false);
alter policy "parley: owners and moderators add people, public rooms are open" on public.room_participants
  with check (parley.may_add(room_id, user_id, role));

revoke all on function
  parley.is_in(parley.room_id, parley.user_id), parley.guard_participant(), parley.may_remove(parley.room_id, parley.user_id, text),
  parley.former_participant_json(parley.former_participants), parley.has_foreign_policy(text, text)
  from public;
grant execute on function
  parley.may_remove(parley.room_id, parley.user_id, text), parley.has_foreign_policy(text, text), parley.count_row()
  to anon, authenticated, service_role;
