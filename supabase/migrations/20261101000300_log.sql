-- The log of a room: triggers that number every change and append it to room_events in the same
-- transaction. Rows are written by no one else.
--
-- The lock on the room's row in room_counters is taken first and held until commit. That makes the
-- order of the numbers the order of the commits, and gives a number back when its transaction fails.

-- What the log says of things --------------------------------------------------------------------------

create function parley.room_json(r public.chat_rooms) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'id', r.id::text, 'name', r.name, 'description', r.description, 'visibility', r.visibility,
    'created_by', r.created_by::text, 'created_at', r.created_at, 'updated_at', r.updated_at))
$$;

-- Nulls inside attachments and metadata are the app's own and stay.
create function parley.message_json(m public.messages) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  said jsonb := jsonb_strip_nulls(jsonb_build_object(
    'id', m.id::text, 'room_id', m.room_id::text, 'user_id', m.user_id::text, 'content', m.content,
    'created_at', m.created_at, 'seq', m.seq, 'rev', m.rev,
    'edited_at', m.edited_at, 'deleted_at', m.deleted_at, 'reply_to', m.reply_to::text));
begin
  if m.attachments is not null then
    said := said || jsonb_build_object('attachments', m.attachments);
  end if;
  if m.metadata is not null then
    said := said || jsonb_build_object('metadata', m.metadata);
  end if;
  return said;
end
$$;

create function parley.profile_json(person parley.user_id) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return coalesce(
    (select jsonb_strip_nulls(jsonb_build_object('display_name', p.display_name, 'avatar_url', p.avatar_url))
       from public.profiles p where p.id = person),
    '{"display_name": "Guest"}');
end
$$;

create function parley.participant_json(p public.room_participants) returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_strip_nulls(jsonb_build_object(
    'user_id', p.user_id::text, 'role', p.role, 'joined_at', p.joined_at, 'left_at', p.left_at,
    'muted_until', p.muted_until, 'profile', parley.profile_json(p.user_id)));
end
$$;

create function parley.channel(room parley.room_id, visibility text) returns text
language plpgsql immutable
set search_path = ''
as $$
begin
  return case visibility when 'public' then 'room-' else 'private-room-' end || room;
end
$$;

create function parley.room_channel(room parley.room_id) returns text
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return (select parley.channel(r.id, r.visibility) from public.chat_rooms r where r.id = room);
end
$$;
comment on function parley.room_channel is 'Channel that the changes of a room are published on; null when there is no such room.';

-- Changes on failover and restore, not on a restart. In recovery the current timeline has no WAL file
-- to be read from, the control file has it there.
create function parley.epoch() returns text
language sql stable security definer
set search_path = ''
as $$
  select case when pg_is_in_recovery()
           then (select timeline_id::bigint from pg_control_checkpoint())
           else ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint
         end || '-' || (select system_identifier from pg_control_system())
$$;
comment on function parley.epoch is 'Name of the history the numbers belong to: <timeline>-<system identifier>.';

-- Numbers ----------------------------------------------------------------------------------------------

-- Locks the room for the rest of the transaction and returns its counters.
create function parley.lock_room(room parley.room_id) returns public.room_counters
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  counters public.room_counters;
begin
  select * into counters from public.room_counters c where c.room_id = room for update;
  if not found then
    raise foreign_key_violation using message = format('there is no room %s', room), hint = 'no_such_room';
  end if;
  return counters;
end
$$;

-- Appends a change that is not a message. Nothing happens when the room itself is being deleted.
create function parley.append(room parley.room_id, kind text, data jsonb, channel text default null) returns void
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  target text := coalesce(channel, parley.room_channel(room));
  next bigint;
begin
  if target is null then
    return;
  end if;
  update public.room_counters c set last_rev = last_rev + 1 where c.room_id = room returning c.last_rev into next;
  insert into public.room_events (room_id, rev, kind, channel, data) values (room, next, kind, target, data);
end
$$;

-- A number that was given must be in the log when its transaction commits. This catches an insert that
-- was numbered and then left out, as ON CONFLICT DO NOTHING does when two rooms race for one id.
create function parley.check_numbers_used() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if not exists (select from public.room_events e where e.room_id = new.room_id and e.rev = new.last_rev)
     and exists (select from public.room_counters c where c.room_id = new.room_id) then
    raise unique_violation using message = 'a row was numbered but not stored';
  end if;
  return null;
end
$$;
create constraint trigger parley_numbers_used
  after update on public.room_counters deferrable initially deferred
  for each row when (old.last_rev is distinct from new.last_rev)
  execute function parley.check_numbers_used();

-- Messages ---------------------------------------------------------------------------------------------

-- Numbers a message. A repeat of one that is stored is no error and stores nothing. To count before
-- looking for the repeat would leave a hole.
--
-- Every message passes here and through log_message(), and to call a function that has settings costs as
-- much as a small query: parley.is_client(), lock_room() and room_channel() are written out in the two.
create function parley.number_message() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  by_client constant boolean := current_setting('role', true) in ('anon', 'authenticated');
  stored record;
begin
  -- The policy says no as well, but only later: nobody is to hold up a room that is not theirs.
  if by_client and not parley.can_write(new.room_id) then
    raise insufficient_privilege using message = 'new row violates row-level security policy for table "messages"';
  end if;
  perform from public.room_counters c where c.room_id = new.room_id for update;
  if not found then
    perform parley.lock_room(new.room_id); -- says what is wrong
  end if;
  select m.room_id, m.user_id into stored from public.messages m where m.id = new.id;
  if not found and parley.has_client_ids() then
    select m.room_id, m.user_id into stored from public.messages m where m.client_id = new.client_id;
  end if;
  if found then
    if stored.room_id = new.room_id and stored.user_id is not distinct from new.user_id then
      return null;
    end if;
    raise unique_violation using message = 'another message has this id', constraint = 'messages_pkey';
  end if;
  if new.reply_to is not null and not exists (
       select from public.messages m where m.id = new.reply_to and m.room_id = new.room_id) then
    raise foreign_key_violation using message = 'the message replied to is not in this room';
  end if;
  if by_client then
    new.created_at := clock_timestamp();
    new.edited_at := null;
    new.deleted_at := null;
  end if;
  update public.room_counters c
     set last_seq = c.last_seq + 1, last_rev = c.last_rev + 1
   where c.room_id = new.room_id
  returning c.last_seq, c.last_rev into new.seq, new.rev;
  return new;
end
$$;

-- Numbers a change of a message, unless nothing changed that anyone sees.
create function parley.renumber_message() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
begin
  if (new.id, new.room_id) is distinct from (old.id, old.room_id) then
    raise invalid_parameter_value using message = 'a message keeps its id and its room';
  end if;
  new.seq := old.seq;
  new.rev := old.rev;
  if new.deleted_at is not null then
    new.content := '';
    new.attachments := null;
    new.metadata := null;
  end if;
  if parley.message_json(new) = parley.message_json(old) then
    return new;
  end if;
  if new.deleted_at is null and new.content is distinct from old.content then
    new.edited_at := clock_timestamp();
  end if;
  perform parley.lock_room(new.room_id);
  update public.room_counters c set last_rev = c.last_rev + 1 where c.room_id = new.room_id
  returning c.last_rev into new.rev;
  return new;
end
$$;

create function parley.log_message() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into public.room_events (room_id, rev, kind, channel, data)
  select
    new.room_id, new.rev,
    case when tg_op = 'INSERT' then 'new-message'
         when new.deleted_at is not null and old.deleted_at is null then 'message-deleted'
         else 'message-updated' end,
    case r.visibility when 'public' then 'room-' else 'private-room-' end || r.id,
    parley.message_json(new)
  from public.chat_rooms r where r.id = new.room_id;
  return null;
end
$$;

-- A row that is removed, which only servers may do, is gone for everyone who sees it as well.
create function parley.log_removed_message() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
begin
  perform parley.append(old.room_id, 'message-deleted', jsonb_build_object(
    'id', old.id::text, 'room_id', old.room_id::text, 'user_id', old.user_id::text, 'content', '', 'created_at', old.created_at,
    'seq', old.seq, 'rev', old.rev, 'deleted_at', clock_timestamp()));
  return null;
end
$$;

create trigger parley_number before insert on public.messages
  for each row execute function parley.number_message();
create trigger parley_renumber before update on public.messages
  for each row execute function parley.renumber_message();
create trigger parley_log_insert after insert on public.messages
  for each row execute function parley.log_message();
create trigger parley_log_update after update on public.messages
  for each row when (old.rev is distinct from new.rev) execute function parley.log_message();
create trigger parley_log_delete after delete on public.messages
  for each row when (old.deleted_at is null) execute function parley.log_removed_message();

-- Participants -----------------------------------------------------------------------------------------

-- Whoever left comes back by an insert, as they came. An insert of someone who is in the room does
-- nothing. Both write no row, so the policy, which is asked about rows only, is asked here.
create function parley.enter_room() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  counters public.room_counters := parley.lock_room(new.room_id);
  present public.room_participants;
begin
  if parley.is_client() then
    new.joined_at := clock_timestamp();
  end if;
  new.joined_after_seq := counters.last_seq;
  select * into present from public.room_participants p
   where p.room_id = new.room_id and p.user_id = new.user_id;
  if not found then
    return new;
  end if;
  if parley.is_client() and not parley.may_add(new.room_id, new.user_id, new.role) then
    raise insufficient_privilege
      using message = 'new row violates row-level security policy for table "room_participants"';
  end if;
  if present.left_at is not null then
    update public.room_participants p
       set left_at = null, joined_at = new.joined_at, joined_after_seq = new.joined_after_seq
     where p.id = present.id;
  end if;
  return null;
end
$$;

-- Who is removed by another comes back, if at all, as a member; who leaves keeps the role.
create function parley.change_participant() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
begin
  if (new.room_id, new.user_id) is distinct from (old.room_id, old.user_id) then
    raise invalid_parameter_value using message = 'an entry keeps its room and its person';
  end if;
  if parley.is_client() and new.left_at is not null then
    new.left_at := coalesce(old.left_at, clock_timestamp());
    if old.left_at is null and new.user_id is distinct from parley.my_id() then
      new.role := 'member';
    end if;
  end if;
  perform parley.lock_room(new.room_id);
  return new;
end
$$;

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

-- A room that is being deleted has nobody to tell.
create function parley.log_left(p public.room_participants) returns void
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
begin
  if parley.visibility(p.room_id) is null then
    return;
  end if;
  perform parley.append(p.room_id, 'user-left', jsonb_build_object(
    'user_id', p.user_id::text, 'left_at', coalesce(p.left_at, clock_timestamp()),
    'profile', parley.profile_json(p.user_id), 'after_seq', (parley.lock_room(p.room_id)).last_seq));
end
$$;

create function parley.log_participant() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
begin
  if tg_op = 'DELETE' then
    if old.left_at is null then
      perform parley.log_left(old);
    end if;
  elsif tg_op = 'INSERT' then
    if new.left_at is null then
      perform parley.log_joined(new);
    end if;
  elsif old.left_at is null and new.left_at is not null then
    perform parley.log_left(new);
  elsif old.left_at is not null and new.left_at is null then
    perform parley.log_joined(new);
  elsif new.left_at is null
    and (old.role, old.muted_until) is distinct from (new.role, new.muted_until) then
    perform parley.append(new.room_id, 'participant-updated', parley.participant_json(new));
  end if;
  return null;
end
$$;

create trigger parley_enter before insert on public.room_participants
  for each row execute function parley.enter_room();
create trigger parley_change before update on public.room_participants
  for each row execute function parley.change_participant();
create trigger parley_log after insert or update or delete on public.room_participants
  for each row execute function parley.log_participant();

-- Rooms ------------------------------------------------------------------------------------------------

create function parley.stamp_room() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if tg_op = 'UPDATE' then
    new.updated_at := clock_timestamp();
  elsif parley.is_client() then
    new.created_at := clock_timestamp();
    new.updated_at := new.created_at;
  end if;
  return new;
end
$$;

create function parley.open_room() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into public.room_counters (room_id) values (new.id);
  if new.created_by is not null then
    insert into public.room_participants (room_id, user_id, role) values (new.id, new.created_by, 'owner');
  end if;
  return null;
end
$$;

-- Told where people listen now: who keeps a room open then follows it to its new channel.
create function parley.log_room() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
begin
  perform parley.append(new.id, 'room-updated', parley.room_json(new), parley.channel(old.id, old.visibility));
  return null;
end
$$;

create trigger parley_stamp before insert or update on public.chat_rooms
  for each row execute function parley.stamp_room();
create trigger parley_open after insert on public.chat_rooms
  for each row execute function parley.open_room();
create trigger parley_log after update on public.chat_rooms
  for each row
  when ((old.name, old.description, old.visibility) is distinct from (new.name, new.description, new.visibility))
  execute function parley.log_room();

-- Accounts ---------------------------------------------------------------------------------------------

-- Named to run after an app's own on_auth_user_created, which may make the profile itself.
create function parley.introduce() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into public.profiles as p (id, display_name, avatar_url)
  values (
    new.id, parley.display_name(new.raw_user_meta_data, new.email),
    left(new.raw_user_meta_data ->> 'avatar_url', 2000))
  on conflict (id) do update set display_name = excluded.display_name where p.display_name = 'Guest';
  return null;
exception when integrity_constraint_violation or data_exception then
  return null; -- a profile of the app needs more than we know, so the app makes it
end
$$;

-- Follows a new name in the account, but never undoes what a person set in the profile itself.
create function parley.rename() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  update public.profiles p
     set display_name = parley.display_name(new.raw_user_meta_data, new.email)
   where p.id = new.id and p.display_name = parley.display_name(old.raw_user_meta_data, old.email);
  return null;
end
$$;

-- Who has no account has a token that says what its issuer knows, and is known by it from the first room on.
create function parley.introduce_caller() returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  claims constant jsonb := auth.jwt();
begin
  if parley.is_client() and new.user_id = parley.my_id() then
    insert into public.profiles (id, display_name, avatar_url)
    values (
      new.user_id, parley.display_name(claims || coalesce(claims -> 'user_metadata', '{}'), claims ->> 'email'),
      left(coalesce(claims #>> '{user_metadata,avatar_url}', claims ->> 'picture'), 2000))
    on conflict (id) do nothing;
  end if;
  return new;
end
$$;

do $people$
begin
  if parley.has_accounts() then
    create trigger parley_introduce after insert on auth.users
      for each row execute function parley.introduce();
    create trigger parley_rename after update of raw_user_meta_data on auth.users
      for each row when (old.raw_user_meta_data is distinct from new.raw_user_meta_data)
      execute function parley.rename();
  else
    create trigger parley_introduce before insert on public.room_participants
      for each row execute function parley.introduce_caller();
  end if;
end
$people$;

revoke all on all functions in schema parley from public;
