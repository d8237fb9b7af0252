-- Rooms: what the server sets of them, and what the log tells of them.

-- Rooms are counted when a client makes them.
create function parley.stamp_room() returns trigger
language plpgsql security definer
set search_path = ''
set timezone = 'UTC'
as $$
begin
  if tg_op = 'UPDATE' then
    new.updated_at := clock_timestamp();
  elsif parley.is_client() then
    perform parley.count_row();
    perform parley.use_allowance('rooms', (select s.rooms_per_hour from parley.settings s));
    new.created_at := clock_timestamp();
    new.updated_at := new.created_at;
  end if;
  return new;
end
$$;

-- Runs with the rights of the writer: what the server sets of a room is not changed by clients, whoever may
-- edit the rest.
create function parley.guard_room() returns trigger
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
begin
  if row_security_active(tg_relid)
     and (new.id, new.created_by, new.created_at) is distinct from (old.id, old.created_by, old.created_at) then
    raise insufficient_privilege using message = 'id, created_by and created_at are not changed by clients';
  end if;
  return new;
end
$$;

create function parley.open_room() returns trigger
language plpgsql security definer
set search_path = ''
set timezone = 'UTC'
as $$
begin
  insert into public.room_counters (room_id) values (new.id);
  if new.created_by is not null then
    insert into public.room_participants (room_id, user_id, role) values (new.id, new.created_by, 'owner');
  end if;
  return null;
end
$$;

-- A change is published on the channel that people listen on now, so that those who have the room open follow
-- it to its new one. Listeners of a public room need not be in it: when it becomes private they hear only that,
-- and the rest goes to the new channel.
create function parley.log_room() returns trigger
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

create trigger parley_stamp before insert or update on public.chat_rooms
  for each row execute function parley.stamp_room();
create trigger parley_allow before update on public.chat_rooms
  for each row execute function parley.guard_room();
create trigger parley_open after insert on public.chat_rooms
  for each row execute function parley.open_room();
create trigger parley_log after update on public.chat_rooms
  for each row
  when ((old.name, old.description, old.visibility, old.edit_seconds)
        is distinct from (new.name, new.description, new.visibility, new.edit_seconds))
  execute function parley.log_room();

revoke all on all routines in schema parley from public;
