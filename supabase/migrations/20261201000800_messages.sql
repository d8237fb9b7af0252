-- Messages, reactions and the log: triggers number every change of a room and append it to room_events in the same
-- transaction. Nothing else writes the log. Only the text of a message that is deleted is taken out of it.
--
-- The lock on the room's row in room_counters is taken first and held until commit. So the order of the
-- numbers is the order of the commits, and a transaction that fails uses up no number.

-- The log ---------------------------------------------------------------------------------------------------

-- Locks the room for the rest of the transaction and returns its counters.
create function parley.lock_room(room parley.room_id) returns public.room_counters
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  counters public.room_counters;
begin
  select * into counters from public.room_counters c where c.room_id = room for update;
  if not found then
    raise foreign_key_violation using message = format('there is no room %s', room), hint = 'no_such_room';
  end if;
  return counters;
end
$$;

-- Appends a change that is not a message; does nothing when the room itself is being deleted. The channel is
-- looked up under the lock: a room that was made private while we waited is private to us.
create function parley.append(room parley.room_id, kind text, data jsonb, channel text default null) returns void
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

-- A number that was given must be in the log when its transaction commits. This catches an insert that was
-- numbered and then dropped, as ON CONFLICT DO NOTHING does when two rooms compete for one id.
create function parley.check_numbers_used() returns trigger
language plpgsql security definer
set search_path = ''
set timezone = 'UTC'
as $$
begin
  if not exists (select from public.room_events e where e.room_id = new.room_id and e.rev = new.last_rev)
     and exists (select from public.room_counters c where c.room_id = new.room_id) then
    raise unique_violation using message = 'a row was numbered but not stored';
  end if;
  return null;
end
$$;
create constraint trigger parley_numbers_used
  after update on public.room_counters deferrable initially deferred
  for each row when (old.last_rev is distinct from new.last_rev)
  execute function parley.check_numbers_used();

-- Messages --------------------------------------------------------------------------------------------------

-- Numbers a message. A repeat of one that is stored is no error and stores nothing. Counting before looking
-- for the repeat would leave a gap.
--
-- Every message passes through here and log_message(), and calling a function that has settings costs as
-- much as a small query. So parley.is_client(), lock_room() and room_channel() are written out in the two.
create function parley.number_message() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
declare
  by_client constant boolean := current_setting('role', true) in ('anon', 'authenticated');
  stored record;
begin
  -- The policy says no as well, but only later: nobody is to hold up a room that is not theirs.
  if by_client and not parley.can_write(new.room_id) then
    raise insufficient_privilege using message = 'new row violates row-level security policy for table "messages"';
  end if;
  if by_client then
    perform parley.count_row();
  end if;
  perform from public.room_counters c where c.room_id = new.room_id for update;
  if not found then
    perform parley.lock_room(new.room_id); -- says what is wrong
  end if;
  select m.room_id, m.user_id into stored from public.messages m where m.id = new.id;
  if not found and parley.has_client_ids() then
    select m.room_id, m.user_id into stored from public.messages m where m.client_id = new.client_id;
  end if;
  if found then
    if stored.room_id = new.room_id and stored.user_id is not distinct from new.user_id then
      return null;
    end if;
    raise unique_violation using message = 'another message has this id', constraint = 'messages_pkey';
  end if;
  if new.reply_to is not null and not exists (
       select from public.messages m where m.id = new.reply_to and m.room_id = new.room_id) then
    raise foreign_key_violation using message = 'the message replied to is not in this room';
  end if;
  if new.thread_root is not null and not exists (
       select from public.messages m
        where m.id = new.thread_root and m.room_id = new.room_id and m.thread_root is null) then
    raise foreign_key_violation using message = 'a thread begins with a message of this room that is in no thread';
  end if;
  if by_client then
    new.created_at := clock_timestamp();
    new.edited_at := null;
    new.deleted_at := null;
  end if;
  update public.room_counters c
     set last_seq = c.last_seq + 1, last_rev = c.last_rev + 1
   where c.room_id = new.room_id
  returning c.last_seq, c.last_rev into new.seq, new.rev;
  return new;
end
$$;

-- Runs with the rights of the writer: what the server sets of a message is not changed by clients, whoever
-- may edit the rest. The time in which authors may edit and delete holds inside edit_message() and
-- delete_message() too, which run with the rights of their owner.
create function parley.guard_message() returns trigger
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
declare
  plain constant boolean := row_security_active(tg_relid);
  by_client constant boolean := plain or current_setting('role', true) in ('anon', 'authenticated');
begin
  if tg_op = 'DELETE' then
    if plain and parley.edit_time_is_over(old.room_id, old.created_at) and not parley.may_moderate(old.room_id) then
      perform parley.refuse('PT403', 'edit_time_over', 'this message is too old to be deleted by its author');
    end if;
    return old;
  end if;
  if by_client and (new.content, new.attachments, new.metadata, new.deleted_at)
                   is distinct from (old.content, old.attachments, old.metadata, old.deleted_at) then
    if old.user_id = parley.my_id() and old.deleted_at is null
       and parley.edit_time_is_over(old.room_id, old.created_at)
       and (new.deleted_at is null or not parley.may_moderate(old.room_id)) then
      perform parley.refuse('PT403', 'edit_time_over', 'this message is too old to be edited or deleted by its author');
    end if;
  end if;
  if not plain then
    return new;
  end if;
  if (new.user_id, new.created_at, new.seq, new.rev, new.edited_at, new.reply_to)
     is distinct from (old.user_id, old.created_at, old.seq, old.rev, old.edited_at, old.reply_to) then
    raise insufficient_privilege
      using message = 'user_id, created_at, seq, rev, edited_at and reply_to are not changed by clients';
  end if;
  if parley.has_client_ids() then
    new.client_id := old.client_id;
  end if;
  if old.deleted_at is not null then
    raise insufficient_privilege using message = 'a deleted message is not changed by clients';
  end if;
  if new.deleted_at is not null then
    new.deleted_at := clock_timestamp();
  end if;
  return new;
end
$$;

-- Whoever takes back a reaction locks its row and then the room. A deletion does so in the same order, so that
-- the two never wait for each other.
create function parley.lock_reactions(message parley.message_id) returns void
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
begin
  perform from public.message_reactions r where r.message_id = message for update;
end
$$;

-- Locks a message's row and then its room, in the order of whoever deletes it, and returns the room's counters: what
-- is then put on the message comes before its deletion or is refused, and never outlives it.
create function parley.lock_message(message parley.message_id, room parley.room_id) returns public.room_counters
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  counters public.room_counters;
begin
  perform from public.messages m where m.id = message for no key update;
  counters := parley.lock_room(room);
  if not exists (select from public.messages m where m.id = message and m.deleted_at is null) then
    perform parley.refuse('PT410', 'message_deleted', 'this message was deleted');
  end if;
  return counters;
end
$$;

-- Numbers a change of a message, unless nothing visible changed.
create function parley.renumber_message() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
begin
  if (new.id, new.room_id, new.thread_root, new.also_in_room)
     is distinct from (old.id, old.room_id, old.thread_root, old.also_in_room) then
    raise invalid_parameter_value using message = 'a message keeps its id, its room and its thread';
  end if;
  new.seq := old.seq;
  new.rev := old.rev;
  if new.deleted_at is not null then
    new.content := '';
    new.attachments := null;
    new.metadata := null;
    perform parley.lock_reactions(new.id);
  end if;
  if parley.message_json(new) = parley.message_json(old) then
    return new;
  end if;
  if new.deleted_at is null and new.content is distinct from old.content then
    new.edited_at := clock_timestamp();
  end if;
  perform parley.lock_room(new.room_id);
  update public.room_counters c set last_rev = c.last_rev + 1 where c.room_id = new.room_id
  returning c.last_rev into new.rev;
  return new;
end
$$;

-- What the log says of a message whose row is removed.
create function parley.removed_json(m public.messages, at timestamptz) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
           'id', m.id::text, 'room_id', m.room_id::text, 'user_id', m.user_id::text, 'content', '',
           'created_at', m.created_at, 'seq', m.seq, 'rev', m.rev, 'deleted_at', at)
         || jsonb_strip_nulls(jsonb_build_object(
           'thread_root', m.thread_root::text, 'also_in_room', nullif(m.also_in_room, false)))
$$;

-- What the log keeps saying of a message that is deleted.
create function parley.emptied(data jsonb, at timestamptz) returns jsonb
language sql stable
return (data - array['attachments', 'metadata']) || jsonb_build_object('content', '', 'deleted_at', at);

-- Empties what the log says of a message that is deleted, so that each of its events is a tombstone, and removes
-- its earlier texts, its mentions, its reactions and its pin. The room is locked, so nothing is added meanwhile.
create function parley.erase_message(room parley.room_id, message parley.message_id, at timestamptz) returns void
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
begin
  update public.room_events e
     set data = parley.emptied(e.data, at)
   where e.data ->> 'id' = message::text and e.kind in ('new-message', 'message-updated')
     and e.room_id = room and not e.data ? 'deleted_at';
  delete from parley.message_edits d where d.room_id = room and d.message_id = message;
  delete from parley.message_mentions n where n.message_id = message;
  delete from public.message_reactions r where r.message_id = message;
  delete from public.message_pins p where p.message_id = message;
end
$$;

create function parley.log_message() returns trigger
language plpgsql security definer
set search_path = ''
set timezone = 'UTC'
as $$
begin
  insert into public.room_events (room_id, rev, kind, channel, data)
  select
    new.room_id, new.rev,
    case when tg_op = 'INSERT' then 'new-message'
         when new.deleted_at is not null and old.deleted_at is null then 'message-deleted'
         else 'message-updated' end,
    parley.channel(r.id, r.visibility),
    parley.message_json(new) || case
      when new.thread_root is null or tg_op = 'UPDATE' and (new.deleted_at is null or old.deleted_at is not null) then '{}'
      else parley.thread_note(new.thread_root) end
  from public.chat_rooms r where r.id = new.room_id;
  if tg_op = 'INSERT' then
    if new.thread_root is not null then
      perform parley.follow_thread(new);
    end if;
    return null;
  end if;
  if new.deleted_at is not null then
    perform parley.erase_message(new.room_id, new.id, new.deleted_at);
  elsif old.deleted_at is null and new.content is distinct from old.content then
    -- a number comes again only after a restore
    insert into parley.message_edits as d (room_id, message_id, rev, content, replaced_at)
    values (old.room_id, old.id, old.rev, coalesce(old.content, ''), coalesce(new.edited_at, clock_timestamp()))
    on conflict (room_id, message_id, rev) do update
       set content = excluded.content, replaced_at = excluded.replaced_at;
  end if;
  return null;
end
$$;

-- Only servers may remove the row itself. It then disappears for everyone who sees it.
create function parley.log_removed_message() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
declare
  now_deleted constant timestamptz := clock_timestamp();
begin
  delete from parley.thread_followers f where f.message_id = old.id;
  if old.deleted_at is not null or parley.room_channel(old.room_id) is null then
    return null; -- it is told already, or the log goes with the room
  end if;
  perform parley.lock_reactions(old.id);
  perform parley.append(
    old.room_id, 'message-deleted', parley.removed_json(old, now_deleted) || parley.thread_note(old.thread_root));
  perform parley.erase_message(old.room_id, old.id, now_deleted);
  return null;
end
$$;

create trigger parley_number before insert on public.messages
  for each row execute function parley.number_message();
create trigger parley_allow before update or delete on public.messages
  for each row execute function parley.guard_message();
create trigger parley_renumber before update on public.messages
  for each row execute function parley.renumber_message();
create trigger parley_log_insert after insert on public.messages
  for each row execute function parley.log_message();
create trigger parley_log_update after update on public.messages
  for each row when (old.rev is distinct from new.rev) execute function parley.log_message();
create trigger parley_log_delete after delete on public.messages
  for each row execute function parley.log_removed_message();

-- Mentions --------------------------------------------------------------------------------------------------

-- Keeps whom a message mentions, of those who are in its room: by <@id> the first 50 that are named, and by <!room> everybody when the
-- author looks after the room. Who was not mentioned before is told. Nobody mentions themselves.
create function parley.note_mentions() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
declare
  named constant parley.user_id[] := array(
    select parley.user_named(found.spelled[1])
      from regexp_matches(new.content, '<@([^<>[:space:]]{1,160})>', 'g') with ordinality found (spelled, place)
     order by found.place limit 50);
  everybody constant boolean := strpos(new.content, '<!room>') > 0 and exists (
    select from public.room_participants p
     where p.room_id = new.room_id and p.user_id = new.user_id and p.role in ('owner', 'moderator'));
  added parley.user_id[];
begin
  delete from parley.message_mentions n
   where n.message_id = new.id and case when n.user_id is null then not everybody else n.user_id <> all (named) end;
  with noted as (
    insert into parley.message_mentions as n (message_id, user_id, room_id, created_at)
    select new.id, p.user_id, new.room_id, new.created_at
      from public.room_participants p
     where p.room_id = new.room_id and p.user_id = any (named) and p.user_id is distinct from new.user_id
    union all
    select new.id, null, new.room_id, new.created_at where everybody
    on conflict do nothing
    returning n.user_id)
  select array_agg(n.user_id) into added from noted n;
  if added is not null then
    perform parley.tell_mentioned(new, added);
  end if;
  return null;
end
$$;

-- These run after parley_log, which holds the room's lock.
create trigger parley_mention after insert on public.messages
  for each row when (new.content ~ '<(@|!room>)') execute function parley.note_mentions();
create trigger parley_mention_edited after update on public.messages
  for each row when (new.deleted_at is null and old.content is distinct from new.content
                     and (old.content ~ '<(@|!room>)' or new.content ~ '<(@|!room>)'))
  execute function parley.note_mentions();

-- Reactions -------------------------------------------------------------------------------------------------

-- Numbers a reaction. A repeat of one that is stored is no error and stores nothing.
create function parley.number_reaction() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
declare
  by_client constant boolean := parley.is_client();
begin
  select m.room_id into new.room_id from public.messages m where m.id = new.message_id;
  if not found then
    perform parley.refuse('PT404', 'no_such_message', 'there is no such message');
  end if;
  -- The policy says no as well, but only later: nobody is to hold up a room that is not theirs.
  if by_client and not parley.can_write(new.room_id) then
    raise insufficient_privilege
      using message = 'new row violates row-level security policy for table "message_reactions"';
  end if;
  if by_client then
    perform parley.count_row();
    new.created_at := clock_timestamp();
  end if;
  perform parley.lock_message(new.message_id, new.room_id);
  if exists (
       select from public.message_reactions r
        where r.message_id = new.message_id and r.emoji = new.emoji and r.user_id = new.user_id) then
    return null;
  end if;
  if (select count(distinct r.emoji) >= 20 and not bool_or(r.emoji = new.emoji)
        from public.message_reactions r where r.message_id = new.message_id) then
    perform parley.refuse('PT422', 'too_many_reactions', 'a message has at most 20 different reactions');
  end if;
  update public.room_counters c set last_rev = c.last_rev + 1 where c.room_id = new.room_id
  returning c.last_rev into new.rev;
  return new;
end
$$;

-- Runs with the rights of the writer: what goes along with a message or an account is not counted.
create function parley.guard_reaction() returns trigger
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
begin
  if tg_op = 'UPDATE' then
    raise invalid_parameter_value
      using message = 'a reaction is not changed', hint = 'delete it and insert another';
  end if;
  if row_security_active(tg_relid) then
    perform parley.count_row();
  end if;
  return old;
end
$$;

-- What goes with its message is not told: message-deleted says it.
create function parley.log_reaction() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
begin
  if tg_op = 'INSERT' then
    insert into public.room_events (room_id, rev, kind, channel, data)
    values (new.room_id, new.rev, 'reaction-added', parley.room_channel(new.room_id),
            parley.reaction_json(new) || jsonb_build_object('created_at', new.created_at));
  elsif exists (select from public.messages m where m.id = old.message_id and m.deleted_at is null) then
    perform parley.append(old.room_id, 'reaction-removed', parley.reaction_json(old));
  end if;
  return null;
end
$$;

create trigger parley_number before insert on public.message_reactions
  for each row execute function parley.number_reaction();
create trigger parley_allow before update or delete on public.message_reactions
  for each row execute function parley.guard_reaction();
create trigger parley_log after insert or delete on public.message_reactions
  for each row execute function parley.log_reaction();

-- Truncate --------------------------------------------------------------------------------------------------

-- TRUNCATE fires no row triggers, so each table has a statement trigger that does what deleting all its rows
-- would. room_cursors, room_invitations and profiles may be emptied: their content is not in the log.

-- Whether this TRUNCATE empties that table too: all its tables are locked before the first trigger runs.
create function parley.is_being_truncated(emptied regclass) returns boolean
language sql stable security definer
set search_path = ''
as $$
  select exists (
    select from pg_catalog.pg_locks l
     where l.pid = pg_backend_pid() and l.locktype = 'relation' and l.relation = emptied
       and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
       and l.mode = 'AccessExclusiveLock' and l.granted)
$$;

-- Numbers that started again would stand for two things. They end only with their rooms.
create function parley.keep_numbers() returns trigger
language plpgsql security definer
set search_path = ''
set timezone = 'UTC'
as $$
begin
  if not parley.is_being_truncated('public.chat_rooms') then
    raise object_not_in_prerequisite_state
      using message = format('%I.%I is not emptied on its own', tg_table_schema, tg_table_name),
            hint = 'truncate public.chat_rooms cascade removes all rooms; parley.prune_events() shortens the log';
  end if;
  return null;
end
$$;

-- All messages are deleted. They are numbered at once for each room: one at a time takes minutes.
create function parley.log_every_message_removed() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
begin
  if parley.is_being_truncated('public.chat_rooms') then
    return null;
  end if;
  perform from public.room_counters c
    where c.room_id in (select m.room_id from public.messages m) order by c.room_id for update;
  insert into public.room_events (room_id, rev, kind, channel, data)
  select m.room_id, c.last_rev + row_number() over (partition by m.room_id order by m.seq), 'message-deleted',
         parley.channel(r.id, r.visibility),
         parley.removed_json(m, clock_timestamp()) || case when m.thread_root is null then '{}' else jsonb_build_object(
           'thread', jsonb_build_object('message_id', m.thread_root::text, 'replies', 0, 'user_ids', '[]'::jsonb)) end
    from public.messages m
    join public.chat_rooms r on r.id = m.room_id
    join public.room_counters c on c.room_id = m.room_id
   where m.deleted_at is null;
  update public.room_counters c set last_rev = logged.rev
    from (select e.room_id, max(e.rev) as rev from public.room_events e group by e.room_id) logged
   where logged.room_id = c.room_id and logged.rev > c.last_rev;
  update public.room_events e
     set data = parley.emptied(e.data, clock_timestamp())
   where e.kind in ('new-message', 'message-updated') and not e.data ? 'deleted_at';
  delete from parley.message_edits;
  delete from parley.message_mentions;
  delete from parley.thread_followers;
  truncate public.message_reactions;
  delete from public.message_pins;
  return null;
end
$$;

create function parley.log_every_reaction_removed() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
declare
  reaction public.message_reactions;
begin
  if parley.is_being_truncated('public.messages') or parley.is_being_truncated('public.chat_rooms') then
    return null;
  end if;
  for reaction in select * from public.message_reactions r order by r.room_id, r.rev loop
    perform parley.append(reaction.room_id, 'reaction-removed', parley.reaction_json(reaction));
  end loop;
  return null;
end
$$;

create trigger parley_truncate before truncate on public.room_counters
  for each statement execute function parley.keep_numbers();
create trigger parley_truncate before truncate on public.room_events
  for each statement execute function parley.keep_numbers();
create trigger parley_truncate before truncate on public.messages
  for each statement execute function parley.log_every_message_removed();
create trigger parley_truncate before truncate on public.message_reactions
  for each statement execute function parley.log_every_reaction_removed();

revoke all on all routines in schema parley from public;
