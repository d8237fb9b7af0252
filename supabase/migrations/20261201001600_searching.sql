-- Searching messages. One index has the words of every message together with its room, so a search within a
-- room reads no words of other rooms.

-- Not partial, although deleted messages have no words: only then does PostgreSQL use its statistics, and know rare
-- words from common ones. What was written last is in a list that whoever searches reads, and whoever fills it
-- puts in its place: a short one delays neither.
create index if not exists messages_search_idx
  on public.messages using gin (parley.search_words(room_id::text, content)) with (gin_pending_list_limit = 256);

-- The newest 500 matches below a place, and all others at the place of the last one; or all down to a place. Places
-- rise with time: they are seq within a room, microseconds otherwise. The score is how well a message
-- matches and how new it is: e times better is as good as 30 days newer.
--
-- Words are rare or common, so each search has a plan of its own, in which the conditions on arguments are decided: within
-- a room PostgreSQL reads common words from the end on. Of all messages it looks at those of the caller's rooms
-- only, unless these are so many that the words alone lead there faster.
create function parley.newest_matches(
  query tsquery, room parley.room_id, author parley.user_id, "from" timestamptz, until timestamptz, below bigint, down_to bigint)
returns table (id parley.message_id, place bigint, score bigint)
language plpgsql stable
set search_path = ''
set plan_cache_mode = force_custom_plan
set max_parallel_workers_per_gather = 0
as $$
declare
  rooms constant parley.room_id[] := case when room is null then array(select parley.my_room_ids()) else array[room] end;
  are_few constant boolean := room is not null or cardinality(rooms) <= 1000 and 10 * (
    select sum(c.last_seq) from public.room_counters c where c.room_id = any (rooms)) < (
    select t.reltuples from pg_catalog.pg_class t where t.oid = 'public.messages'::regclass);
  words constant tsquery := case when are_few
    then (select string_agg(format(''' %s''', r), ' | ') from unnest(rooms) r)::tsquery && query else query end;
begin
  return query
    select newest.id::parley.message_id, newest.place,
           (1000000 * (ln(greatest(ts_rank(newest.words, query), 1e-9)) + newest.seconds / 2592000))::bigint
      from (
        select m.id, p.place, w.seconds::float8, parley.search_words(m.room_id::text, m.content) as words
          from public.messages m
         cross join lateral (select extract(epoch from least(greatest(
                 coalesce(m.created_at, 'epoch'), '0001-01-01 00:00:00+00'), '9999-12-31 00:00:00+00')) as seconds) w
         cross join lateral (select case when room is null then (w.seconds * 1000000)::bigint else m.seq end as place) p
         where parley.search_words(m.room_id::text, m.content) @@ words and m.deleted_at is null
           and case when room is null then m.room_id = any (rooms) else m.room_id = room end
           and (author is null or m.user_id = author)
           and ("from" is null or m.created_at >= "from") and (until is null or m.created_at < until)
           and (below is null or p.place < below) and (down_to is null or p.place >= down_to)
         order by p.place desc
         fetch first (case when down_to is null then 500 else 1000000000 end) rows with ties) newest;
end
$$;

-- Some 240 characters of a text around the first match; every second string is a match.
create function parley.excerpt(content text, pattern text) returns text[]
language plpgsql immutable
set search_path = ''
as $$
declare
  mark constant text := E'\u0001';
  marked text := replace(content, mark, '');
  first_match int;
  parts text[];
begin
  if pattern is not null then
    marked := regexp_replace(marked, pattern, mark || '\&' || mark, 'gi');
  end if;
  first_match := position(mark in marked);
  if first_match > 80 then
    marked := '…' || regexp_replace(substr(marked, first_match - 60), '^\S{0,20}\s+', '');
  end if;
  parts := string_to_array(left(marked, 240), mark);
  if char_length(marked) <= 240 then
    return parts;
  elsif cardinality(parts) % 2 = 0 then
    return parts || '…'::text;
  end if;
  parts[cardinality(parts)] := parts[cardinality(parts)] || '…';
  return parts;
end
$$;

-- Stable, so that everything in the answer is of one moment. Pages go through one window of matches after another,
-- the newest first, and show the best ones of a window first. A cursor names its window by both ends: it stays
-- what it is when messages come or go.
create function public.search_messages(
  query text, room parley.room_id default null, author parley.user_id default null, "from" timestamptz default null,
  until timestamptz default null, cursor text default null, "limit" int default 20)
returns jsonb
language plpgsql stable security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  wanted constant int := least(greatest(coalesce("limit", 20), 1), 50);
  search constant text := md5(jsonb_build_array(query, room, author, "from", until)::text);
  words tsquery;
  below bigint;
  down_to bigint;
  last_score bigint;
  last_place bigint;
  last_id text;
  found_ids parley.message_id[] := '{}';
  ids parley.message_id[];
  scores bigint[];
  places bigint[];
  bottom bigint;
  matches int;
  missing int;
  next_cursor text;
begin
  if room is null then
    perform parley.require_user();
  else
    perform parley.require_reader(room);
  end if;
  if char_length(query) > 200 then
    perform parley.refuse('PT400', 'query_too_long', 'search for 200 characters at most');
  end if;
  words := parley.search_query(query);
  if words is null or querytree(words) in ('', 'T') then
    perform parley.refuse('PT400', 'query_needed', 'say what to search for: a word or more');
  end if;
  if cursor is not null then
    begin
      select c ->> 0, c ->> 1, c ->> 2, c ->> 3, c ->> 4, c ->> 5
        into strict next_cursor, below, down_to, last_score, last_place, last_id
        from (select convert_from(decode(cursor, 'base64'), 'UTF8')::jsonb as c) given;
    exception when others then
      next_cursor := null;
    end;
    if next_cursor is distinct from search then
      perform parley.refuse('PT400', 'bad_cursor', 'this cursor is not of this search');
    end if;
    next_cursor := null;
  end if;

  loop
    select coalesce(array_agg(w.id order by w.score desc, w.place desc, w.id::text collate "C" desc) filter (where w.is_left), '{}'),
           array_agg(w.score order by w.score desc, w.place desc, w.id::text collate "C" desc) filter (where w.is_left),
           array_agg(w.place order by w.score desc, w.place desc, w.id::text collate "C" desc) filter (where w.is_left),
           min(w.place), count(*)
      into ids, scores, places, bottom, matches
      from (
        select n.*, last_id is null or (n.score, n.place, n.id::text collate "C") < (last_score, last_place, last_id) as is_left
          from parley.newest_matches(words, room, author, "from", until, below, down_to) n) w;
    missing := wanted - cardinality(found_ids);
    found_ids := found_ids || ids[1:missing];
    if cardinality(ids) > missing then
      next_cursor := translate(encode(convert_to(jsonb_build_array(
        search, below, coalesce(down_to, bottom), coalesce(scores[missing], last_score), coalesce(places[missing], last_place),
        coalesce(ids[missing]::text, last_id))::text, 'UTF8'), 'base64'), E'\n', '');
    end if;
    exit when next_cursor is not null or (down_to is null and matches < 500);
    below := coalesce(down_to, bottom);
    down_to := null;
    last_id := null;
    last_place := null;
    last_score := null;
  end loop;

  return jsonb_build_object(
    'results', (
      select coalesce(jsonb_agg(jsonb_build_object(
               'message', parley.message_json(m), 'profile', parley.profile_json(m.user_id),
               'excerpt', parley.excerpt(m.content, p.pattern)) order by f.n), '[]')
        from unnest(found_ids) with ordinality f (id, n)
        join public.messages m on m.id = f.id
       cross join (select parley.search_pattern(query) as pattern) p),
    'cursor', next_cursor);
end
$$;
comment on function public.search_messages is 'Messages that match a query, in one room or in all that the caller is in: newest and best first.';

revoke all on all routines in schema parley from public;
grant execute on function parley.search_words(text, text) to public;
revoke all on function public.search_messages(text, parley.room_id, parley.user_id, timestamptz, timestamptz, text, int)
  from public, anon, authenticated, service_role;
grant execute on function public.search_messages(text, parley.room_id, parley.user_id, timestamptz, timestamptz, text, int)
  to anon, authenticated, service_role;
