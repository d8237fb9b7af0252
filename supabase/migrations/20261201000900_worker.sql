-- What the worker reads and keeps. It signs in as the owner of these tables (postgres).

-- Deletes are left out: shortening the log is no change of a room.
create publication parley for table public.room_events, public.room_cursors with (publish = 'insert, update');

-- Positions -------------------------------------------------------------------------------------------------

create table parley.bridge_targets (
  target        text primary key,
  epoch         text not null,
  registered_at timestamptz not null default now());
comment on table parley.bridge_targets is 'Where events are published to; each target has a place of its own in every room''s log.';

-- No foreign key on room_id: to note a place in a room that was deleted meanwhile is no error.
create table parley.bridge_cursors (
  target        text not null references parley.bridge_targets (target) on delete cascade,
  room_id       parley.room_id not null,
  epoch         text not null,
  published_rev bigint not null,
  updated_at    timestamptz not null default now(),
  primary key (target, room_id)) with (fillfactor = 50);
create index bridge_cursors_room_id_idx on parley.bridge_cursors (room_id);
comment on column parley.bridge_cursors.published_rev is 'every change up to this one was taken by the target';

-- What is still to be published. The worker starts from it, polls it and monitors it; the doctor reports it.
create view parley.backlog as
  select t.target, c.room_id, coalesce(b.published_rev, 0) as published_rev, c.last_rev
    from parley.bridge_targets t
   cross join public.room_counters c
    left join parley.bridge_cursors b on b.target = t.target and b.room_id = c.room_id
   where c.last_rev > coalesce(b.published_rev, 0);
comment on view parley.backlog is 'The rooms in which a target lacks changes: those after published_rev, up to last_rev.';

-- Parked events ---------------------------------------------------------------------------------------------

-- Events that a target refused for good. People were sent a reference to fetch instead. The operator reads
-- here what was refused and why, and deletes the rows once that is understood.
create table parley.bridge_parked (
  target    text not null references parley.bridge_targets (target) on delete cascade,
  room_id   parley.room_id not null,
  rev       bigint not null,
  epoch     text not null,
  kind      text not null,
  reason    text not null,
  referred  boolean not null,
  parked_at timestamptz not null default now(),
  primary key (target, room_id, rev, epoch));
comment on table parley.bridge_parked is 'What a target refused for good. Delete a row to clear it; the change itself is in room_events.';
comment on column parley.bridge_parked.kind is 'name of the event';
comment on column parley.bridge_parked.reason is 'what the target answered';
comment on column parley.bridge_parked.referred is 'whether the target took a reference to the event instead';

-- Deletes a part at a time, so that shortening a long log never holds up the database for long.
create function parley.prune_events(keep interval default '7 days', most bigint default null) returns bigint
language plpgsql
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  pruned bigint;
begin
  if keep < interval '0' then
    raise invalid_parameter_value using message = 'keep must not be negative';
  end if;
  delete from parley.bridge_cursors c
   where not exists (select from public.chat_rooms r where r.id = c.room_id);
  delete from parley.bridge_parked p where p.parked_at < now() - keep;
  delete from public.room_events e
   using (
     select o.room_id, o.rev from public.room_events o
      where o.created_at < now() - keep
        and not exists (
          select from parley.bridge_targets t
            left join parley.bridge_cursors c on c.target = t.target and c.room_id = o.room_id
           where coalesce(c.published_rev, 0) < o.rev)
      limit most) old
   where e.room_id = old.room_id and e.rev = old.rev;
  get diagnostics pruned = row_count;
  return pruned;
end
$$;
comment on function parley.prune_events is 'Shortens the log by at most so many rows; clients that were away for longer load a snapshot. Returns the number of rows.';

-- The capture lease -----------------------------------------------------------------------------------------

-- Where no worker can hold a replication slot permanently, this decides which one captures: read by SQL, a
-- slot is held only during a read and the tables not at all. The other workers wait until the lease expires.
create table parley.capture_leases (
  slot   text primary key,
  holder uuid not null,
  until  timestamptz not null);
comment on table parley.capture_leases is 'The worker that looks for changes by SQL, for a term that it renews; one row for each name of a slot.';

-- Changes of access -----------------------------------------------------------------------------------------

-- A realtime server that admitted somebody keeps them until it is told otherwise. So every change of who is
-- in a room, and of who is muted, leaves a row for each server in the same transaction. The worker looks up
-- what is true when it gets to the row, acts, and deletes it. A row survives the worker and waits for a server
-- that is unavailable. Whoever is mentioned is told in the same way, of each room only the last time.
create table parley.access_changes (
  change        uuid not null default gen_random_uuid() primary key,
  target        text not null references parley.bridge_targets (target) on delete cascade,
  user_id       parley.user_id not null,
  room_id       parley.room_id,
  message_id    parley.message_id,
  changed_at    timestamptz not null default clock_timestamp(),
  claimed_until timestamptz);
create unique index access_changes_key
  on parley.access_changes (target, user_id, room_id, (message_id is not null)) nulls not distinct;
create index access_changes_due_idx on parley.access_changes (target, changed_at);
comment on table parley.access_changes is 'Changes of who may listen, and of who is mentioned, that a target has yet to be told.';
comment on column parley.access_changes.change is 'another one whenever the same person''s access changes again';
comment on column parley.access_changes.room_id is 'null: a session of the person has ended';
comment on column parley.access_changes.message_id is 'set: the person is mentioned in it';
comment on column parley.access_changes.claimed_until is 'until when a worker is busy with it';

-- One row for each session that was admitted to a server that does not check the expiry itself.
create table parley.sessions (
  user_id     parley.user_id not null,
  session     text not null,
  valid_until timestamptz not null,
  primary key (user_id, session));
create index sessions_valid_until_idx on parley.sessions (valid_until);
comment on table parley.sessions is 'How long those who listen may do so without a renewed token.';

create function parley.note_access(person parley.user_id, room parley.room_id) returns void
language sql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
  insert into parley.access_changes (target, user_id, room_id)
  select t.target, person, room from parley.bridge_targets t order by t.target
  on conflict (target, user_id, room_id, (message_id is not null)) do update
    set change = excluded.change, changed_at = excluded.changed_at, claimed_until = null
$$;

-- People are told that a message mentions them; an empty id is everybody in the room, of whom 500 are told.
create function parley.tell_mentioned(message public.messages, people parley.user_id[]) returns void
language sql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
  insert into parley.access_changes (target, user_id, room_id, message_id)
  select t.target, mentioned.user_id, message.room_id, message.id
    from (select unnest(people) as user_id
          union
          (select p.user_id from public.room_participants p
            where p.room_id = message.room_id and array_position(people, null) > 0
              and p.user_id is distinct from message.user_id
            order by p.joined_at limit 500)) mentioned,
         parley.bridge_targets t
   where mentioned.user_id is not null
   order by t.target, mentioned.user_id
  on conflict (target, user_id, room_id, (message_id is not null)) do update
    set change = excluded.change, message_id = excluded.message_id, changed_at = excluded.changed_at,
        claimed_until = null
$$;

create function parley.note_participant() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
set timezone = 'UTC'
as $$
begin
  if tg_op = 'DELETE' then
    perform parley.note_access(old.user_id, old.room_id);
  else
    perform parley.note_access(new.user_id, new.room_id);
  end if;
  return null;
end
$$;
-- These run after parley_log, which holds the room's lock: two transactions never wait for each other here.
create trigger parley_note_access after insert or delete on public.room_participants
  for each row execute function parley.note_participant();
create trigger parley_note_mute after update on public.room_participants
  for each row when (old.muted_until is distinct from new.muted_until)
  execute function parley.note_participant();

-- What a worker does next for a target: at most `most` changes that no other worker has claimed.
create function parley.claim_access_changes(for_target text, most int, hold interval)
returns table (
  change uuid, user_id parley.user_id, room_id parley.room_id, message_id parley.message_id, standing text,
  changed_at timestamptz)
language sql
set search_path = ''
set lock_timeout = '2s'
as $$
  with due as (
    select c.change from parley.access_changes c
     where c.target = for_target and (c.claimed_until is null or c.claimed_until <= clock_timestamp())
     order by c.changed_at
     limit most
       for update skip locked),
  claimed as (
    update parley.access_changes c set claimed_until = clock_timestamp() + hold
      from due where c.change = due.change
    returning c.change, c.user_id, c.room_id, c.message_id, c.changed_at)
  select c.change, c.user_id, c.room_id, c.message_id,
         case when c.room_id is null then 'ended'
              when p.user_id is null then 'out'
              when c.message_id is not null then 'mentioned'
              when p.muted_until > now() then 'muted'
              else 'in' end,
         c.changed_at
    from claimed c
    left join public.room_participants p on p.room_id = c.room_id and p.user_id = c.user_id
$$;
comment on function parley.claim_access_changes is 'Changes that a target is to be told now, with how the person stands: in, muted or out of the room, mentioned in it, or with a session that has ended.';

-- Tells the targets of every session that ended before `before`.
create function parley.end_sessions(of_targets text[], before timestamptz) returns bigint
language sql
set search_path = ''
set lock_timeout = '2s'
as $$
  with over as (
    delete from parley.sessions s where s.valid_until < before returning s.user_id),
  noted as (
    insert into parley.access_changes (target, user_id, room_id)
    select t.target, o.user_id, null
      from (select distinct user_id from over) o, parley.bridge_targets t
     where t.target = any (of_targets)
     order by t.target, o.user_id
    on conflict (target, user_id, room_id, (message_id is not null)) do update
      set change = excluded.change, changed_at = excluded.changed_at, claimed_until = null
    returning 1)
  select count(*) from noted
$$;

-- Rights ----------------------------------------------------------------------------------------------------

alter table parley.bridge_targets enable row level security;
alter table parley.bridge_cursors enable row level security;
alter table parley.bridge_parked  enable row level security;
alter table parley.capture_leases enable row level security;
alter table parley.access_changes enable row level security;
alter table parley.sessions       enable row level security;
revoke all on table
  parley.bridge_targets, parley.bridge_cursors, parley.bridge_parked, parley.backlog, parley.capture_leases,
  parley.access_changes, parley.sessions
  from public, anon, authenticated, service_role;
revoke all on all routines in schema parley from public;
