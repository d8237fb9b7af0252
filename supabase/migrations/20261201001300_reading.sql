-- The functions that clients call to read a room. Each checks once whether the caller may read it, and then
-- reads without the policies.

-- How far people have read, for those in the room only, also when it is public. In a large room, the 500 that
-- moved last.
create function parley.cursors(room parley.room_id) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(parley.cursor_json(c)), '[]')
    from (select * from public.room_cursors c
           where c.room_id = room and parley.is_participant(room)
           order by c.updated_at desc limit 500) c
$$;

-- Up to 500 people in the room, and the given ones whether in the room or not.
create function parley.participants(room parley.room_id, besides parley.user_id[]) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(person.json order by person.joined_at, person.user_id), '[]')
    from (
      select p.user_id, p.joined_at, parley.participant_json(p) as json
        from public.room_participants p
       where p.room_id = room
         and (p.user_id = any (besides)
              or p.id in (
                select o.id from public.room_participants o where o.room_id = room order by o.joined_at limit 500))
      union all
      select f.user_id, f.joined_at, parley.former_participant_json(f)
        from parley.former_participants f
       where f.room_id = room and f.user_id = any (besides)) person
$$;

-- Who came and went between two messages: the last 200 of them.
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

-- The reactions on messages of a stretch, each emoji once. Numbers, not times, have the order of the log.
create function parley.reactions(room parley.room_id, thread parley.message_id, from_seq bigint, to_seq bigint) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(
           jsonb_build_object('message_id', g.message_id::text, 'emoji', g.emoji, 'user_ids', g.user_ids)
           order by g.seq, g.first_rev), '[]')
    from (
      select m.seq, r.message_id, r.emoji, min(r.rev) as first_rev, jsonb_agg(r.user_id::text order by r.rev) as user_ids
        from public.messages m
        join public.message_reactions r on r.message_id = m.id
       where m.room_id = room and m.seq between from_seq and to_seq and m.deleted_at is null
         and parley.stands_in(m, thread)
       group by m.seq, r.message_id, r.emoji) g
$$;

-- What the replies of a stretch quote outside it: each message once, of a long text the beginning. In the room, a reply
-- of a thread that quotes nothing else quotes the message it began with.
create function parley.quotes(room parley.room_id, thread parley.message_id, from_seq bigint, to_seq bigint) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(
           parley.message_json(q) || jsonb_build_object('content', left(q.content, 300)) order by q.seq), '[]')
    from public.messages q
   where q.room_id = room and not (q.seq between from_seq and to_seq and parley.stands_in(q, thread))
     and q.id in (
       select coalesce(m.reply_to, case when thread is null then m.thread_root end) from public.messages m
        where m.room_id = room and m.seq between from_seq and to_seq and m.deleted_at is null and parley.stands_in(m, thread))
$$;

-- What is pinned, in the order in which it was.
create function parley.pins(room parley.room_id) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(parley.pin_json(p) order by p.rev), '[]') from public.message_pins p where p.room_id = room
$$;

-- A stretch of a room's messages, or of one of its threads, with what they quote, their reactions, their threads and the
-- notices in it. Neighbouring stretches share no message, and leave out no notice between them. Each call plans anew: so
-- a thread is read by its index.
create function parley.page(
  room parley.room_id, thread parley.message_id, before_seq bigint, after_seq bigint, around_id parley.message_id, size int)
returns jsonb
language plpgsql stable
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
  most constant bigint := 9223372036854775807;
  wanted int := least(greatest(coalesce(size, 50), 1), 200);
  pivot bigint;
  elsewhere parley.message_id;
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
    select m.seq into pivot from public.messages m
     where m.id = around_id and m.room_id = room and parley.stands_in(m, thread);
    if not found and thread is null then
      select root.seq, root.id into pivot, elsewhere
        from public.messages m join public.messages root on root.id = m.thread_root
       where m.id = around_id and m.room_id = room;
    end if;
    if pivot is null then
      perform parley.refuse('PT404', 'no_such_message', 'there is no such message in this room');
    end if;
  end if;

  -- towards older messages from the end, from before_seq, or from the middle of the page …
  if after_seq is null then
    select min(older.seq), max(older.seq) into first_seq, last_seq
      from (select m.seq from public.messages m
             where m.room_id = room and m.seq <= coalesce(pivot, before_seq - 1, most) and parley.stands_in(m, thread)
             order by m.seq desc
             limit case when pivot is null then wanted else wanted - wanted / 2 end) older;
  end if;
  -- … and towards newer ones
  if after_seq is not null or pivot is not null then
    select coalesce(first_seq, min(newer.seq)), coalesce(max(newer.seq), last_seq) into first_seq, last_seq
      from (select m.seq from public.messages m
             where m.room_id = room and m.seq > coalesce(pivot, after_seq) and parley.stands_in(m, thread)
             order by m.seq
             limit case when pivot is null then wanted else wanted / 2 end) newer;
  end if;

  select coalesce(jsonb_agg(parley.message_json(m) order by m.seq), '[]') into found_messages
    from public.messages m
   where m.room_id = room and m.seq between first_seq and last_seq and parley.stands_in(m, thread);
  has_older := exists (
    select from public.messages m
     where m.room_id = room and m.seq < coalesce(first_seq, after_seq + 1, 0) and parley.stands_in(m, thread));
  has_newer := exists (
    select from public.messages m
     where m.room_id = room and m.seq > coalesce(last_seq, before_seq - 1, most) and parley.stands_in(m, thread));
  return jsonb_build_object(
    'messages', found_messages,
    'quotes', parley.quotes(room, thread, first_seq, last_seq),
    'reactions', parley.reactions(room, thread, first_seq, last_seq),
    'threads', case when thread is null then parley.threads(room, first_seq, last_seq) else '[]' end,
    'notices', case when thread is null then parley.notices(
      room,
      case when not has_older then 0 else coalesce(after_seq, first_seq) end,
      case when not has_newer then most else coalesce(before_seq - 1, last_seq) end) else '[]' end,
    'has_older', has_older,
    'has_newer', has_newer) || jsonb_strip_nulls(jsonb_build_object('in_thread', elsewhere::text));
end
$$;

-- Stable, so that everything in the answer is of one moment.
create function public.messages_page(
  room parley.room_id, before_seq bigint default null, after_seq bigint default null, around_id parley.message_id default null,
  "limit" int default 50, thread parley.message_id default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set timezone = 'UTC'
as $$
begin
  perform parley.require_reader(room);
  perform parley.require_thread(room, thread);
  return parley.page(room, thread, before_seq, after_seq, around_id, "limit") || jsonb_build_object(
    'rev', (select c.last_rev from public.room_counters c where c.room_id = room));
end
$$;
comment on function public.messages_page is 'A stretch of at most 200 messages of a room or a thread: the last ones, or those before, after or around a given one.';

-- Stable for the same reason.
create function public.room_snapshot(room parley.room_id, "limit" int default 50, thread parley.message_id default null)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  page jsonb;
  seen parley.user_id[];
begin
  perform parley.require_reader(room);
  perform parley.require_thread(room, thread);
  page := parley.page(room, thread, null, null, null, "limit");
  seen := array(
    select distinct (item ->> 'user_id')::parley.user_id
      from jsonb_array_elements((page -> 'messages') || (page -> 'quotes') || (page -> 'notices')) item
    union
    select person::parley.user_id
      from jsonb_array_elements((page -> 'reactions') || (page -> 'threads')) group_of, jsonb_array_elements_text(group_of -> 'user_ids') person
    union
    select n.user_id
      from jsonb_array_elements(page -> 'messages') item
      join parley.message_mentions n on n.message_id = (item ->> 'id')::parley.message_id and n.user_id is not null);
  return jsonb_build_object(
    'epoch', parley.epoch(),
    'rev', (select c.last_rev from public.room_counters c where c.room_id = room),
    'room', (select parley.room_json(r) from public.chat_rooms r where r.id = room),
    'messages', page -> 'messages',
    'quotes', page -> 'quotes',
    'reactions', page -> 'reactions',
    'threads', page -> 'threads',
    'pins', parley.pins(room),
    'has_older', page -> 'has_older',
    'participants', parley.participants(room, seen || parley.my_id()),
    'cursors', parley.cursors(room),
    'notices', page -> 'notices');
end
$$;
comment on function public.room_snapshot is 'All a client needs to show a room, or one of its threads, and to follow its changes from rev on.';

create function public.room_changes(room parley.room_id, after_rev bigint, "limit" int default 200) returns jsonb
language plpgsql stable security definer
set search_path = ''
set timezone = 'UTC'
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

revoke all on all routines in schema parley from public;
revoke all on function
  public.messages_page(parley.room_id, bigint, bigint, parley.message_id, int, parley.message_id),
  public.room_snapshot(parley.room_id, int, parley.message_id),
  public.room_changes(parley.room_id, bigint, int)
  from public, anon, authenticated, service_role;
grant execute on function
  public.messages_page(parley.room_id, bigint, bigint, parley.message_id, int, parley.message_id),
  public.room_snapshot(parley.room_id, int, parley.message_id),
  public.room_changes(parley.room_id, bigint, int)
  to anon, authenticated, service_role;

-- Profiles beside rows --------------------------------------------------------------------------------------

-- The profile of whoever wrote a message, reacted, is in a room, has read so far or is invited, as in
-- messages(profiles(…)).
--
-- The API relates tables by foreign keys, and these tables can have none to profiles: history outlives
-- accounts, and people of an adopted app may have no profile. A function from a row to rows is a relationship
-- as well (PostgREST calls it computed). It runs with the rights of the caller, qualifies every name and sets
-- nothing, so that PostgreSQL inlines it. An app that has its own key or its own function keeps it.
do $relationships$
declare
  referring text;
begin
  foreach referring in array
    array['messages', 'message_reactions', 'room_participants', 'room_cursors', 'room_invitations']
  loop
    continue when to_regprocedure(format('public.profiles(public.%I)', referring)) is not null
      or exists (
        select from pg_constraint k
         where k.contype = 'f' and k.confrelid = 'public.profiles'::regclass
           and k.conrelid = format('public.%I', referring)::regclass);
    execute format($statement$
      create function public.profiles(public.%1$I) returns setof public.profiles
      language sql stable rows 1
      as 'select * from public.profiles where id = $1.user_id';
      revoke execute on function public.profiles(public.%1$I) from public;
      grant execute on function public.profiles(public.%1$I) to anon, authenticated, service_role;
      comment on function public.profiles(public.%1$I) is 'Relates %1$s to profiles in the API.'
      $statement$, referring);
  end loop;
end
$relationships$;
