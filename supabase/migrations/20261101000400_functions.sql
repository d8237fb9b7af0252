-- What a client calls. Refusals carry an HTTP status as sqlstate (PT403) and a hint that programs
-- may match on; the text is for people.
--
-- Writes run with the caller's rights, so that the policies decide. Reads check once whether the
-- caller may read the room, and then look at it whole.

create function parley.refuse(status text, hint text, message text) returns void
language plpgsql
set search_path = ''
as $$
begin
  raise exception using errcode = status, hint = hint, message = message;
end
$$;

create function parley.require_user() returns parley.user_id
language plpgsql stable
set search_path = ''
as $$
declare
  me parley.user_id := parley.my_id();
begin
  if me is null then
    perform parley.refuse('PT401', 'sign_in_needed', 'sign in first');
  end if;
  return me;
end
$$;

create function parley.require_room(room parley.room_id) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if parley.visibility(room) is null then
    perform parley.refuse('PT404', 'no_such_room', 'there is no such room');
  end if;
end
$$;

create function parley.require_reader(room parley.room_id) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  perform parley.require_room(room);
  if not parley.can_read(room) then
    perform parley.require_user();
    perform parley.refuse('PT403', 'not_a_participant', 'only participants see this room');
  end if;
end
$$;

create function parley.require_participant(room parley.room_id) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  perform parley.require_user();
  perform parley.require_room(room);
  if not parley.is_participant(room) then
    perform parley.refuse('PT403', 'not_a_participant', 'join the room first');
  end if;
end
$$;

create function parley.require_writer(room parley.room_id) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if not parley.can_write(room) then
    perform parley.require_participant(room);
    perform parley.refuse('PT403', 'muted', 'you are muted in this room');
  end if;
end
$$;

-- Rooms ------------------------------------------------------------------------------------------------

create function public.create_room(
  name text, description text default null, visibility text default 'private', id parley.room_id default null)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  me parley.user_id := parley.require_user();
  room public.chat_rooms;
begin
  if create_room.id is null then
    insert into public.chat_rooms as r (name, description, visibility, created_by)
    values (create_room.name, create_room.description, coalesce(create_room.visibility, 'private'), me)
    returning r.* into room;
  else
    insert into public.chat_rooms as r (id, name, description, visibility, created_by)
    values (create_room.id, create_room.name, create_room.description,
            coalesce(create_room.visibility, 'private'), me)
    returning r.* into room;
  end if;
  return parley.room_json(room);
end
$$;
comment on function public.create_room is 'Makes a room owned by the caller and returns it.';

create function public.join_room(room parley.room_id) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  me parley.user_id := parley.require_user();
  entry public.room_participants;
begin
  perform parley.require_room(room);
  if not parley.is_participant(room) then
    if parley.visibility(room) <> 'public' then
      perform parley.refuse('PT403', 'invitation_needed', 'a private room is joined by invitation');
    end if;
    insert into public.room_participants (room_id, user_id) values (room, me);
  end if;
  select * into strict entry from public.room_participants p where p.room_id = room and p.user_id = me;
  return parley.participant_json(entry);
end
$$;
comment on function public.join_room is 'Enters a public room, again if need be, and returns the caller''s entry.';

create function public.leave_room(room parley.room_id) returns void
language plpgsql
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  me parley.user_id := parley.require_user();
begin
  perform parley.require_room(room);
  update public.room_participants p
     set left_at = clock_timestamp()
   where p.room_id = room and p.user_id = me and p.left_at is null;
end
$$;
comment on function public.leave_room is 'Leaves a room; nothing happens to who is not in it.';

create function public.my_rooms() returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
  me parley.user_id := parley.require_user();
begin
  return coalesce((
    select jsonb_agg(
             jsonb_strip_nulls(jsonb_build_object(
               'id', r.id::text, 'name', r.name, 'description', r.description, 'visibility', r.visibility,
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
        select count(*) as n from public.room_participants o
         where o.room_id = p.room_id and o.left_at is null) present
     where p.user_id = me and p.left_at is null), '[]');
end
$$;
comment on function public.my_rooms is 'The rooms the caller is in, latest activity first; counts at most 1000 unread messages each.';

-- Writing ----------------------------------------------------------------------------------------------

-- What is stored of a message of the caller, now or by an earlier try.
create function parley.sent_message(id uuid) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if parley.has_client_ids() then
    return (
      select parley.message_json(m) from public.messages m
       where m.client_id = sent_message.id and m.user_id = (select parley.my_id()));
  end if;
  return (
    select parley.message_json(m) from public.messages m
     where m.id = sent_message.id::text::parley.message_id and m.user_id = (select parley.my_id()));
end
$$;

create function public.send_message(
  id uuid, room parley.room_id, content text, reply_to parley.message_id default null, attachments jsonb default null,
  metadata jsonb default null)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  me parley.user_id := parley.require_user();
begin
  perform parley.require_writer(room);
  if not parley.has_client_ids() then
    insert into public.messages (id, room_id, user_id, content, reply_to, attachments, metadata)
    values (send_message.id, room, me, send_message.content, send_message.reply_to,
            nullif(send_message.attachments, 'null'), nullif(send_message.metadata, 'null'));
  elsif send_message.id is null then
    raise not_null_violation using message = 'a message has an id that its author gave it';
  else
    insert into public.messages (client_id, room_id, user_id, content, reply_to, attachments, metadata)
    values (send_message.id, room, me, send_message.content, send_message.reply_to,
            nullif(send_message.attachments, 'null'), nullif(send_message.metadata, 'null'));
  end if;
  return parley.sent_message(send_message.id);
end
$$;
comment on function public.send_message is 'Stores a message under the id its author gave it; a repeat returns what is stored.';

create function public.set_cursor(room parley.room_id, read_seq bigint default null, delivered_seq bigint default null)
returns jsonb
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  me parley.user_id := parley.require_user();
  head bigint;
  kept public.room_cursors;
begin
  perform parley.require_participant(room);
  select c.last_seq into head from public.room_counters c where c.room_id = room;
  insert into public.room_cursors as c (room_id, user_id, read_seq, delivered_seq)
  values (
    room, me, least(greatest(set_cursor.read_seq, 0), head),
    least(greatest(set_cursor.delivered_seq, set_cursor.read_seq, 0), head))
  on conflict (room_id, user_id) do update
     set read_seq = greatest(c.read_seq, excluded.read_seq),
         delivered_seq = greatest(c.delivered_seq, excluded.delivered_seq),
         updated_at = clock_timestamp()
   where excluded.read_seq > c.read_seq or excluded.delivered_seq > c.delivered_seq
  returning c.* into kept;
  if kept.room_id is null then
    select * into strict kept from public.room_cursors c where c.room_id = room and c.user_id = me;
  end if;
  return parley.cursor_json(kept);
end
$$;
comment on function public.set_cursor is 'Moves how far the caller has read or received; never back, never past the last message.';

-- Reading ----------------------------------------------------------------------------------------------

create function parley.cursor_json(c public.room_cursors) returns jsonb
language plpgsql immutable
set search_path = ''
as $$
begin
  return jsonb_build_object('user_id', c.user_id::text, 'read_seq', c.read_seq, 'delivered_seq', c.delivered_seq);
end
$$;

-- Where a large room has more than 500, those moved last.
create function parley.cursors(room parley.room_id) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(parley.cursor_json(c)), '[]')
    from (select * from public.room_cursors c where c.room_id = room
           order by c.updated_at desc limit 500) c
$$;

-- Up to 500 people, those in the room first, and the given ones whether in the room or not.
create function parley.participants(room parley.room_id, besides parley.user_id[]) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(parley.participant_json(p) order by p.joined_at, p.user_id), '[]')
    from public.room_participants p
   where p.room_id = room
     and (p.user_id = any (besides)
          or p.id in (
            select o.id from public.room_participants o
             where o.room_id = room
             order by o.left_at is not null, o.joined_at limit 500))
$$;

-- Who came and went between two messages; the last 200 of them.
create function parley.notices(room parley.room_id, from_seq bigint, to_seq bigint) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(
           jsonb_strip_nulls(jsonb_build_object(
             'rev', e.rev, 'kind', e.kind, 'user_id', e.data -> 'user_id',
             'at', coalesce(e.data -> 'joined_at', e.data -> 'left_at'),
             'after_seq', e.data -> 'after_seq', 'profile', e.data -> 'profile'))
           order by e.rev), '[]')
    from (select * from public.room_events e
           where e.room_id = room and e.kind in ('user-joined', 'user-left')
             and (e.data ->> 'after_seq')::bigint between from_seq and to_seq
           order by e.rev desc limit 200) e
$$;

-- One stretch of a room's messages, and the notices that stand in it. Neighbouring stretches share no
-- message, and between them leave out no notice.
create function parley.page(room parley.room_id, before_seq bigint, after_seq bigint, around_id parley.message_id, size int)
returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  most constant bigint := 9223372036854775807;
  wanted int := least(greatest(coalesce(size, 50), 1), 200);
  pivot bigint;
  first_seq bigint;
  last_seq bigint;
  found_messages jsonb;
  has_older boolean;
  has_newer boolean;
begin
  if num_nonnulls(before_seq, after_seq, around_id) > 1 then
    raise invalid_parameter_value using message = 'give only one of before_seq, after_seq and around_id';
  end if;
  if around_id is not null then
    select m.seq into pivot from public.messages m where m.id = around_id and m.room_id = room;
    if not found then
      perform parley.refuse('PT404', 'no_such_message', 'there is no such message in this room');
    end if;
  end if;

  -- towards older messages from the end, from before_seq, or from the middle of the page …
  if after_seq is null then
    select min(older.seq), max(older.seq) into first_seq, last_seq
      from (select m.seq from public.messages m
             where m.room_id = room and m.seq <= coalesce(pivot, before_seq - 1, most)
             order by m.seq desc
             limit case when pivot is null then wanted else wanted - wanted / 2 end) older;
  end if;
  -- … and towards newer ones
  if after_seq is not null or pivot is not null then
    select coalesce(first_seq, min(newer.seq)), coalesce(max(newer.seq), last_seq) into first_seq, last_seq
      from (select m.seq from public.messages m
             where m.room_id = room and m.seq > coalesce(pivot, after_seq)
             order by m.seq
             limit case when pivot is null then wanted else wanted / 2 end) newer;
  end if;

  select coalesce(jsonb_agg(parley.message_json(m) order by m.seq), '[]') into found_messages
    from public.messages m where m.room_id = room and m.seq between first_seq and last_seq;
  has_older := exists (
    select from public.messages m
     where m.room_id = room and m.seq < coalesce(first_seq, after_seq + 1, 0));
  has_newer := exists (
    select from public.messages m
     where m.room_id = room and m.seq > coalesce(last_seq, before_seq - 1, most));
  return jsonb_build_object(
    'messages', found_messages,
    'notices', parley.notices(
      room,
      case when not has_older then 0 else coalesce(after_seq, first_seq) end,
      case when not has_newer then most else coalesce(before_seq - 1, last_seq) end),
    'has_older', has_older,
    'has_newer', has_newer);
end
$$;

create function public.messages_page(
  room parley.room_id, before_seq bigint default null, after_seq bigint default null, around_id parley.message_id default null,
  "limit" int default 50)
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform parley.require_reader(room);
  return parley.page(room, before_seq, after_seq, around_id, "limit");
end
$$;
comment on function public.messages_page is 'A stretch of at most 200 messages: the last ones, or those before, after or around a given one.';

-- Stable, so that everything in the answer is of one moment.
create function public.room_snapshot(room parley.room_id, "limit" int default 50) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
  page jsonb;
  seen parley.user_id[];
begin
  perform parley.require_reader(room);
  page := parley.page(room, null, null, null, "limit");
  seen := array(
    select distinct (item ->> 'user_id')::parley.user_id
      from jsonb_array_elements((page -> 'messages') || (page -> 'notices')) item);
  return jsonb_build_object(
    'epoch', parley.epoch(),
    'rev', (select c.last_rev from public.room_counters c where c.room_id = room),
    'room', (select parley.room_json(r) from public.chat_rooms r where r.id = room),
    'messages', page -> 'messages',
    'has_older', page -> 'has_older',
    'participants', parley.participants(room, seen || parley.my_id()),
    'cursors', parley.cursors(room),
    'notices', page -> 'notices');
end
$$;
comment on function public.room_snapshot is 'All a client needs to show a room and to follow its changes from rev on.';

create function public.room_changes(room parley.room_id, after_rev bigint, "limit" int default 200) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
  head bigint;
  first_rev bigint;
  through bigint;
  items jsonb;
  reset boolean;
begin
  perform parley.require_reader(room);
  select c.last_rev into head from public.room_counters c where c.room_id = room;
  select min(e.rev), max(e.rev),
         jsonb_agg(jsonb_build_object('rev', e.rev, 'kind', e.kind, 'data', e.data, 'created_at', e.created_at)
                   order by e.rev)
    into first_rev, through, items
    from (select * from public.room_events e
           where e.room_id = room and e.rev > after_rev
           order by e.rev limit least(greatest(coalesce("limit", 200), 1), 1000)) e;
  reset := after_rev is null or after_rev < 0 or after_rev > head
           or (after_rev < head and first_rev is distinct from after_rev + 1);
  return jsonb_build_object(
    'epoch', parley.epoch(),
    'items', case when reset then '[]' else coalesce(items, '[]') end,
    'through', case when reset then head else coalesce(through, head) end,
    'head', head,
    'reset', reset,
    'cursors', parley.cursors(room));
end
$$;
comment on function public.room_changes is 'The changes after a number. reset: they are not all there any more, load a snapshot.';

-- Listening --------------------------------------------------------------------------------------------

create function public.authorize_channel(name text) returns jsonb
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
  return (
    select jsonb_build_object(
      'allowed', true, 'user_id', me::text,
      'user_info', jsonb_strip_nulls(
        jsonb_build_object('name', profile ->> 'display_name', 'avatar_url', profile ->> 'avatar_url')))
      from parley.profile_json(me) profile);
end
$$;
comment on function public.authorize_channel is 'Whether the caller may listen to a channel, and as whom others see them there.';

-- Rights -----------------------------------------------------------------------------------------------

revoke all on all functions in schema parley from public;
grant execute on function
  parley.refuse(text, text, text), parley.require_user(), parley.require_room(parley.room_id),
  parley.require_participant(parley.room_id), parley.require_writer(parley.room_id), parley.sent_message(uuid),
  parley.room_json(public.chat_rooms), parley.message_json(public.messages),
  parley.participant_json(public.room_participants), parley.profile_json(parley.user_id)
  to anon, authenticated, service_role;

revoke all on function
  public.create_room(text, text, text, parley.room_id), public.join_room(parley.room_id), public.leave_room(parley.room_id), public.my_rooms(),
  public.send_message(uuid, parley.room_id, text, parley.message_id, jsonb, jsonb), public.set_cursor(parley.room_id, bigint, bigint),
  public.messages_page(parley.room_id, bigint, bigint, parley.message_id, int), public.room_snapshot(parley.room_id, int),
  public.room_changes(parley.room_id, bigint, int), public.authorize_channel(text)
  from public, anon, authenticated, service_role;
-- anon too: who is not signed in is told so (PT401), and may read public rooms
grant execute on function
  public.create_room(text, text, text, parley.room_id), public.join_room(parley.room_id), public.leave_room(parley.room_id), public.my_rooms(),
  public.send_message(uuid, parley.room_id, text, parley.message_id, jsonb, jsonb), public.set_cursor(parley.room_id, bigint, bigint),
  public.messages_page(parley.room_id, bigint, bigint, parley.message_id, int), public.room_snapshot(parley.room_id, int),
  public.room_changes(parley.room_id, bigint, int), public.authorize_channel(text)
  to anon, authenticated, service_role;
