-- Checks whether the tables of an app can be adopted, and touches none of them.
--
-- Parley's own migrate runs this file before it prepares large tables in small steps, so a refusal comes
-- before anything has changed.

create schema if not exists parley;
comment on schema parley is 'Helpers of the chat functions and the state of the worker; not part of the API.';
revoke all on schema parley from public;

-- The columns that hold ids, by the domain that will have their type. A domain may exist already.
create function pg_temp.ids_found() returns table (domain text, place text, type text, collated text)
language sql stable
set search_path = ''
as $$
  select kind.domain, columns.place, columns.type, columns.collated
    from (values
      ('room_id',    array['chat_rooms.id', 'messages.room_id', 'room_participants.room_id']),
      ('message_id', array['messages.id', 'messages.reply_to', 'messages.thread_root']),
      ('user_id',    array['profiles.id', 'chat_rooms.created_by', 'messages.user_id', 'room_participants.user_id']))
      kind (domain, places)
    left join lateral (
      select c.table_name || '.' || c.column_name as place,
             case c.data_type when 'character varying' then 'text' when 'USER-DEFINED' then c.udt_name else c.data_type end as type,
             quote_ident(c.collation_schema) || '.' || quote_ident(c.collation_name) as collated
        from information_schema.columns c
       where c.table_schema = 'public' and c.table_name || '.' || c.column_name = any (kind.places)
      union all
      select 'domain parley.' || d.typname, pg_catalog.format_type(d.typbasetype, null), null
        from pg_catalog.pg_type d where d.oid = pg_catalog.to_regtype('parley.' || kind.domain)) columns on true
$$;

-- Each refusal names the place and the cure.
do $check$
declare
  wrong text;
  bare record;
  has_rows boolean;
begin
  if to_regproc('parley.number_message') is not null then
    return; -- the tables are Parley's: migrate has just made the schema of an earlier Parley anew
  end if;

  if not exists (select from pg_class c where c.relnamespace = to_regnamespace('auth') and c.relname = 'users')
     or not exists (select from pg_proc p where p.pronamespace = to_regnamespace('auth') and p.proname = 'jwt')
     or exists (select from unnest(array['anon', 'authenticated', 'service_role']) r where to_regrole(r) is null) then
    raise exception 'this database has no schema auth with users and jwt(), or not the roles anon, authenticated and service_role'
      using hint = 'on a plain PostgreSQL make them first: ./parley migrate --bootstrap, as a superuser';
  end if;

  select string_agg(format('public.%I', c.relname), ', ' order by c.relname) into wrong
    from pg_class c
   where c.relnamespace = 'public'::regnamespace
     and c.relname in ('message_pins', 'message_reactions', 'room_counters', 'room_cursors', 'room_events', 'room_invitations');
  if wrong is not null then
    raise exception 'this database has tables of names that Parley gives to its own: %', wrong
      using hint = 'they are kept as they are: rename it or them (alter table … rename to …), then migrate again';
  end if;

  select string_agg(format('%I.%I is %s', n.nspname, c.relname, case c.relkind
           when 'p' then 'a partitioned table' when 'v' then 'a view' when 'm' then 'a materialized view'
           when 'f' then 'a foreign table' else 'not a table' end), ', ')
    into wrong
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = 'public' and c.relname in ('chat_rooms', 'messages', 'room_participants', 'profiles')
     and c.relkind <> 'r';
  if wrong is not null then
    raise exception 'the chat tables of this database cannot be adopted: %', wrong
      using hint = 'they must be ordinary tables, since a key over id alone holds over all of them: copy the rows into one, then migrate again';
  end if;

  select string_agg(format('%I.%I belongs to %s', n.nspname, c.relname, pg_get_userbyid(c.relowner)), ', ')
    into wrong
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = 'public' and c.relname in ('chat_rooms', 'messages', 'room_participants', 'profiles')
     and not pg_has_role(c.relowner, 'usage');
  if wrong is not null then
    raise exception 'role % may not change the chat tables of this database: %', current_user, wrong
      using hint = format('migrate as the owner, or as the owner run: grant the owner''s role to %I, or alter table … owner to %1$I', current_user);
  end if;
  if not has_schema_privilege('public', 'create') or not has_database_privilege(current_database(), 'create')
     or not has_schema_privilege('auth', 'usage')
     or not (select bool_and(has_table_privilege('auth.users'::regclass, needed)) from unnest(array['select', 'references', 'trigger']) needed) then
    raise exception 'role % may not create in schema public and in this database, or not refer to auth.users', current_user
      using hint = format('as their owners run: grant create on schema public to %1$I; grant create on database %2$I to %1$I; grant usage on schema auth to %1$I; grant select, references, trigger on auth.users to %1$I;',
        current_user, current_database());
  end if;

  select string_agg(format('%I.%I', want.of, want.name), ', ' order by want.of, want.name)
    into wrong
    from (values ('chat_rooms', 'id'), ('chat_rooms', 'name'), ('messages', 'id'), ('messages', 'room_id'),
                 ('messages', 'user_id'), ('messages', 'content'), ('room_participants', 'room_id'),
                 ('room_participants', 'user_id'), ('profiles', 'id')) want (of, name)
   where to_regclass('public.' || want.of) is not null
     and not exists (
       select from information_schema.columns c
        where c.table_schema = 'public' and c.table_name = want.of and c.column_name = want.name);
  if wrong is not null then
    raise exception 'the chat tables of this database cannot be adopted, these columns are missing: %', wrong
      using hint = 'name the columns so (alter table … rename column …), or rename the tables to keep them apart, then migrate again';
  end if;

  select string_agg(format('messages.%I', c.column_name), ', ')
    into wrong
    from information_schema.columns c
   where c.table_schema = 'public' and c.table_name = 'messages' and c.column_name in ('seq', 'rev');
  if wrong is not null then
    raise exception 'the chat tables of this database have columns of names that Parley gives to its own: %', wrong
      using hint = 'rename it or them (alter table … rename column …), then migrate again';
  end if;

  select string_agg(f.place || ' is ' || f.type, ', ' order by f.place) into wrong
    from pg_temp.ids_found() f where f.type not in ('uuid', 'bigint', 'text');
  if wrong is not null then
    raise exception 'the chat tables of this database cannot be adopted: %', wrong
      using hint = 'ids are uuid, bigint or text: convert these columns (alter table … alter column … type …), then migrate again';
  end if;

  select string_agg(f.place || ' is ' || f.type, ', ' order by f.place) into wrong
    from pg_temp.ids_found() f
   where f.domain in (select o.domain from pg_temp.ids_found() o group by o.domain having min(o.type) <> max(o.type));
  if wrong is not null then
    raise exception 'the chat tables of this database cannot be adopted, ids of one kind have different types: %', wrong
      using hint = 'convert them to one type (alter table … alter column … type … using …), then migrate again';
  end if;

  select string_agg(format('%I.%I is %s', c.table_name, c.column_name, c.data_type), ', ')
    into wrong
    from information_schema.columns c
   where c.table_schema = 'public'
     and (c.table_name, c.column_name) in (
       ('chat_rooms', 'name'), ('chat_rooms', 'description'), ('messages', 'content'),
       ('profiles', 'display_name'), ('profiles', 'avatar_url'))
     and c.data_type not in ('text', 'character varying');
  if wrong is not null then
    raise exception 'the chat tables of this database cannot be adopted: %', wrong
      using hint = 'these columns must be text; rename the tables or convert the columns, then migrate again';
  end if;

  for bare in
    select c.table_name, c.data_type from information_schema.columns c
     where c.table_schema = 'public' and c.table_name in ('chat_rooms', 'messages') and c.column_name = 'id'
       and c.data_type = 'bigint' and c.column_default is null and c.is_identity = 'NO'
  loop
    execute format('select exists (select from public.%I)', bare.table_name) into has_rows;
    if has_rows then
      raise exception 'the database does not number public.%', bare.table_name
        using hint = format('let it do so: alter table public.%I alter column id add generated by default as identity (start with …), then migrate again', bare.table_name);
    end if;
  end loop;

  -- the rule of parley.room_named(), which a later file makes
  if exists (select from pg_temp.ids_found() f where f.place = 'chat_rooms.id' and f.type = 'text') then
    execute $odd$
      select string_agg(quote_literal(odd.id), ', ')
        from (select r.id from public.chat_rooms r where r.id !~ '^[A-Za-z0-9_=@,.;-]{1,160}$' order by r.id limit 5) odd
      $odd$ into wrong;
    if wrong is not null then
      raise exception 'ids of rooms are parts of the names of channels, and these cannot be: %', wrong
        using hint = 'they may have letters, digits and _=@,.;- and 160 characters: rename them (a foreign key on update cascade renames them everywhere), then migrate again';
    end if;
  end if;
end
$check$;
