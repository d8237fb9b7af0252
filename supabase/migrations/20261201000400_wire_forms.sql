-- How rows look in the log, in events and in answers.
--
-- Every id is a string. An app's columns may be null where ours never are (an author whose account is gone,
-- a picture without a text): clients get a value for each, because one row they cannot read would close the
-- room to everybody.

do $nobody$
begin
  execute format($function$
    create function parley.nobody() returns parley.user_id
    language sql immutable
    set search_path = ''
    as $$ select %L::parley.user_id $$
    $function$,
    case when parley.is_of_type('parley.user_id', 'bigint') then '0' else '00000000-0000-0000-0000-000000000000' end);
end
$nobody$;
comment on function parley.nobody is 'Stands for the author of a message whose account is gone.';

-- Rows ------------------------------------------------------------------------------------------------------

create function parley.room_json(r public.chat_rooms) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'id', r.id::text, 'name', coalesce(r.name, 'Untitled room'), 'description', r.description,
    'visibility', r.visibility, 'edit_seconds', r.edit_seconds, 'created_by', r.created_by::text,
    'created_at', coalesce(r.created_at, 'epoch'), 'updated_at', coalesce(r.updated_at, r.created_at, 'epoch')))
$$;

-- Nulls inside attachments and metadata are the app's own and stay.
create function parley.message_json(m public.messages) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  said jsonb := jsonb_strip_nulls(jsonb_build_object(
    'id', m.id::text, 'room_id', m.room_id::text, 'user_id', coalesce(m.user_id, parley.nobody())::text,
    'content', coalesce(m.content, ''), 'created_at', coalesce(m.created_at, 'epoch'),
    'seq', m.seq, 'rev', m.rev,
    'edited_at', m.edited_at, 'deleted_at', m.deleted_at, 'reply_to', m.reply_to::text,
    'thread_root', m.thread_root::text, 'also_in_room', nullif(m.also_in_room, false)));
begin
  if m.attachments is not null then
    said := said || jsonb_build_object('attachments', m.attachments);
  end if;
  if m.metadata is not null then
    said := said || jsonb_build_object('metadata', m.metadata);
  end if;
  if parley.has_client_ids() then
    said := said || jsonb_strip_nulls(jsonb_build_object('client_id', m.client_id));
  end if;
  return said;
end
$$;

create function parley.reaction_json(r public.message_reactions) returns jsonb
language plpgsql immutable
set search_path = ''
as $$
begin
  return jsonb_build_object('message_id', r.message_id::text, 'user_id', r.user_id::text, 'emoji', r.emoji);
end
$$;

create function parley.pin_json(p public.message_pins) returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return jsonb_build_object('message_id', p.message_id::text, 'user_id', p.user_id::text, 'pinned_at', p.pinned_at);
end
$$;

create function parley.profile_json(person parley.user_id) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return coalesce(
    (select jsonb_strip_nulls(jsonb_build_object(
              'display_name', coalesce(p.display_name, 'Guest'), 'avatar_url', p.avatar_url))
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

create function parley.cursor_json(c public.room_cursors) returns jsonb
language plpgsql immutable
set search_path = ''
as $$
begin
  return jsonb_build_object('user_id', c.user_id::text, 'read_seq', c.read_seq, 'delivered_seq', c.delivered_seq);
end
$$;

-- Channels and epochs ---------------------------------------------------------------------------------------

-- The one rule for the name of a room's channel. Every message asks for it, so it is inlined like
-- parley.my_id(): a million calls take 0.3 s, where a PL/pgSQL function with a search_path took 2.5 s.
create function parley.channel(room parley.room_id, visibility text) returns text
language sql immutable
return case visibility when 'public' then 'room-' else 'private-room-' end || room;

create function parley.room_channel(room parley.room_id) returns text
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return (select parley.channel(r.id, r.visibility) from public.chat_rooms r where r.id = room);
end
$$;
comment on function parley.room_channel is 'Channel that the changes of a room are published on; null when there is no such room.';

-- The epoch changes on failover and restore, not on a restart. During recovery the WAL file of the current
-- timeline cannot be named; the control file has the timeline then.
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

revoke all on all routines in schema parley from public;
grant execute on function
  parley.nobody(), parley.room_json(public.chat_rooms), parley.message_json(public.messages),
  parley.profile_json(parley.user_id), parley.participant_json(public.room_participants)
  to anon, authenticated, service_role;
