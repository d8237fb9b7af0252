-- What is still to be published, in one place: the worker begins with it, polls it, watches it, and the
-- doctor tells of it.

create view parley.backlog as
  select t.target, c.room_id, coalesce(b.published_rev, 0) as published_rev, c.last_rev
    from parley.bridge_targets t
   cross join public.room_counters c
    left join parley.bridge_cursors b on b.target = t.target and b.room_id = c.room_id
   where c.last_rev > coalesce(b.published_rev, 0);
comment on view parley.backlog is 'The rooms in which a target lacks changes: those after published_rev, up to last_rev.';

revoke all on table parley.backlog from public, anon, authenticated, service_role;
