-- The types of ids, and what depends on them.
--
-- Rooms, messages and people have ids of the type that the app's columns have. A domain for each kind
-- records it, and everything else is written in terms of the domains.

-- Where no column decides it, room ids are text, so that an app may choose them. To use another type, make
-- the domain before the first migration.
do $ids$
declare
  kind record;
begin
  for kind in
    select k.domain, k.otherwise, min(c.data_type) as type,
           ' collate ' || min(quote_ident(c.collation_schema) || '.' || quote_ident(c.collation_name)) as collated
      from (values
        ('room_id',    'text collate "C"', array['chat_rooms.id', 'messages.room_id', 'room_participants.room_id']),
        ('message_id', 'uuid', array['messages.id', 'messages.reply_to', 'messages.thread_root']),
        ('user_id',    'uuid', array['profiles.id', 'chat_rooms.created_by', 'messages.user_id', 'room_participants.user_id']))
        k (domain, otherwise, places)
      left join information_schema.columns c
        on c.table_schema = 'public' and c.table_name || '.' || c.column_name = any (k.places)
     where to_regtype('parley.' || k.domain) is null
     group by k.domain, k.otherwise
  loop
    execute format(
      'create domain parley.%I as %s', kind.domain,
      coalesce(replace(kind.type, 'character varying', 'text') || coalesce(kind.collated, ''), kind.otherwise));
  end loop;
end
$ids$;
comment on domain parley.room_id is 'Id of a room.';
comment on domain parley.message_id is 'Id of a message.';
comment on domain parley.user_id is 'Id of a person: claim sub of the token.';

create function parley.is_of_type(domain regtype, base regtype) returns boolean
language sql stable
set search_path = ''
as $$ select d.typbasetype = base from pg_catalog.pg_type d where d.oid = domain $$;

-- The id of a room or a person that a text spells; null when it is not the one spelling of an id. Room ids are
-- part of channel names, which allow no other characters.
do $form$
declare
  whose text;
begin
  foreach whose in array array['room', 'user'] loop
    execute format($function$
      create function parley.%1$s_named(spelled text) returns parley.%1$s_id
      language plpgsql immutable
      set search_path = ''
      as $$
      begin
        return case when %2$s then spelled::parley.%1$s_id end;
      end
      $$
      $function$,
      whose,
      case
        when parley.is_of_type(format('parley.%s_id', whose)::regtype, 'uuid') then
          $$spelled ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'$$
        when parley.is_of_type(format('parley.%s_id', whose)::regtype, 'bigint') then
          $$spelled ~ '^(0|-?[1-9][0-9]{0,18})$' and spelled::numeric between -9223372036854775808 and 9223372036854775807$$
        when whose = 'room' then $$spelled ~ '^[A-Za-z0-9_=@,.;-]{1,160}$'$$
        else 'true'
      end);
  end loop;
end
$form$;

-- PostgreSQL inlines it, since its names are resolved when it is made and it sets nothing.
create function parley.my_id() returns parley.user_id
language sql stable
return nullif(auth.jwt() ->> 'sub', '')::parley.user_id;
comment on function parley.my_id is 'Who calls; null for who is not signed in.';

-- A message that the database numbers has no id before it is stored. The id that its author gave it is kept
-- beside it, so that a repeat is recognized.
do $form$
begin
  execute format(
    'create function parley.has_client_ids() returns boolean language sql immutable return %L::boolean',
    parley.is_of_type('parley.message_id', 'bigint'));
end
$form$;

-- People have accounts in auth.users when ids there have the same type. Others are known by their tokens only.
create function parley.has_accounts() returns boolean
language sql stable
set search_path = ''
as $$ select parley.is_of_type('parley.user_id', 'uuid') $$;

create procedure parley.refer_to_accounts(of_table regclass, of_column name)
language plpgsql
set search_path = ''
as $$
begin
  if parley.has_accounts() then
    execute format(
      'alter table %s add foreign key (%I) references auth.users (id) on delete cascade', of_table, of_column);
  end if;
end
$$;

-- Programs that generate types from the schema do not resolve domains, so the API's columns have none.
create procedure parley.look_through_domains()
language plpgsql
set search_path = ''
as $$
declare
  col record;
begin
  for col in
    select a.attrelid::regclass as of_table, a.attname, format_type(d.typbasetype, d.typtypmod)
             || coalesce((select format(' collate %I.%I', n.nspname, k.collname)
                            from pg_catalog.pg_collation k join pg_catalog.pg_namespace n on n.oid = k.collnamespace
                           where k.oid = d.typcollation and k.collname <> 'default'), '') as base
      from pg_catalog.pg_attribute a
      join pg_catalog.pg_class c on c.oid = a.attrelid
      join pg_catalog.pg_type d on d.oid = a.atttypid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not a.attisdropped
       and d.typtype = 'd' and d.typnamespace = 'parley'::regnamespace
  loop
    execute format('alter table %s alter column %I type %s', col.of_table, col.attname, col.base);
  end loop;
end
$$;

revoke all on all routines in schema parley from public;
grant execute on function parley.my_id(), parley.has_client_ids(), parley.room_named(text)
  to anon, authenticated, service_role;
grant usage on schema parley to anon, authenticated, service_role;
