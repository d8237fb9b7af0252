-- The functions that clients call to write, and to list their rooms and invitations.
--
-- Those that write run with the caller's rights, so that the policies decide. The exceptions are invite_person,
-- edit_message, delete_message and set_cursor, since clients cannot write those rows, and react and unreact, since
-- clients do not see the numbers of a room: these check the caller themselves. Whatever answers with times or
-- logs them works in UTC, whatever the session has set, and so does everything it calls.

-- Rooms -----------------------------------------------------------------------------------------------------

create function public.create_room(
  name text, description text default null, visibility text default 'private', id parley.room_id default null)
returns jsonb
language plpgsql
set search_path = ''
set timezone = 'UTC'
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

create function public.leave_room(room parley.room_id) returns void
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
comment on function public.leave_room is 'Leaves a room; nothing happens to who is not in it.';

-- Whom a message names, for those who show it outside its room.
create function parley.mentioned(message public.messages) returns jsonb
language sql stable
set search_path = ''
as $$
  select case when message.content ~ '<@'
    then jsonb_build_object('mentioned', (
      select coalesce(jsonb_agg(jsonb_build_object('user_id', n.user_id::text, 'profile', parley.profile_json(n.user_id))), '[]')
        from parley.message_mentions n where n.message_id = message.id and n.user_id is not null))
    else '{}' end
$$;

create function public.my_rooms() returns jsonb
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
             || parley.mentioned(latest)
             order by coalesce(latest.created_at, p.joined_at) desc, r.id)
      from public.room_participants p
      join public.chat_rooms r on r.id = p.room_id
      left join public.room_cursors c on c.room_id = p.room_id and c.user_id = p.user_id
      left join lateral (
        select m.* from public.messages m
         where m.room_id = p.room_id and parley.stands_in(m, null) order by m.seq desc limit 1) latest on true
      cross join lateral (
        select count(*) as n from (
          select from public.messages m
           where m.room_id = p.room_id and m.seq > greatest(c.read_seq, p.joined_after_seq)
             and m.user_id <> p.user_id and m.deleted_at is null and parley.stands_in(m, null)
           limit 1000) capped) unread
      cross join lateral (
        select count(*) as n from public.room_participants o where o.room_id = p.room_id) present
     where p.user_id = me), '[]');
end
$$;
comment on function public.my_rooms is 'The rooms the caller is in, latest activity first; counts at most 1000 unread messages each.';

-- Invitations -----------------------------------------------------------------------------------------------

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

create function public.accept_invitation(room parley.room_id) returns jsonb
language plpgsql
set search_path = ''
set timezone = 'UTC'
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

-- Messages --------------------------------------------------------------------------------------------------

-- What is stored of the caller's message, now or by an earlier attempt.
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
  metadata jsonb default null, thread_root parley.message_id default null, also_in_room boolean default false)
returns jsonb
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
declare
  me parley.user_id := parley.require_user();
begin
  perform parley.require_writer(room);
  if not parley.has_client_ids() then
    insert into public.messages (id, room_id, user_id, content, reply_to, attachments, metadata, thread_root, also_in_room)
    values (send_message.id, room, me, send_message.content, send_message.reply_to,
            nullif(send_message.attachments, 'null'), nullif(send_message.metadata, 'null'),
            send_message.thread_root, coalesce(send_message.also_in_room, false));
  elsif send_message.id is null then
    raise not_null_violation using message = 'a message has an id that its author gave it';
  else
    insert into public.messages (client_id, room_id, user_id, content, reply_to, attachments, metadata, thread_root, also_in_room)
    values (send_message.id, room, me, send_message.content, send_message.reply_to,
            nullif(send_message.attachments, 'null'), nullif(send_message.metadata, 'null'),
            send_message.thread_root, coalesce(send_message.also_in_room, false));
  end if;
  return parley.sent_message(send_message.id);
end
$$;
comment on function public.send_message is 'Stores a message under the id its author gave it; a repeat returns what is stored.';

-- A message by its id, for the functions that change it.
create function parley.require_message(id parley.message_id) returns public.messages
language plpgsql stable security definer
set search_path = ''
as $$
declare
  stored public.messages;
begin
  perform parley.require_user();
  select * into stored from public.messages m where m.id = require_message.id;
  if not found then
    perform parley.refuse('PT404', 'no_such_message', 'there is no such message');
  end if;
  return stored;
end
$$;

-- The statement waits for other changes of the row and then looks again, so a message that was deleted
-- meanwhile stays so. parley_allow knows how long authors may edit.
create function public.edit_message(id parley.message_id, content text) returns jsonb
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
declare
  stored public.messages := parley.require_message(edit_message.id);
begin
  perform parley.require_writer(stored.room_id);
  if stored.user_id is distinct from parley.my_id() then
    perform parley.refuse('PT403', 'not_the_author', 'only the author edits a message');
  end if;
  if stored.deleted_at is null and stored.content is not distinct from edit_message.content then
    return parley.message_json(stored);
  end if;
  update public.messages m set content = edit_message.content
   where m.id = stored.id and m.deleted_at is null
  returning m.* into stored;
  if not found then
    perform parley.refuse('PT410', 'message_deleted', 'this message was deleted');
  end if;
  return parley.message_json(stored);
end
$$;
comment on function public.edit_message is 'Gives a message of the caller another text and returns it; the same text again changes nothing.';

create function public.delete_message(id parley.message_id) returns jsonb
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
declare
  stored public.messages := parley.require_message(delete_message.id);
begin
  perform parley.require_participant(stored.room_id);
  if stored.user_id is distinct from parley.my_id() and not parley.may_moderate(stored.room_id) then
    perform parley.refuse('PT403', 'not_the_author', 'only the author, moderators and owners delete a message');
  end if;
  update public.messages m set deleted_at = clock_timestamp() where m.id = stored.id and m.deleted_at is null;
  return parley.message_json(parley.require_message(stored.id));
end
$$;
comment on function public.delete_message is 'Empties a message of the caller, or any in a room that the caller looks after, and returns what is left; may be repeated.';

create function public.message_history(id parley.message_id) returns jsonb
language plpgsql stable security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  stored constant public.messages := parley.require_message(message_history.id);
begin
  perform parley.require_reader(stored.room_id);
  if stored.user_id is distinct from parley.my_id() and not parley.may_moderate(stored.room_id) then
    perform parley.refuse('PT403', 'not_the_author', 'only the author, moderators and owners see what a message said before');
  end if;
  return coalesce((
    select jsonb_agg(
             jsonb_build_object('content', d.content, 'rev', d.rev, 'replaced_at', d.replaced_at) order by d.rev)
      from parley.message_edits d
     where d.room_id = stored.room_id and d.message_id = stored.id), '[]');
end
$$;
comment on function public.message_history is 'The earlier texts of a message, oldest first, for its author and for moderators and owners.';

create function public.my_mentions(before parley.message_id default null, "limit" int default 50) returns jsonb
language plpgsql stable security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  me constant parley.user_id := parley.require_user();
  earlier constant public.messages := case when before is not null then parley.require_message(before) end;
begin
  return coalesce((
    select jsonb_agg(
             jsonb_build_object('room_id', r.id::text, 'room_name', coalesce(r.name, 'Untitled room'),
                                'message', parley.message_json(m), 'profile', parley.profile_json(m.user_id))
             order by m.created_at desc, m.id desc)
      from (
        select n.message_id
          from parley.message_mentions n
          join public.room_participants p on p.room_id = n.room_id and p.user_id = me
          join public.messages m on m.id = n.message_id and m.user_id is distinct from me
         where (n.user_id = me or n.user_id is null and m.seq > p.joined_after_seq)
           and (before is null or (n.created_at, n.message_id) < (earlier.created_at, earlier.id))
         group by n.message_id, n.created_at
         order by n.created_at desc, n.message_id desc
         limit least(greatest(coalesce("limit", 50), 1), 200)) found
      join public.messages m on m.id = found.message_id
      join public.chat_rooms r on r.id = m.room_id), '[]');
end
$$;
comment on function public.my_mentions is 'The messages that mention the caller, by name or with everybody in a room, newest first; before: only those older than a message.';

-- Reactions -------------------------------------------------------------------------------------------------

create function public.react(message parley.message_id, emoji text) returns jsonb
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
declare
  me constant parley.user_id := parley.my_id();
  target constant public.messages := parley.require_message(message);
  stored public.message_reactions;
begin
  perform parley.require_writer(target.room_id);
  insert into public.message_reactions (message_id, user_id, emoji) values (target.id, me, react.emoji);
  select * into strict stored from public.message_reactions r
   where r.message_id = target.id and r.emoji = react.emoji and r.user_id = me;
  return parley.reaction_json(stored) || jsonb_build_object('rev', stored.rev);
end
$$;
comment on function public.react is 'Puts a reaction of the caller on a message; a repeat returns what is stored.';

-- A removal is the last change of its room until it commits, so the room's number is its own.
create function public.unreact(message parley.message_id, emoji text) returns jsonb
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
declare
  me constant parley.user_id := parley.my_id();
  target constant public.messages := parley.require_message(message);
begin
  perform parley.require_writer(target.room_id);
  if target.deleted_at is not null then
    perform parley.refuse('PT410', 'message_deleted', 'this message was deleted');
  end if;
  perform parley.count_row();
  delete from public.message_reactions r
   where r.message_id = target.id and r.emoji = unreact.emoji and r.user_id = me;
  return (
    select jsonb_build_object('message_id', target.id::text, 'user_id', me::text, 'emoji', unreact.emoji, 'rev', c.last_rev)
      from public.room_counters c where c.room_id = target.room_id);
end
$$;
comment on function public.unreact is 'Takes back a reaction of the caller; nothing happens when there is none.';

-- Read and received -----------------------------------------------------------------------------------------

create function public.set_cursor(room parley.room_id, read_seq bigint default null, delivered_seq bigint default null)
returns jsonb
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
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

-- Rights ----------------------------------------------------------------------------------------------------

revoke all on all routines in schema parley from public;
grant execute on function parley.sent_message(uuid) to anon, authenticated, service_role;

revoke all on function
  public.create_room(text, text, text, parley.room_id), public.join_room(parley.room_id),
  public.leave_room(parley.room_id), public.my_rooms(),
  public.invite_person(parley.room_id, parley.user_id, text), public.accept_invitation(parley.room_id),
  public.decline_invitation(parley.room_id), public.my_invitations(),
  public.send_message(uuid, parley.room_id, text, parley.message_id, jsonb, jsonb, parley.message_id, boolean),
  public.edit_message(parley.message_id, text), public.delete_message(parley.message_id),
  public.message_history(parley.message_id), public.my_mentions(parley.message_id, int),
  public.react(parley.message_id, text), public.unreact(parley.message_id, text),
  public.set_cursor(parley.room_id, bigint, bigint)
  from public, anon, authenticated, service_role;
-- anon too: people who are not signed in are told so (PT401)
grant execute on function
  public.create_room(text, text, text, parley.room_id), public.join_room(parley.room_id),
  public.leave_room(parley.room_id), public.my_rooms(),
  public.invite_person(parley.room_id, parley.user_id, text), public.accept_invitation(parley.room_id),
  public.decline_invitation(parley.room_id), public.my_invitations(),
  public.send_message(uuid, parley.room_id, text, parley.message_id, jsonb, jsonb, parley.message_id, boolean),
  public.edit_message(parley.message_id, text), public.delete_message(parley.message_id),
  public.message_history(parley.message_id), public.my_mentions(parley.message_id, int),
  public.react(parley.message_id, text), public.unreact(parley.message_id, text),
  public.set_cursor(parley.room_id, bigint, bigint)
  to anon, authenticated, service_role;
