-- The tables of a chat, and what apps that had a chat before bring along.
--
-- Apps may own chat_rooms, messages, room_participants and profiles already. Each table is therefore
-- made in its plainest form when missing, and then widened: a new database and an adopted one take the
-- same steps. Ids have the types that the app gave them. Everything it added of its own (columns,
-- policies, triggers) stays.

-- Ids -----------------------------------------------------------------------------------------------

-- Rooms, messages and people have ids of the type that the app's columns have. A domain for each kind
-- keeps it, and everything else is written in the domains. Where no column says it, rooms are text, so
-- that an app may name them; whoever needs another type makes the domain before the first migration.
do $ids$
declare
  kind record;
begin
  for kind in
    select k.domain, k.otherwise, min(c.data_type) as type,
           ' collate ' || min(quote_ident(c.collation_schema) || '.' || quote_ident(c.collation_name)) as collated
      from (values
        ('room_id',    'text collate "C"', array['chat_rooms.id', 'messages.room_id', 'room_participants.room_id']),
        ('message_id', 'uuid', array['messages.id', 'messages.reply_to']),
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

-- Of a text in its one spelling; null when it is no id of a room. Ids of rooms are parts of the names of
-- channels, and those have no other characters.
do $form$
begin
  execute format($function$
    create function parley.room_named(spelled text) returns parley.room_id
    language plpgsql immutable
    set search_path = ''
    as $$
    begin
      return case when %s then spelled::parley.room_id end;
    end
    $$
    $function$,
    case
      when parley.is_of_type('parley.room_id', 'uuid') then
        $$spelled ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'$$
      when parley.is_of_type('parley.room_id', 'bigint') then
        $$spelled ~ '^(0|-?[1-9][0-9]{0,18})$' and spelled::numeric between -9223372036854775808 and 9223372036854775807$$
      else $$spelled ~ '^[A-Za-z0-9_=@,.;-]{1,160}$'$$
    end);
end
$form$;

-- Names were resolved when it was made, and it sets nothing: so PostgreSQL makes it part of a query.
create function parley.my_id() returns parley.user_id
language sql stable
return nullif(auth.jwt() ->> 'sub', '')::parley.user_id;
comment on function parley.my_id is 'Who calls; null for who is not signed in.';

-- Messages that the database numbers have a number only once they are stored. What their author calls
-- them, so that a repeat is known, is kept beside it.
do $form$
begin
  execute format(
    'create function parley.has_client_ids() returns boolean language sql immutable return %L::boolean',
    parley.is_of_type('parley.message_id', 'bigint'));
end
$form$;

-- People are those of auth.users when they have its type of id. Others are known by their tokens only.
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

-- Programs that make types from the schema do not look through domains: columns of the API have none.
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

-- Times without a zone are taken as UTC. Where the session's zone is UTC, PostgreSQL only looks at them
-- differently; with an expression it would write every row anew.
do $times$
declare
  bare record;
begin
  set local timezone to 'UTC';
  for bare in
    select c.table_name, c.column_name from information_schema.columns c
     where c.table_schema = 'public' and c.data_type = 'timestamp without time zone'
       and c.table_name in ('chat_rooms', 'messages', 'room_participants', 'profiles')
       and c.column_name in ('created_at', 'updated_at', 'joined_at', 'edited_at', 'deleted_at', 'left_at', 'last_seen_at')
  loop
    execute format(
      'alter table public.%I alter column %I type timestamptz', bare.table_name, bare.column_name);
  end loop;
end
$times$;

-- People ---------------------------------------------------------------------------------------------

do $profiles$
begin
  if to_regclass('public.profiles') is null then
    create table public.profiles (id parley.user_id primary key);
    call parley.refer_to_accounts('public.profiles', 'id');
  end if;
  -- what an app calls people, looked up before it has our columns
  perform set_config('parley.name_column', coalesce((
    select c.column_name
      from information_schema.columns c
      join unnest(array['display_name', 'full_name', 'name', 'username']) with ordinality known (name, place)
        on known.name = c.column_name
     where c.table_schema = 'public' and c.table_name = 'profiles' and c.data_type in ('text', 'character varying')
     order by known.place limit 1), ''), false);
end
$profiles$;
alter table public.profiles
  add column if not exists display_name text not null default 'Guest',
  add column if not exists avatar_url   text,
  add column if not exists last_seen_at timestamptz;
alter table public.profiles
  add constraint parley_display_name_length check (char_length(display_name) between 1 and 100) not valid,
  add constraint parley_avatar_url_length check (char_length(avatar_url) <= 2000) not valid;
comment on table public.profiles is 'How a person appears to others; made with the account.';

-- Rooms ----------------------------------------------------------------------------------------------

-- Rooms that an app has made, before they have our columns.
select set_config('parley.adopts_rooms', (
  to_regclass('public.chat_rooms') is not null and not exists (
    select from information_schema.columns c
     where c.table_schema = 'public' and c.table_name = 'chat_rooms' and c.column_name = 'visibility'))::text, false);

-- created_by and messages.user_id have no foreign key: what was said outlives the account that said it.
create table if not exists public.chat_rooms (
  id          parley.room_id primary key,
  name        text not null,
  description text,
  created_by  parley.user_id default parley.my_id(),
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now());
alter table public.chat_rooms
  add column if not exists description text,
  add column if not exists created_by  parley.user_id default parley.my_id(),
  add column if not exists created_at  timestamptz not null default now(),
  add column if not exists updated_at  timestamptz not null default now(),
  add column if not exists visibility  text not null default 'private';
alter table public.chat_rooms
  add constraint parley_visibility check (visibility in ('private', 'open', 'public')),
  add constraint parley_name_length check (char_length(name) between 1 and 200) not valid,
  add constraint parley_description_length check (char_length(description) <= 2000) not valid;
alter table public.chat_rooms alter column created_by set default parley.my_id();
create index if not exists chat_rooms_created_by_idx on public.chat_rooms (created_by);
create index if not exists chat_rooms_public_idx on public.chat_rooms (created_at) where visibility = 'public';
comment on column public.chat_rooms.visibility is 'private: participants only; public: anyone may read and listen';

-- Says what an app's own policies say of a row, to somebody who is in no room.
create function pg_temp.policies_allow(of_table text, command text, as_role text, person text, sample jsonb) returns boolean
language plpgsql
as $$
declare
  role_before constant text := current_setting('role');
  claims_before constant text := coalesce(current_setting('request.jwt.claims', true), '');
  condition text;
  allowed boolean;
begin
  if not has_any_column_privilege(as_role, format('public.%I', of_table), command) then
    return false;
  end if;
  select '(' || string_agg(given.condition, ' or ') filter (where given.permissive = 'PERMISSIVE') || ')'
         || coalesce(' and ' || string_agg(given.condition, ' and ') filter (where given.permissive <> 'PERMISSIVE'), '')
    into condition
    from (
      select p.permissive,
             '(' || case command when 'INSERT' then coalesce(p.with_check, p.qual) else p.qual end || ')' as condition
        from pg_catalog.pg_policies p
       where p.schemaname = 'public' and p.tablename = of_table and p.cmd in ('ALL', command)
         and p.roles && array['public', as_role]::name[]) given;
  if condition is null then
    return false;
  end if;
  perform set_config('request.jwt.claims', jsonb_strip_nulls(jsonb_build_object('role', as_role, 'sub', person))::text, true);
  perform set_config('role', as_role, true);
  execute format('select %s from jsonb_populate_record(null::public.%2$I, $1) as %2$I', condition, of_table)
    into allowed using sample;
  perform set_config('role', role_before, true);
  perform set_config('request.jwt.claims', claims_before, true);
  return coalesce(allowed, false);
exception when others then
  return false; -- what cannot be told is not allowed
end
$$;

-- Who could join the rooms of an app, or read them, can afterwards. A second is spent on that: the rooms are locked.
do $kept$
declare
  stranger constant text := case (select format_type(d.typbasetype, null) from pg_type d where d.oid = 'parley.user_id'::regtype)
    when 'bigint' then '9223372036854775807' else gen_random_uuid()::text end;
  until constant timestamptz := clock_timestamp() + interval '1 second';
  room record;
  entry jsonb;
  kept text;
  opened int := 0;
  published int := 0;
  left_private int := 0;
  untried int := 0;
begin
  if not current_setting('parley.adopts_rooms')::boolean then
    return;
  end if;
  for room in select r.id from public.chat_rooms r order by r.created_at desc loop
    if clock_timestamp() > until then
      untried := untried + 1;
      continue;
    end if;
    entry := jsonb_build_object('room_id', room.id::text, 'user_id', stranger, 'role', 'member',
      'content', '-', 'created_at', now(), 'joined_at', now());
    kept := case
      when to_regclass('public.messages') is not null
           and pg_temp.policies_allow('messages', 'SELECT', 'anon', null, entry) then 'public'
      when to_regclass('public.room_participants') is not null
           and pg_temp.policies_allow('room_participants', 'INSERT', 'authenticated', stranger, entry) then 'open'
    end;
    if kept is null then
      left_private := left_private + 1;
    else
      update public.chat_rooms r set visibility = kept where r.id = room.id;
      opened := opened + (kept = 'open')::int;
      published := published + (kept = 'public')::int;
    end if;
  end loop;
  if opened + published > 0 then
    raise warning 'as your policies have it, % rooms are public (anyone reads) and % open (anyone signed in may join); % are private',
      published, opened, left_private;
  end if;
  if untried > 0 then
    raise warning '% older rooms were not tried and are private; to open one: update chat_rooms set visibility = ''open''', untried;
  end if;
end
$kept$;

-- The row lock of a room's counters is what puts its changes in order, so the row is narrow and has
-- room to be updated in place.
create table public.room_counters (
  room_id  parley.room_id primary key references public.chat_rooms (id) on delete cascade,
  last_seq bigint not null default 0,
  last_rev bigint not null default 0) with (fillfactor = 50);
comment on table public.room_counters is 'The last numbers given in each room: seq to a message, rev to a change.';

-- Messages -------------------------------------------------------------------------------------------

create table if not exists public.messages (
  id         parley.message_id primary key,
  room_id    parley.room_id not null references public.chat_rooms (id) on delete cascade,
  user_id    parley.user_id not null default parley.my_id(),
  content    text not null,
  created_at timestamptz not null default now());
alter table public.messages
  add column if not exists created_at  timestamptz not null default now(),
  add column if not exists seq         bigint,
  add column if not exists rev         bigint,
  add column if not exists edited_at   timestamptz,
  add column if not exists deleted_at  timestamptz,
  add column if not exists reply_to    parley.message_id,
  add column if not exists attachments jsonb,
  add column if not exists metadata    jsonb;
alter table public.messages alter column user_id set default parley.my_id();

-- Messages from before get their numbers in the order they were written, after those that have one:
-- migrate numbers full tables in steps, and leaves here what was written in the meantime.
create unique index if not exists messages_room_id_seq_key on public.messages (room_id, seq);
with numbered as (
  select m.id, coalesce(l.seq, 0) + row_number() over (partition by m.room_id order by m.created_at nulls first, m.id) as n
    from public.messages m
    left join (select r.room_id, (select max(n.seq) from public.messages n where n.room_id = r.room_id) as seq
                 from (select distinct room_id from public.messages where seq is null) r) l on l.room_id = m.room_id
   where m.seq is null)
update public.messages m set seq = n.n, rev = n.n from numbered n where n.id = m.id;
insert into public.room_counters (room_id, last_seq, last_rev)
select r.id, coalesce(m.seq, 0), coalesce(m.rev, 0)
  from public.chat_rooms r
  left join lateral (
    select seq, rev from public.messages where room_id = r.id order by seq desc limit 1) m on true;

alter table public.messages
  alter column seq set not null,
  alter column rev set not null;
alter table public.messages
  add constraint messages_room_id_seq_key unique using index messages_room_id_seq_key,
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

-- Rooms and messages that are made without an id get one from the database.
call parley.look_through_domains();
do $ids$
declare
  bare record;
begin
  for bare in
    select c.table_name, c.data_type from information_schema.columns c
     where c.table_schema = 'public' and c.table_name in ('chat_rooms', 'messages') and c.column_name = 'id'
       and c.column_default is null and c.is_identity = 'NO'
  loop
    execute format(
      'alter table public.%I alter column id %s', bare.table_name,
      case bare.data_type when 'bigint' then 'add generated by default as identity' else 'set default gen_random_uuid()' end);
  end loop;

  if parley.has_client_ids() then
    alter table public.messages add column if not exists client_id uuid;
    create unique index if not exists messages_client_id_key
      on public.messages (client_id) where client_id is not null;
    comment on column public.messages.client_id is 'what the author called the message before it had an id; a repeat has the same';
  end if;
  if parley.is_of_type('parley.room_id', 'text') then
    alter table public.chat_rooms add constraint parley_id_form check (parley.room_named(id) is not null);
  end if;
end
$ids$;

-- Participants ---------------------------------------------------------------------------------------

do $participants$
begin
  if to_regclass('public.room_participants') is null then
    create table public.room_participants (
      id        uuid primary key default gen_random_uuid(),
      room_id   parley.room_id not null references public.chat_rooms (id) on delete cascade,
      user_id   parley.user_id not null default parley.my_id(),
      joined_at timestamptz not null default now());
    call parley.refer_to_accounts('public.room_participants', 'user_id');
  end if;
end
$participants$;
alter table public.room_participants
  add column if not exists id               uuid not null default gen_random_uuid(),
  add column if not exists joined_at        timestamptz not null default now(),
  add column if not exists role             text not null default 'member',
  add column if not exists muted_until      timestamptz,
  add column if not exists left_at          timestamptz,
  add column if not exists joined_after_seq bigint not null default 0;
alter table public.room_participants alter column user_id set default parley.my_id();

-- Nobody is in a room twice; the oldest entry stays.
delete from public.room_participants p
 using public.room_participants older
 where older.room_id = p.room_id and older.user_id = p.user_id
   and (older.joined_at, older.id) < (p.joined_at, p.id);
-- A room is its maker's. Where the maker is not known, or not in the room, it is the first member's.
update public.room_participants p
   set role = 'owner'
  from public.chat_rooms r
 where r.id = p.room_id and r.created_by = p.user_id and p.role = 'member';
do $owners$
declare
  given bigint;
begin
  update public.room_participants p
     set role = 'owner'
    from (select distinct on (o.room_id) o.id
            from public.room_participants o
           where o.left_at is null and not exists (
                   select from public.room_participants w where w.room_id = o.room_id and w.role = 'owner')
           order by o.room_id, o.joined_at nulls first, o.id) first
   where first.id = p.id;
  get diagnostics given = row_count;
  if given > 0 then
    raise warning '% rooms have no maker among their people: the first member is the owner now', given;
  end if;
end
$owners$;

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
  room_id       parley.room_id not null references public.chat_rooms (id) on delete cascade,
  user_id       parley.user_id not null,
  read_seq      bigint not null default 0,
  delivered_seq bigint not null default 0,
  updated_at    timestamptz not null default now(),
  primary key (room_id, user_id)) with (fillfactor = 50);
call parley.refer_to_accounts('public.room_cursors', 'user_id');
create index room_cursors_user_id_idx on public.room_cursors (user_id);
create index room_cursors_updated_at_idx on public.room_cursors (updated_at);

-- The log --------------------------------------------------------------------------------------------

create table public.room_events (
  room_id    parley.room_id not null references public.chat_rooms (id) on delete cascade,
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
    'Guest'), 100)
$$;

-- What an app calls people stays theirs to edit there: display_name follows it, and it follows display_name.
do $names$
declare
  of_app constant text := current_setting('parley.name_column');
begin
  if of_app in ('', 'display_name') then
    return;
  end if;
  execute format($function$
    create function parley.follow_name() returns trigger
    language plpgsql security definer
    set search_path = ''
    as $$
    declare
      renamed constant boolean := tg_op = 'UPDATE' and new.%1$I is distinct from old.%1$I
        or tg_op = 'INSERT' and new.%1$I is not null and new.display_name = 'Guest';
    begin
      if renamed then
        new.display_name := parley.display_name(jsonb_build_object('name', new.%1$I), null);
      elsif tg_op = 'INSERT' or new.display_name is distinct from old.display_name then
        new.%1$I := new.display_name;
      end if;
      return new;
    end
    $$
    $function$, of_app);
  execute format(
    'update public.profiles set display_name = parley.display_name(jsonb_build_object(''name'', %1$I), null) where %1$I is not null',
    of_app);
  create trigger parley_follow_name before insert or update on public.profiles
    for each row execute function parley.follow_name();
end
$names$;

do $known$
begin
  if parley.has_accounts() then
    insert into public.profiles as p (id, display_name, avatar_url)
    select u.id, parley.display_name(u.raw_user_meta_data, u.email), left(u.raw_user_meta_data ->> 'avatar_url', 2000)
      from auth.users u
    on conflict (id) do update set display_name = excluded.display_name where p.display_name = 'Guest';
  end if;
exception when integrity_constraint_violation or data_exception then
  raise warning 'people without a profile have none still, the app makes it: %', sqlerrm;
end
$known$;
call parley.look_through_domains();
