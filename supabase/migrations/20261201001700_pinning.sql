-- Pinning messages, which owners and moderators do. Nothing but these functions writes message_pins, except that a deleted message
-- takes its pin along.

-- A message by its id, for those who may pin it.
create function parley.require_pinnable(id parley.message_id) returns public.messages
language plpgsql stable security definer
set search_path = ''
as $$
declare
  target constant public.messages := parley.require_message(require_pinnable.id);
begin
  perform parley.require_participant(target.room_id);
  if not parley.may_moderate(target.room_id) then
    perform parley.refuse('PT403', 'not_allowed', 'only moderators and owners pin messages');
  end if;
  return target;
end
$$;

create function public.pin_message(message parley.message_id) returns jsonb
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
declare
  target constant public.messages := parley.require_pinnable(message);
  counters public.room_counters;
  pin public.message_pins;
begin
  perform parley.count_row();
  counters := parley.lock_message(target.id, target.room_id);
  select * into pin from public.message_pins p where p.message_id = target.id;
  if not found then
    if (select count(*) >= 100 from public.message_pins p where p.room_id = target.room_id) then
      perform parley.refuse('PT422', 'too_many_pins', 'a room has at most 100 pinned messages');
    end if;
    insert into public.message_pins (message_id, room_id, user_id, rev, pinned_at)
    values (target.id, target.room_id, parley.my_id(), counters.last_rev + 1, clock_timestamp())
    returning * into pin;
    perform parley.append(target.room_id, 'message-pinned', parley.pin_json(pin));
  end if;
  return parley.pin_json(pin) || jsonb_build_object('rev', pin.rev);
end
$$;
comment on function public.pin_message is 'Keeps a message at hand for everybody in its room; a repeat returns what is stored.';

-- A removal is the last change of its room until it commits, so the room's number is its own.
create function public.unpin_message(message parley.message_id) returns jsonb
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
declare
  target constant public.messages := parley.require_pinnable(message);
  removal constant jsonb := jsonb_build_object('message_id', target.id::text, 'user_id', parley.my_id()::text);
begin
  perform parley.count_row();
  perform parley.lock_room(target.room_id);
  delete from public.message_pins p where p.message_id = target.id;
  if found then
    perform parley.append(target.room_id, 'message-unpinned', removal);
  end if;
  return (
    select removal || jsonb_build_object('rev', c.last_rev)
      from public.room_counters c where c.room_id = target.room_id);
end
$$;
comment on function public.unpin_message is 'Takes a pin back; nothing happens when there is none.';

-- Stable, so that everything in the answer is of one moment.
create function public.pinned_messages(room parley.room_id) returns jsonb
language plpgsql stable security definer
set search_path = ''
set timezone = 'UTC'
as $$
begin
  perform parley.require_reader(room);
  return jsonb_build_object(
    'rev', (select c.last_rev from public.room_counters c where c.room_id = room),
    'pins', coalesce((
      select jsonb_agg(
               parley.pin_json(p) - 'message_id'
               || jsonb_build_object('message', parley.message_json(m), 'profile', parley.profile_json(m.user_id))
               order by p.rev desc)
        from public.message_pins p join public.messages m on m.id = p.message_id
       where p.room_id = pinned_messages.room), '[]'));
end
$$;
comment on function public.pinned_messages is 'The pinned messages of a room, at most 100, with their authors; what was pinned last comes first.';

revoke all on function parley.require_pinnable(parley.message_id) from public;
revoke all on function
  public.pin_message(parley.message_id), public.unpin_message(parley.message_id), public.pinned_messages(parley.room_id)
  from public, anon, authenticated, service_role;
grant execute on function
  public.pin_message(parley.message_id), public.unpin_message(parley.message_id), public.pinned_messages(parley.room_id)
  to anon, authenticated, service_role;
