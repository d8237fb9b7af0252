-- What the worker keeps, and what it reads. It logs in as the owner of these tables (postgres).

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

alter table parley.bridge_targets enable row level security;
alter table parley.bridge_cursors enable row level security;
revoke all on table parley.bridge_targets, parley.bridge_cursors from public, anon, authenticated, service_role;

-- Deletes what is older than `keep`, but nothing that a registered target has yet to take.
create function parley.prune_events(keep interval default '7 days') returns bigint
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
  delete from public.room_events e
   where e.created_at < now() - keep
     and not exists (
       select from parley.bridge_targets t
         left join parley.bridge_cursors c on c.target = t.target and c.room_id = e.room_id
        where coalesce(c.published_rev, 0) < e.rev);
  get diagnostics pruned = row_count;
  return pruned;
end
$$;
comment on function parley.prune_events is 'Shortens the log; clients that were away for longer load a snapshot. Returns the number of rows.';
revoke all on function parley.prune_events(interval) from public;

-- Deletes are left out: pruning is no news.
create publication parley for table public.room_events, public.room_cursors with (publish = 'insert, update');
