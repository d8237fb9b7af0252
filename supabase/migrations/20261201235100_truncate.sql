-- TRUNCATE fires no trigger of a row, so what a deleted row means is said here, once for the table.
--
-- room_cursors, room_invitations and profiles may be emptied: what is in them has no place in the log.

-- Whether this TRUNCATE empties that table as well: all its tables are locked before the first trigger.
create function parley.is_being_truncated(emptied regclass) returns boolean
language sql stable security definer
set search_path = ''
as $$
  select exists (
    select from pg_catalog.pg_locks l
     where l.pid = pg_backend_pid() and l.locktype = 'relation' and l.relation = emptied
       and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
       and l.mode = 'AccessExclusiveLock' and l.granted)
$$;

-- Numbers that began again would stand for two things. They end with their rooms only.
create function parley.keep_numbers() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if not parley.is_being_truncated('public.chat_rooms') then
    raise object_not_in_prerequisite_state
      using message = format('%I.%I is not emptied on its own', tg_table_schema, tg_table_name),
            hint = 'truncate public.chat_rooms cascade removes all rooms; parley.prune_events() shortens the log';
  end if;
  return null;
end
$$;
create trigger parley_truncate before truncate on public.room_counters
  for each statement execute function parley.keep_numbers();
create trigger parley_truncate before truncate on public.room_events
  for each statement execute function parley.keep_numbers();

-- Everybody leaves. Rooms that go as well have nobody to tell, but the servers still let people listen.
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
create trigger parley_truncate before truncate on public.room_participants
  for each statement execute function parley.log_everyone_left();

-- All messages are deleted: numbered in one go for each room, since a number at a time takes minutes.
create function parley.log_every_message_removed() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
begin
  if parley.is_being_truncated('public.chat_rooms') then
    return null;
  end if;
  perform from public.room_counters c
    where c.room_id in (select m.room_id from public.messages m) order by c.room_id for update;
  insert into public.room_events (room_id, rev, kind, channel, data)
  select m.room_id, c.last_rev + row_number() over (partition by m.room_id order by m.seq), 'message-deleted',
         parley.channel(r.id, r.visibility),
         jsonb_build_object(
           'id', m.id::text, 'room_id', m.room_id::text, 'user_id', m.user_id::text, 'content', '', 'created_at', m.created_at,
           'seq', m.seq, 'rev', m.rev, 'deleted_at', clock_timestamp())
    from public.messages m
    join public.chat_rooms r on r.id = m.room_id
    join public.room_counters c on c.room_id = m.room_id
   where m.deleted_at is null;
  update public.room_counters c set last_rev = logged.rev
    from (select e.room_id, max(e.rev) as rev from public.room_events e group by e.room_id) logged
   where logged.room_id = c.room_id and logged.rev > c.last_rev;
  return null;
end
$$;
create trigger parley_truncate before truncate on public.messages
  for each statement execute function parley.log_every_message_removed();

revoke all on function
  parley.is_being_truncated(regclass), parley.keep_numbers(), parley.log_everyone_left(),
  parley.log_every_message_removed()
  from public;
