-- Brings back every row that set-aside.sql took aside, as it was: no trigger sees it, and nobody who reads the
-- server's log hears again what was told long ago.
alter publication parley drop table public.room_events, public.room_cursors;

do $back$
declare
  silenced constant text[] := array(
    select format('alter table %s %%s trigger %I', t.tgrelid::regclass, t.tgname)
      from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relnamespace in ('public'::regnamespace, 'parley'::regnamespace) and not t.tgisinternal and t.tgenabled = 'O');
  trigger_of text;
  kept record;
begin
  foreach trigger_of in array silenced loop
    execute format(trigger_of, 'disable');
  end loop;

  -- in the order in which they were made, which is that of their references
  for kept in
    select old.oid::regclass as old, home.oid::regclass as home, string_agg(quote_ident(a.attname), ', ') as columns
      from pg_class old
      join pg_class home
        on home.oid = coalesce(to_regclass('parley.' || quote_ident(old.relname)), to_regclass('public.' || quote_ident(old.relname)))
      join pg_attribute a on a.attrelid = old.oid and a.attnum > 0 and not a.attisdropped
      join pg_attribute b on b.attrelid = home.oid and b.attname = a.attname and b.attgenerated = ''
     where old.relnamespace = 'parley_before'::regnamespace and old.relkind = 'r'
     group by old.oid, home.oid
     order by old.oid
  loop
    execute format('delete from %s', kept.home);
    execute format('insert into %1$s (%3$s) select %3$s from %2$s', kept.home, kept.old, kept.columns);
  end loop;

  update public.profiles p
     set display_name = b.display_name, avatar_url = b.avatar_url, last_seen_at = b.last_seen_at
    from pg_temp.names_before b
   where b.id = p.id
     and (p.display_name, p.avatar_url, p.last_seen_at) is distinct from (b.display_name, b.avatar_url, b.last_seen_at);
  update public.room_participants p
     set role = b.role
    from pg_temp.roles_before b
   where b.room_id = p.room_id and b.user_id = p.user_id and p.role <> b.role;

  foreach trigger_of in array silenced loop
    execute format(trigger_of, 'enable');
  end loop;
  for kept in
    select c.oid::regclass as old from pg_class c
     where c.relnamespace = 'parley_before'::regnamespace and c.relkind = 'r' order by c.oid desc
  loop
    execute format('drop table %s', kept.old);
  end loop;
end
$back$;
drop schema parley_before;

do $publish$
declare
  publication name;
begin
  for publication in select pubname from pg_temp.publications_before union select 'parley' loop
    execute format('alter publication %I add table public.room_events, public.room_cursors', publication);
  end loop;
end
$publish$;
