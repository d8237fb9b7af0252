-- Takes away what an earlier Parley made, and keeps every row: its tables lie in a schema of their own
-- until bring-back.sql, the app's stay where they are. What of the app's refers to our functions is not
-- dropped with them: PostgreSQL then names it, and nothing has happened.

create schema parley_before;

create temporary table names_before on commit drop as
  select id, display_name, avatar_url, last_seen_at from public.profiles;
create temporary table roles_before on commit drop as
  select room_id, user_id, role from public.room_participants;
create temporary table publications_before on commit drop as
  select p.pubname
    from pg_publication p join pg_publication_rel r on r.prpubid = p.oid
   where r.prrelid = 'public.room_events'::regclass;

do $aside$
declare
  -- the text of what was applied names what was made
  made constant text := (
    select string_agg(array_to_string(h.statements, E'\n'), E'\n') from supabase_migrations.schema_migrations h);
  ours record;
begin
  for ours in
    select format('drop policy %I on %I.%I', p.policyname, p.schemaname, p.tablename) as away
      from pg_policies p
     where p.schemaname = 'public'
       and (p.policyname like 'parley: %' or position(format('create policy "%s" on public.%s', p.policyname, p.tablename) in made) > 0)
    union all
    -- the table of the accounts is not ours, so a trigger on it goes with its function only
    select distinct format('drop function %s cascade', f.oid::regprocedure)
      from pg_trigger t join pg_proc f on f.oid = t.tgfoid
     where f.pronamespace = 'parley'::regnamespace
    union all
    select format('drop view %s', v.oid::regclass)
      from pg_class v where v.relnamespace = 'parley'::regnamespace and v.relkind = 'v'
    union all
    select format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname)
      from pg_constraint k
     where k.conrelid in ('public.chat_rooms'::regclass, 'public.messages'::regclass, 'public.room_participants'::regclass, 'public.profiles'::regclass)
       and (k.conname like 'parley\_%' or k.conname = 'messages_room_id_seq_key')
  loop
    execute ours.away;
  end loop;

  execute (
    select 'drop routine ' || string_agg(f.oid::regprocedure::text, ', ')
      from pg_proc f
     where f.pronamespace = 'parley'::regnamespace
        or f.pronamespace = 'public'::regnamespace and f.proname <> 'profiles'
           and f.proconfig @> array['search_path=""'] and made ~ ('function public\.' || f.proname || '\('));

  for ours in
    select c.oid::regclass as name
      from pg_class c
     where c.relkind = 'r'
       and (c.relnamespace = 'parley'::regnamespace
            or c.oid in (to_regclass('public.room_counters'), to_regclass('public.room_events'),
                         to_regclass('public.room_cursors'), to_regclass('public.room_invitations')))
  loop
    execute format('alter table %s set schema parley_before', ours.name);
  end loop;
end
$aside$;

drop publication if exists parley;

-- The record of the files that made it goes with it.
delete from supabase_migrations.schema_migrations h
 where h.version between '20261101000100' and '20261202000400'
   and h.name in (
     'tables', 'access', 'log', 'functions', 'worker', 'parking', 'access_changes', 'capture_lease', 'backlog',
     'integrity', 'settings', 'membership', 'invitations', 'profile_relationships', 'policies', 'audience', 'truncate',
     'visible_text', 'authorize_channels', 'utc_entry_points', 'kept_invitations');

create domain parley.room_id as uuid;
create domain parley.message_id as uuid;
create domain parley.user_id as uuid;
