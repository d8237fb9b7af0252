-- Threads: replies that stand beside a room instead of in it. A thread is a message and the replies whose
-- thread_root it is; their numbers and their events are those of the room.

-- Whether a message is of the room itself (no thread given) or of a thread, to which the message it began with
-- belongs.
create function parley.stands_in(m public.messages, thread parley.message_id) returns boolean
language sql immutable
return case when thread is null then m.thread_root is null or m.also_in_room else m.id = thread or m.thread_root = thread end;

-- Refuses what is not a message of the room that a thread can begin with.
create function parley.require_thread(room parley.room_id, root parley.message_id) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if root is not null and not exists (
       select from public.messages m where m.id = root and m.room_id = room and m.thread_root is null) then
    perform parley.refuse('PT404', 'no_such_message', 'there is no such message in this room that is in no thread itself');
  end if;
end
$$;

-- What a room shows of a thread: how many replies there are, up to 1000, whose the last ones are, the last one first,
-- and its place and time.
create function parley.thread_json(root parley.message_id) returns jsonb
language sql stable
set search_path = ''
as $$
  with reply as (
    select m.seq, m.user_id, m.created_at from public.messages m
     where m.thread_root = thread_json.root and m.deleted_at is null order by m.seq desc limit 1000)
  select jsonb_strip_nulls(jsonb_build_object(
    'message_id', thread_json.root::text,
    'replies', (select count(*) from reply),
    'user_ids', coalesce((
      select jsonb_agg(writer.user_id::text order by writer.seq desc)
        from (select r.user_id, max(r.seq) as seq from reply r group by r.user_id order by seq desc limit 3) writer), '[]'),
    'last_seq', (select max(r.seq) from reply r),
    'last_reply_at', (select r.created_at from reply r order by r.seq desc limit 1)))
$$;

-- What an event tells beside a message whose coming or going changes a thread.
create function parley.thread_note(root parley.message_id) returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return case when root is null then '{}' else jsonb_build_object('thread', parley.thread_json(root)) end;
end
$$;

-- How many replies of others, up to 1000, the caller has not read in a thread that the caller follows.
create function parley.unread_of_thread(root parley.message_id) returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return coalesce((
    select jsonb_build_object('unread', (
             select count(*) from (
               select from public.messages m
                where m.thread_root = root and m.seq > f.read_seq and m.deleted_at is null
                  and m.user_id is distinct from f.user_id
                limit 1000) capped))
      from parley.thread_followers f where f.message_id = root and f.user_id = parley.my_id()), '{}');
end
$$;

-- The threads of a stretch of the room that have replies.
create function parley.threads(room parley.room_id, from_seq bigint, to_seq bigint) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(parley.thread_json(m.id) || parley.unread_of_thread(m.id) order by m.seq), '[]')
    from public.messages m
   where m.room_id = room and m.seq between from_seq and to_seq and parley.stands_in(m, null)
     and exists (select from public.messages r where r.thread_root = m.id and r.deleted_at is null)
$$;

-- A reply makes its author, who has read the thread as far as that, and the author of the first message follow the
-- thread, if they are in the room.
create function parley.follow_thread(reply public.messages) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into parley.thread_followers as f (message_id, user_id, room_id, read_seq)
  select reply.thread_root, p.user_id, p.room_id, case when p.user_id = reply.user_id then reply.seq else 0 end
    from public.room_participants p
   where p.room_id = reply.room_id
     and p.user_id in (reply.user_id, (select m.user_id from public.messages m where m.id = reply.thread_root))
  on conflict (message_id, user_id) do update set read_seq = greatest(f.read_seq, excluded.read_seq);
end
$$;

create function public.set_thread_cursor(thread parley.message_id, read_seq bigint) returns jsonb
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
declare
  root constant public.messages := parley.require_message(thread);
begin
  perform parley.require_participant(root.room_id);
  update parley.thread_followers f
     set read_seq = least(set_thread_cursor.read_seq, c.last_seq)
    from public.room_counters c
   where f.message_id = root.id and f.user_id = parley.my_id() and c.room_id = root.room_id
     and f.read_seq < least(set_thread_cursor.read_seq, c.last_seq);
  return jsonb_build_object('message_id', root.id::text) || parley.unread_of_thread(root.id);
end
$$;
comment on function public.set_thread_cursor is
  'Moves how far the caller has read in a thread, never back, and returns how many replies are left; nothing moves for who does not follow it.';

-- Stable, so that everything in the answer is of one moment.
create function public.my_threads(before timestamptz default null, "limit" int default 50) returns jsonb
language plpgsql stable security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  me constant parley.user_id := parley.require_user();
begin
  return coalesce((
    select jsonb_agg(
             jsonb_build_object(
               'room_id', r.id::text, 'room_name', coalesce(r.name, 'Untitled room'), 'message', parley.message_json(m),
               'profile', parley.profile_json(m.user_id),
               'thread', parley.thread_json(m.id) || parley.unread_of_thread(m.id))
             order by found.created_at desc, m.id desc)
      from (
        select f.message_id, latest.created_at
          from parley.thread_followers f
          join public.room_participants p on p.room_id = f.room_id and p.user_id = me
         cross join lateral (
           select o.created_at from public.messages o
            where o.thread_root = f.message_id and o.deleted_at is null order by o.seq desc limit 1) latest
         where f.user_id = me and (before is null or latest.created_at < before)
         order by latest.created_at desc, f.message_id desc
         limit least(greatest(coalesce("limit", 50), 1), 200)) found
      join public.messages m on m.id = found.message_id
      join public.chat_rooms r on r.id = m.room_id), '[]');
end
$$;
comment on function public.my_threads is
  'The threads that the caller began or replied in, the last reply first; before: only those whose last reply is older.';

revoke all on all routines in schema parley from public;
revoke all on function public.set_thread_cursor(parley.message_id, bigint), public.my_threads(timestamptz, int)
  from public, anon, authenticated, service_role;
grant execute on function public.set_thread_cursor(parley.message_id, bigint), public.my_threads(timestamptz, int)
  to anon, authenticated, service_role;
