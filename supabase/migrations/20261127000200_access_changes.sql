-- Who may listen no longer, or may now: what the worker tells the realtime servers beside the rooms' logs.
--
-- A server that let somebody in keeps them until it is told. So every change of who is in a room, and of
-- who is muted, leaves a row for each server in the same transaction; the worker looks at what is true
-- when it comes to the row, acts, and deletes it. Nothing is lost with a worker, and a row may wait for a
-- server that is away.

create table parley.access_changes (
  change        uuid not null default gen_random_uuid() primary key,
  target        text not null references parley.bridge_targets (target) on delete cascade,
  user_id       parley.user_id not null,
  room_id       parley.room_id,
  changed_at    timestamptz not null default clock_timestamp(),
  claimed_until timestamptz,
  unique nulls not distinct (target, user_id, room_id));
create index access_changes_due_idx on parley.access_changes (target, changed_at);
comment on table parley.access_changes is 'Changes of who may listen that a target has yet to be told.';
comment on column parley.access_changes.change is 'another one whenever the same person''s access changes again';
comment on column parley.access_changes.room_id is 'null: a session of the person has ended';
comment on column parley.access_changes.claimed_until is 'until when a worker is busy with it';

-- One row for each session that was let into a server that does not watch the time itself.
create table parley.sessions (
  user_id     parley.user_id not null,
  session     text not null,
  valid_until timestamptz not null,
  primary key (user_id, session));
create index sessions_valid_until_idx on parley.sessions (valid_until);
comment on table parley.sessions is 'How long those who listen may do so without a renewed token.';

alter table parley.access_changes enable row level security;
alter table parley.sessions       enable row level security;
revoke all on table parley.access_changes, parley.sessions from public, anon, authenticated, service_role;

create function parley.note_access(person parley.user_id, room parley.room_id) returns void
language sql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
  insert into parley.access_changes (target, user_id, room_id)
  select t.target, person, room from parley.bridge_targets t order by t.target
  on conflict (target, user_id, room_id) do update
    set change = excluded.change, changed_at = excluded.changed_at, claimed_until = null
$$;

create function parley.note_participant() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
begin
  if tg_op = 'DELETE' then
    perform parley.note_access(old.user_id, old.room_id);
  else
    perform parley.note_access(new.user_id, new.room_id);
  end if;
  return null;
end
$$;
-- These run after parley_log, which holds the room's lock: no two transactions wait for each other here.
create trigger parley_note_came after insert on public.room_participants
  for each row when (new.left_at is null) execute function parley.note_participant();
create trigger parley_note_change after update on public.room_participants
  for each row
  when ((old.left_at is null, old.muted_until) is distinct from (new.left_at is null, new.muted_until))
  execute function parley.note_participant();
create trigger parley_note_gone after delete on public.room_participants
  for each row when (old.left_at is null) execute function parley.note_participant();

-- What a worker does next for a target: at most `most` changes that no other worker is busy with.
create function parley.claim_access_changes(for_target text, most int, hold interval)
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
    left join public.room_participants p
      on p.room_id = c.room_id and p.user_id = c.user_id and p.left_at is null
$$;
comment on function parley.claim_access_changes is 'Changes that a target is to be told now, with how the person stands: in, muted or out of the room, or with a session that has ended.';

-- Tells the targets of every session that was over before `before`.
create function parley.end_sessions(of_targets text[], before timestamptz) returns bigint
language sql
set search_path = ''
set lock_timeout = '2s'
as $$
  with over as (
    delete from parley.sessions s where s.valid_until < before returning s.user_id),
  noted as (
    insert into parley.access_changes (target, user_id, room_id)
    select t.target, o.user_id, null
      from (select distinct user_id from over) o, parley.bridge_targets t
     where t.target = any (of_targets)
     order by t.target, o.user_id
    on conflict (target, user_id, room_id) do update
      set change = excluded.change, changed_at = excluded.changed_at, claimed_until = null
    returning 1)
  select count(*) from noted
$$;

-- Asked when a person's connection signs in: as whom, and whose coming and going it may watch.
create function public.authorize_user() returns jsonb
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
            from (select r.room_id from public.room_participants r
                   where r.user_id = me and r.left_at is null limit 100) mine
           cross join lateral (
             select p.user_id from public.room_participants p
              where p.room_id = mine.room_id and p.left_at is null and p.user_id <> me limit 100) other
           order by other.user_id
           limit 100) near)));
end
$$;
comment on function public.authorize_user is 'As whom the caller signs in to the realtime server, and up to 100 people who share a room with the caller.';

-- Who is muted may not write, so may not send client events either; those travel on the presence channel.
create or replace function public.authorize_channel(name text) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
  me parley.user_id := parley.my_id();
  parts text[] := regexp_match(name, '^(private|presence|private-encrypted)-room-(.*)$');
  room parley.room_id := parley.room_named(parts[2]);
begin
  if room is null then
    return jsonb_build_object('allowed', false, 'reason', 'This is not a channel of a room.');
  end if;
  if me is null then
    return jsonb_build_object('allowed', false, 'reason', 'Sign in to listen to this room.');
  end if;
  if not parley.is_participant(room) then
    return jsonb_build_object('allowed', false, 'reason', 'You are not a participant of this room.');
  end if;
  if parts[1] <> 'presence' then
    return '{"allowed": true}';
  end if;
  if not parley.can_write(room) then
    return jsonb_build_object('allowed', false, 'reason', 'You are muted in this room.');
  end if;
  return (
    select jsonb_build_object(
      'allowed', true, 'user_id', me::text,
      'user_info', jsonb_strip_nulls(
        jsonb_build_object('name', profile ->> 'display_name', 'avatar_url', profile ->> 'avatar_url')))
      from parley.profile_json(me) profile);
end
$$;

revoke all on function
  parley.note_access(parley.user_id, parley.room_id), parley.note_participant(), parley.claim_access_changes(text, int, interval),
  parley.end_sessions(text[], timestamptz)
  from public;
revoke all on function public.authorize_user() from public, anon, authenticated, service_role;
grant execute on function public.authorize_user() to anon, authenticated, service_role;
