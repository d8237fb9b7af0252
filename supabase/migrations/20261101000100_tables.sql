-- The tables of a chat, and what apps that had a chat before bring along.
--
-- Apps may own chat_rooms, messages, room_participants and profiles already. Each table is therefore
-- made in its plainest form when missing, and then widened: a new database and an adopted one take the
-- same steps. Ids must be uuid. Everything an app added of its own (columns, policies, triggers) stays.

create schema if not exists parley;
comment on schema parley is 'Helpers of the chat functions and the state of the worker; not part of the API.';
revoke all on schema parley from public;

-- Refuses what cannot be adopted, before anything is touched: each refusal names the place and the cure.
do $check$
declare
  wrong text;
begin
  if not exists (select from pg_class c where c.relnamespace = to_regnamespace('auth') and c.relname = 'users')
     or not exists (select from pg_proc p where p.pronamespace = to_regnamespace('auth') and p.proname = 'uid')
     or exists (select from unnest(array['anon', 'authenticated', 'service_role']) r where to_regrole(r) is null) then
    raise exception 'this database has no schema auth with users and uid(), or not the roles anon, authenticated and service_role'
      using hint = 'on a plain PostgreSQL make them first: ./parley migrate --bootstrap, as a superuser';
  end if;

  select string_agg(format('public.%I', c.relname), ', ' order by c.relname) into wrong
    from pg_class c
   where c.relnamespace = 'public'::regnamespace
     and c.relname in ('room_counters', 'room_cursors', 'room_events', 'room_invitations');
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

  select string_agg(format('%I.%I is %s', c.table_name, c.column_name, c.data_type), ', ')
    into wrong
    from information_schema.columns c
   where c.table_schema = 'public'
     and c.table_name in ('chat_rooms', 'messages', 'room_participants', 'profiles')
     and c.column_name in ('id', 'room_id', 'user_id', 'created_by')
     and c.data_type <> 'uuid';
  if wrong is not null then
    raise exception 'the chat tables of this database cannot be adopted: %', wrong
      using hint = 'these columns must be uuid; rename the tables or convert the columns, then migrate again';
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
end
$check$;

-- Times without a zone are taken as UTC.
do $times$
declare
  bare record;
begin
  for bare in
    select c.table_name, c.column_name from information_schema.columns c
     where c.table_schema = 'public' and c.data_type = 'timestamp without time zone'
       and c.table_name in ('chat_rooms', 'messages', 'room_participants', 'profiles')
       and c.column_name in ('created_at', 'updated_at', 'joined_at', 'edited_at', 'deleted_at', 'left_at', 'last_seen_at')
  loop
    execute format(
      'alter table public.%1$I alter column %2$I type timestamptz using %2$I at time zone ''UTC''',
      bare.table_name, bare.column_name);
  end loop;
end
$times$;

-- People ---------------------------------------------------------------------------------------------

create table if not exists public.profiles (
  id uuid primary key references auth.users (id) on delete cascade);
alter table public.profiles
  add column if not exists display_name text not null default 'Guest',
  add column if not exists avatar_url   text,
  add column if not exists last_seen_at timestamptz;
alter table public.profiles
  add constraint parley_display_name_length check (char_length(display_name) between 1 and 100) not valid,
  add constraint parley_avatar_url_length check (char_length(avatar_url) <= 2000) not valid;
comment on table public.profiles is 'How a person appears to others; made with the account.';

-- Rooms ----------------------------------------------------------------------------------------------

-- created_by and messages.user_id have no foreign key: what was said outlives the account that said it.
create table if not exists public.chat_rooms (
  id          uuid primary key default gen_random_uuid(),
  name        text not null,
  description text,
  created_by  uuid default auth.uid(),
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now());
alter table public.chat_rooms
  add column if not exists description text,
  add column if not exists created_by  uuid default auth.uid(),
  add column if not exists created_at  timestamptz not null default now(),
  add column if not exists updated_at  timestamptz not null default now(),
  add column if not exists visibility  text not null default 'private';
alter table public.chat_rooms
  add constraint parley_visibility check (visibility in ('private', 'public')),
  add constraint parley_name_length check (char_length(name) between 1 and 200) not valid,
  add constraint parley_description_length check (char_length(description) <= 2000) not valid;
alter table public.chat_rooms alter column created_by set default auth.uid();
create index if not exists chat_rooms_created_by_idx on public.chat_rooms (created_by);
create index if not exists chat_rooms_public_idx on public.chat_rooms (created_at) where visibility = 'public';
comment on column public.chat_rooms.visibility is 'private: participants only; public: anyone may read and listen';

-- The row lock of a room's counters is what puts its changes in order, so the row is narrow and has
-- room to be updated in place.
create table public.room_counters (
  room_id  uuid primary key references public.chat_rooms (id) on delete cascade,
  last_seq bigint not null default 0,
  last_rev bigint not null default 0) with (fillfactor = 50);
comment on table public.room_counters is 'The last numbers given in each room: seq to a message, rev to a change.';

-- Messages -------------------------------------------------------------------------------------------

create table if not exists public.messages (
  id         uuid primary key default gen_random_uuid(),
  room_id    uuid not null references public.chat_rooms (id) on delete cascade,
  user_id    uuid not null default auth.uid(),
  content    text not null,
  created_at timestamptz not null default now());
alter table public.messages
  add column if not exists created_at  timestamptz not null default now(),
  add column if not exists seq         bigint,
  add column if not exists rev         bigint,
  add column if not exists edited_at   timestamptz,
  add column if not exists deleted_at  timestamptz,
  add column if not exists reply_to    uuid,
  add column if not exists attachments jsonb,
  add column if not exists metadata    jsonb;
alter table public.messages alter column user_id set default auth.uid();

-- Messages from before get their numbers in the order they were written.
update public.messages m
   set seq = numbered.n, rev = numbered.n
  from (select id, row_number() over (partition by room_id order by created_at nulls first, id) as n
          from public.messages) numbered
 where numbered.id = m.id;
insert into public.room_counters (room_id, last_seq, last_rev)
select r.id, coalesce(max(m.seq), 0), coalesce(max(m.rev), 0)
  from public.chat_rooms r left join public.messages m on m.room_id = r.id
 group by r.id;

alter table public.messages
  alter column seq set not null,
  alter column rev set not null;
alter table public.messages
  add constraint messages_room_id_seq_key unique (room_id, seq),
  add constraint parley_content_length
    check (deleted_at is not null or char_length(content) between 1 and 4000) not valid,
  add constraint parley_attachments_shape
    check (jsonb_typeof(attachments) = 'array' and octet_length(attachments::text) <= 16384) not valid,
  add constraint parley_metadata_shape
    check (jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 8192) not valid;
create index if not exists messages_user_id_idx on public.messages (user_id);
comment on column public.messages.seq is 'place in the room: 1, 2, 3 …; the only order';
comment on column public.messages.rev is 'number of the last change of this message in the log of its room';
comment on column public.messages.deleted_at is 'set: a tombstone, without content';

-- Participants ---------------------------------------------------------------------------------------

create table if not exists public.room_participants (
  id        uuid primary key default gen_random_uuid(),
  room_id   uuid not null references public.chat_rooms (id) on delete cascade,
  user_id   uuid not null default auth.uid() references auth.users (id) on delete cascade,
  joined_at timestamptz not null default now());
alter table public.room_participants
  add column if not exists id               uuid not null default gen_random_uuid(),
  add column if not exists joined_at        timestamptz not null default now(),
  add column if not exists role             text not null default 'member',
  add column if not exists muted_until      timestamptz,
  add column if not exists left_at          timestamptz,
  add column if not exists joined_after_seq bigint not null default 0;
alter table public.room_participants alter column user_id set default auth.uid();

-- Nobody is in a room twice; the oldest entry stays.
delete from public.room_participants p
 using public.room_participants older
 where older.room_id = p.room_id and older.user_id = p.user_id
   and (older.joined_at, older.id) < (p.joined_at, p.id);
update public.room_participants p
   set role = 'owner'
  from public.chat_rooms r
 where r.id = p.room_id and r.created_by = p.user_id and p.role = 'member';

alter table public.room_participants
  add constraint parley_role check (role in ('owner', 'moderator', 'member')) not valid;
create unique index if not exists room_participants_room_id_user_id_key
  on public.room_participants (room_id, user_id);
create index if not exists room_participants_user_id_idx
  on public.room_participants (user_id, room_id) where left_at is null;
comment on column public.room_participants.left_at is 'null while the person is in the room';
comment on column public.room_participants.joined_after_seq is 'last message before the person came; none before it counts as unread';

-- How far people have read and received. It has no place in the log: it only grows, so a lost change
-- is made good by the next one.
create table public.room_cursors (
  room_id       uuid not null references public.chat_rooms (id) on delete cascade,
  user_id       uuid not null references auth.users (id) on delete cascade,
  read_seq      bigint not null default 0,
  delivered_seq bigint not null default 0,
  updated_at    timestamptz not null default now(),
  primary key (room_id, user_id)) with (fillfactor = 50);
create index room_cursors_user_id_idx on public.room_cursors (user_id);
create index room_cursors_updated_at_idx on public.room_cursors (updated_at);

-- The log --------------------------------------------------------------------------------------------

create table public.room_events (
  room_id    uuid not null references public.chat_rooms (id) on delete cascade,
  rev        bigint not null,
  kind       text not null,
  channel    text not null,
  data       jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (room_id, rev));
create index room_events_created_at_idx on public.room_events using brin (created_at);
create index room_events_notices_idx
  on public.room_events (room_id, ((data ->> 'after_seq')::bigint)) where kind in ('user-joined', 'user-left');
comment on table public.room_events is 'Every change of a room, numbered 1, 2, 3 … in the order of commit; only ever added to.';
comment on column public.room_events.kind is 'name of the published event';
comment on column public.room_events.channel is 'channel the event is published on';

-- People who signed up before ------------------------------------------------------------------------

create function parley.display_name(meta jsonb, email text) returns text
language sql immutable
set search_path = ''
as $$
  select left(coalesce(
    nullif(btrim(meta ->> 'display_name'), ''),
    nullif(btrim(meta ->> 'name'), ''),
    nullif(btrim(meta ->> 'full_name'), ''),
    nullif(split_part(email, '@', 1), ''),
    'Guest'), 100)
$$;

insert into public.profiles as p (id, display_name, avatar_url)
select u.id, parley.display_name(u.raw_user_meta_data, u.email), left(u.raw_user_meta_data ->> 'avatar_url', 2000)
  from auth.users u
on conflict (id) do update set display_name = excluded.display_name where p.display_name = 'Guest';
