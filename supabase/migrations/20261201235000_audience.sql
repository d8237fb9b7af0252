-- What goes to a room's channel is for all who may hear that channel, no matter what changes meanwhile.

-- The channel is asked for under the lock: a room that is made private while we wait is private to us.
create or replace function parley.append(room parley.room_id, kind text, data jsonb, channel text default null) returns void
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  target text;
  next bigint;
begin
  perform from public.room_counters c where c.room_id = room for update;
  target := coalesce(channel, parley.room_channel(room));
  if target is null then
    return;
  end if;
  update public.room_counters c set last_rev = last_rev + 1 where c.room_id = room returning c.last_rev into next;
  insert into public.room_events (room_id, rev, kind, channel, data) values (room, next, kind, target, data);
end
$$;

-- Told where people listen now: who keeps a room open then follows it to its new channel. Who listens to a
-- public room need not be in it, so of a room that becomes private they hear just that; the rest is told
-- where it is now.
create or replace function parley.log_room() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
declare
  before constant text := parley.channel(old.id, old.visibility);
begin
  if old.visibility = 'public' and new.visibility <> 'public' then
    perform parley.append(
      new.id, 'room-updated', jsonb_build_object('id', new.id::text, 'visibility', new.visibility), before);
    perform parley.append(
      new.id, 'room-updated', parley.room_json(new), parley.channel(new.id, new.visibility));
  else
    perform parley.append(new.id, 'room-updated', parley.room_json(new), before);
  end if;
  return null;
end
$$;

-- How far people have read is for those in the room, in a public room too.
create or replace function parley.cursors(room parley.room_id) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(parley.cursor_json(c)), '[]')
    from (select * from public.room_cursors c
           where c.room_id = room and parley.is_participant(room)
           order by c.updated_at desc limit 500) c
$$;
