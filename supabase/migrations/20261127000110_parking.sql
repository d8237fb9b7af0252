-- Events that a target refused for good. People got a reference to fetch in their place; the operator
-- finds here what was refused and why, and deletes the rows once that is understood.

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

alter table parley.bridge_parked enable row level security;
revoke all on table parley.bridge_parked from public, anon, authenticated, service_role;

-- Deletes a part at a time, so that shortening a long log never holds up the database for long.
drop function parley.prune_events(interval);
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
revoke all on function parley.prune_events(interval, bigint) from public;
