-- Finds and logs changes that were made without the triggers: by a restore, with session_replication_role =
-- replica or with ALTER TABLE … DISABLE TRIGGER. The log then lacks the change, or a counter is behind its room.

-- A room's changes that its log lacks, as events. What is older than the log's first row cannot be told.
create function parley.unlogged_changes(room parley.room_id) returns table (kind text, data jsonb)
language sql stable
set search_path = ''
set timezone = 'UTC'
as $$
  with reach as (
    select coalesce(min(e.rev), max(c.last_rev) + 1) as first_rev, coalesce(min(e.created_at), 'infinity') as since
      from public.room_counters c left join public.room_events e using (room_id)
     where c.room_id = unlogged_changes.room),
  told as (
    select distinct on (e.data ->> 'id') e.data ->> 'id' as id, e.kind, e.data
      from public.room_events e
     where e.room_id = unlogged_changes.room and e.kind in ('new-message', 'message-updated', 'message-deleted')
     order by e.data ->> 'id', e.rev desc),
  stored as (
    select m.id::text as id, m.rev, parley.message_json(m) as data,
           count(*) over (partition by m.rev) > 1 as shares_rev
      from public.messages m where m.room_id = unlogged_changes.room),
  reacted as (
    select distinct on (e.data ->> 'message_id', e.data ->> 'emoji', e.data ->> 'user_id')
           e.data ->> 'message_id' as message_id, e.data ->> 'emoji' as emoji, e.data ->> 'user_id' as user_id, e.kind
      from public.room_events e
     where e.room_id = unlogged_changes.room and e.kind in ('reaction-added', 'reaction-removed')
     order by e.data ->> 'message_id', e.data ->> 'emoji', e.data ->> 'user_id', e.rev desc),
  reactions as (
    select r.message_id::text as message_id, r.emoji, r.user_id::text as user_id, r.rev,
           parley.reaction_json(r) || jsonb_build_object('created_at', r.created_at) as data
      from public.message_reactions r join public.messages m on m.id = r.message_id
     where m.room_id = unlogged_changes.room and m.deleted_at is null),
  present as (
    select distinct on (e.data ->> 'user_id') e.data ->> 'user_id' as user_id, e.kind, e.data
      from public.room_events e
     where e.room_id = unlogged_changes.room and e.kind in ('user-joined', 'user-left')
     order by e.data ->> 'user_id', e.rev desc),
  described as (
    select e.data from public.room_events e
     where e.room_id = unlogged_changes.room and e.kind = 'room-updated' order by e.rev desc limit 1)
  select case when t.id is null then 'new-message'
              when s.data ? 'deleted_at' then 'message-deleted' else 'message-updated' end,
         s.data
    from stored s cross join reach left join told t using (id)
   where case when t.id is null then s.rev >= reach.first_rev or s.shares_rev
              else (s.data - array['rev', 'created_at', 'edited_at', 'deleted_at']) || jsonb_build_object('deleted', s.data ? 'deleted_at')
                   is distinct from
                   (t.data - array['rev', 'created_at', 'edited_at', 'deleted_at', 'thread']) || jsonb_build_object('deleted', t.data ? 'deleted_at')
         end
  union all
  select 'message-deleted', parley.emptied(t.data - array['reply_to', 'edited_at'], clock_timestamp())
    from told t
   where t.kind <> 'message-deleted' and not exists (select from stored s where s.id = t.id)
  union all
  select 'reaction-added', r.data
    from reactions r cross join reach left join reacted told using (message_id, emoji, user_id)
   where case when told.kind is null then r.rev >= reach.first_rev else told.kind = 'reaction-removed' end
  union all
  select 'reaction-removed', jsonb_build_object('message_id', a.message_id, 'user_id', a.user_id, 'emoji', a.emoji)
    from reacted a join stored s on s.id = a.message_id
   where a.kind = 'reaction-added' and not s.data ? 'deleted_at' and not exists (
     select from reactions r where (r.message_id, r.emoji, r.user_id) = (a.message_id, a.emoji, a.user_id))
  union all
  select 'user-joined', jsonb_build_object(
           'user_id', p.user_id::text, 'joined_at', p.joined_at, 'role', p.role, 'profile', parley.profile_json(p.user_id))
    from public.room_participants p cross join reach left join present on present.user_id = p.user_id::text
   where p.room_id = unlogged_changes.room and p.left_at is null
     and case when present.user_id is null then p.joined_at > reach.since else present.kind = 'user-left' end
  union all
  select 'user-left', jsonb_build_object(
           'user_id', present.user_id, 'left_at', clock_timestamp(),
           'profile', parley.profile_json(present.user_id::parley.user_id))
    from present
   where present.kind = 'user-joined' and not exists (
     select from public.room_participants p
      where p.room_id = unlogged_changes.room and p.user_id::text = present.user_id and p.left_at is null)
  union all
  select 'room-updated', parley.room_json(r)
    from public.chat_rooms r join described d
      on (d.data ? 'name' and d.data ->> 'name' is distinct from coalesce(r.name, 'Untitled room'))
      or d.data ->> 'visibility' is distinct from r.visibility
      or (d.data ? 'name' and d.data -> 'edit_seconds' is distinct from to_jsonb(r.edit_seconds))
   where r.id = unlogged_changes.room
$$;

-- What is wrong with a room, in plain words; no rows when nothing is.
create function parley.room_faults(room parley.room_id) returns table (fault text)
language sql stable
set search_path = ''
as $$
  select 'it has no counters'
   where not exists (select from public.room_counters c where c.room_id = room_faults.room)
  union all
  select format('seq %s is stored, the counter stands at %s: the next message would fail', max(m.seq), c.last_seq)
    from public.messages m join public.room_counters c using (room_id)
   where m.room_id = room_faults.room group by c.last_seq having max(m.seq) > c.last_seq
  union all
  select format('rev %s is in the log, the counter stands at %s: the next change would fail', max(e.rev), c.last_rev)
    from public.room_events e join public.room_counters c using (room_id)
   where e.room_id = room_faults.room group by c.last_rev having max(e.rev) > c.last_rev
  union all
  select format('the log lacks %s: %s', u.kind, count(*))
    from parley.unlogged_changes(room_faults.room) u group by u.kind
$$;
comment on function parley.room_faults is 'Where the rows of a room, its counters and its log do not agree; what parley.repair_room mends.';

-- Makes counters and log agree with the rows, which are taken as they are. Returns the number of changes
-- written to the log; they are published like all others.
create function parley.repair_room(room parley.room_id) returns bigint
language plpgsql
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
declare
  counters public.room_counters;
  lacking record;
  written bigint := 0;
begin
  insert into public.room_counters (room_id) values (room) on conflict do nothing;
  counters := parley.lock_room(room);
  update public.room_counters c
     set last_seq = greatest(c.last_seq, (select max(m.seq) from public.messages m where m.room_id = room)),
         last_rev = greatest(c.last_rev, (select max(e.rev) from public.room_events e where e.room_id = room))
   where c.room_id = room
  returning c.* into counters;
  for lacking in select u.kind, u.data from parley.unlogged_changes(room) u loop
    counters.last_rev := counters.last_rev + 1;
    perform parley.append(room, lacking.kind, case
      when lacking.kind like '%message%' then lacking.data || jsonb_build_object('rev', counters.last_rev)
        || parley.thread_note((lacking.data ->> 'thread_root')::parley.message_id)
      when lacking.kind like 'user-%' then lacking.data || jsonb_build_object('after_seq', counters.last_seq)
      else lacking.data end);
    if lacking.kind = 'message-deleted' then
      perform parley.erase_message(
        room, (lacking.data ->> 'id')::parley.message_id, (lacking.data ->> 'deleted_at')::timestamptz);
    end if;
    written := written + 1;
  end loop;
  -- A number from before would hide later changes from clients that compare it.
  if exists (select from public.messages m where m.room_id = room and m.rev > counters.last_rev) then
    alter table public.messages disable trigger user;
    update public.messages m set rev = e.rev
      from public.room_events e
     where m.room_id = room and m.rev > counters.last_rev and e.room_id = room
       and e.kind in ('new-message', 'message-updated', 'message-deleted') and e.data ->> 'id' = m.id::text
       and e.rev = (
         select max(last.rev) from public.room_events last
          where last.room_id = room and last.data ->> 'id' = m.id::text);
    alter table public.messages enable trigger user;
  end if;
  return written;
end
$$;

revoke all on all routines in schema parley from public;
