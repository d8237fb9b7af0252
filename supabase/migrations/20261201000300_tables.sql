-- The tables of a chat, and how the tables that an app has already become them.
--
-- An app may have chat_rooms, messages, room_participants and profiles. Each is therefore created in its
-- plainest form if it is missing, and then widened: new and adopted databases go through the same steps.
-- Columns, policies and triggers of the app stay.

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

-- People ----------------------------------------------------------------------------------------------------

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

-- Rooms -----------------------------------------------------------------------------------------------------

-- Whether the app has rooms, asked before they have our columns.
select set_config('parley.adopts_rooms', (
  to_regclass('public.chat_rooms') is not null and not exists (
    select from information_schema.columns c
     where c.table_schema = 'public' and c.table_name = 'chat_rooms' and c.column_name = 'visibility'))::text, false);

-- created_by and messages.user_id have no foreign key: history outlives accounts.
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
  add column if not exists visibility  text not null default 'private',
  add column if not exists edit_seconds int;
alter table public.chat_rooms
  add constraint parley_visibility check (visibility in ('private', 'open', 'public')),
  add constraint parley_name_length check (char_length(name) between 1 and 200) not valid,
  add constraint parley_description_length check (char_length(description) <= 2000) not valid,
  add constraint parley_edit_seconds check (edit_seconds >= 0) not valid;
alter table public.chat_rooms alter column created_by set default parley.my_id();
create index if not exists chat_rooms_created_by_idx on public.chat_rooms (created_by);
create index if not exists chat_rooms_public_idx on public.chat_rooms (created_at) where visibility = 'public';
create index if not exists chat_rooms_open_idx on public.chat_rooms (created_at) where visibility = 'open';
comment on column public.chat_rooms.visibility is
  'private: participants only, by invitation; open: participants only, anyone signed in may join; public: anyone may read and listen';
comment on column public.chat_rooms.edit_seconds is 'how long an author may edit or delete a message; null: always';

-- What the app's own policies permit, for a row and a person who is in no room.
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

-- Whoever could read or join a room of the app can still do so: the answer becomes the room's visibility.
-- The rooms are locked meanwhile, so this takes a second at most.
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

-- Locking a room's row puts the room's changes in order, so the row is narrow and has space to be updated
-- in place.
create table public.room_counters (
  room_id  parley.room_id primary key references public.chat_rooms (id) on delete cascade,
  last_seq bigint not null default 0,
  last_rev bigint not null default 0) with (fillfactor = 50);
comment on table public.room_counters is 'The last numbers given in each room: seq to a message, rev to a change.';

-- Messages --------------------------------------------------------------------------------------------------

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
  add column if not exists thread_root parley.message_id,
  add column if not exists also_in_room boolean not null default false,
  add column if not exists attachments jsonb,
  add column if not exists metadata    jsonb;
alter table public.messages alter column user_id set default parley.my_id();

-- Existing messages are numbered in the order in which they were written, after those that have a number:
-- migrate numbers large tables in steps beforehand, and only what was written since is left.
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
  add constraint parley_also_in_room check (not also_in_room or thread_root is not null) not valid,
  add constraint parley_attachments_shape
    check (jsonb_typeof(attachments) = 'array' and octet_length(attachments::text) <= 16384) not valid,
  add constraint parley_metadata_shape
    check (jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 8192) not valid;
create index if not exists messages_user_id_idx on public.messages (user_id);
create index if not exists messages_thread_root_idx
  on public.messages (thread_root, seq) where thread_root is not null;
comment on column public.messages.seq is 'place in the room: 1, 2, 3 …; the only order';
comment on column public.messages.rev is 'number of the last change of this message in the log of its room';
comment on column public.messages.thread_root is 'the message whose thread this one stands in; null: the room itself';
comment on column public.messages.also_in_room is 'whether a reply in a thread stands in the room too';
comment on column public.messages.deleted_at is 'set: a tombstone, without content';

-- What messages said before they were edited, under the rev each text had. Clients read it by
-- message_history() only. No key refers to messages, which may be truncated: triggers keep the two together.
create table parley.message_edits (
  room_id     parley.room_id not null references public.chat_rooms (id) on delete cascade,
  message_id  parley.message_id not null,
  rev         bigint not null,
  content     text not null,
  replaced_at timestamptz not null,
  primary key (room_id, message_id, rev));
comment on table parley.message_edits is 'The earlier texts of messages that were edited; gone once the message is deleted.';
comment on column parley.message_edits.rev is 'the message''s number while it had this text';

-- Whom messages mention. Clients read it by my_mentions() only. For the same reason no key refers to messages.
create table parley.message_mentions (
  message_id parley.message_id not null,
  user_id    parley.user_id,
  room_id    parley.room_id not null references public.chat_rooms (id) on delete cascade,
  created_at timestamptz not null,
  unique nulls not distinct (message_id, user_id));
call parley.refer_to_accounts('parley.message_mentions', 'user_id');
create index message_mentions_user_id_idx on parley.message_mentions (user_id, created_at);
create index message_mentions_room_id_idx on parley.message_mentions (room_id, created_at) where user_id is null;
comment on table parley.message_mentions is 'Whom messages mention by <@id>, or everybody in the room by <!room>; gone once the message is deleted.';
comment on column parley.message_mentions.user_id is 'null: everybody in the room';
comment on column parley.message_mentions.created_at is 'when the message was sent';

-- Who follows a thread, by the message it began with. Clients read it by my_threads() only. For the same reason no key
-- refers to messages.
create table parley.thread_followers (
  message_id parley.message_id not null,
  user_id    parley.user_id not null,
  room_id    parley.room_id not null references public.chat_rooms (id) on delete cascade,
  read_seq   bigint not null,
  primary key (message_id, user_id));
call parley.refer_to_accounts('parley.thread_followers', 'user_id');
create index thread_followers_user_id_idx on parley.thread_followers (user_id);
create index thread_followers_room_id_idx on parley.thread_followers (room_id);
comment on table parley.thread_followers is 'Who began or replied in a thread, and how far they have read in it.';

-- One reaction per person, message and emoji. For the same reason no key refers to messages.
create table public.message_reactions (
  room_id    parley.room_id not null references public.chat_rooms (id) on delete cascade,
  message_id parley.message_id not null,
  user_id    parley.user_id not null default parley.my_id(),
  emoji      text collate "C" not null constraint parley_emoji_length check (char_length(emoji) between 1 and 32),
  rev        bigint not null,
  created_at timestamptz not null default now(),
  primary key (message_id, emoji, user_id));
call parley.refer_to_accounts('public.message_reactions', 'user_id');
create index message_reactions_room_id_idx on public.message_reactions (room_id);
create index message_reactions_user_id_idx on public.message_reactions (user_id);
comment on table public.message_reactions is 'What people put on messages: emoji, or names of an app''s own such as :parley:.';
comment on column public.message_reactions.room_id is 'the room of the message; set by the database';
comment on column public.message_reactions.rev is 'number in the log of its room; set by the database';

-- Written by pin_message() and unpin_message() only. For the same reason again no key refers to messages.
create table public.message_pins (
  message_id parley.message_id primary key,
  room_id    parley.room_id not null references public.chat_rooms (id) on delete cascade,
  user_id    parley.user_id not null,
  rev        bigint not null,
  pinned_at  timestamptz not null);
create index message_pins_room_id_idx on public.message_pins (room_id);
comment on table public.message_pins is 'The messages that those who look after a room keep at hand for everybody.';
comment on column public.message_pins.user_id is 'who pinned the message; outlives the account';
comment on column public.message_pins.rev is 'number in the log of its room';

-- A room or a message without an id gets one from the database.
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

-- Participants ----------------------------------------------------------------------------------------------

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

-- Nobody is in a room twice: the oldest row stays.
delete from public.room_participants p
 using public.room_participants older
 where older.room_id = p.room_id and older.user_id = p.user_id
   and (older.joined_at, older.id) < (p.joined_at, p.id);
-- Whoever made a room owns it. Where that is unknown, or they are not in the room, its first member does.
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
-- an app's index of this name may cover less
drop index if exists public.room_participants_user_id_idx;
create index room_participants_user_id_idx on public.room_participants (user_id, room_id);
comment on column public.room_participants.left_at is 'always null; to set it removes the row';
comment on column public.room_participants.joined_after_seq is 'last message before the person came; none before it counts as unread';

-- A row of room_participants means that the person is in the room. What must outlive the row is kept here,
-- and gives no right back.
create table parley.former_participants (
  room_id     parley.room_id not null references public.chat_rooms (id) on delete cascade,
  user_id     parley.user_id not null,
  role        text not null,
  joined_at   timestamptz not null,
  left_at     timestamptz not null,
  muted_until timestamptz,
  primary key (room_id, user_id));
comment on table parley.former_participants is 'Who was in a room and is not now. A mute outlives the stay; the role is only shown.';
insert into parley.former_participants (room_id, user_id, role, joined_at, left_at, muted_until)
select p.room_id, p.user_id, coalesce(p.role, 'member'), coalesce(p.joined_at, p.left_at), p.left_at, p.muted_until
  from public.room_participants p where p.left_at is not null and p.room_id is not null and p.user_id is not null;
delete from public.room_participants where left_at is not null;

alter table public.room_participants
  add constraint parley_is_in check (left_at is null);

create table public.room_invitations (
  room_id    parley.room_id not null references public.chat_rooms (id) on delete cascade,
  user_id    parley.user_id not null,
  role       text not null default 'member' check (role in ('owner', 'moderator', 'member')),
  invited_by parley.user_id,
  created_at timestamptz not null default now(),
  primary key (room_id, user_id));
call parley.refer_to_accounts('public.room_invitations', 'user_id');
create index room_invitations_user_id_idx on public.room_invitations (user_id);
comment on table public.room_invitations is 'Who may come into a room, and as what, until the person comes or declines.';
comment on column public.room_invitations.invited_by is 'null: a server; it counts as long as this person may add others in this role';

-- How far people have read and received. Cursors only grow and are not in the log: the next change makes up
-- for one that was lost.
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

-- The log ---------------------------------------------------------------------------------------------------

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
-- Finds what the log says of a message when that is deleted.
create index room_events_messages_idx
  on public.room_events ((data ->> 'id')) where kind in ('new-message', 'message-updated');
comment on table public.room_events is
  'Every change of a room, numbered 1, 2, 3 … in the order of commit. Rows are only added; those of a deleted message lose its text.';
comment on column public.room_events.kind is 'name of the published event';
comment on column public.room_events.channel is 'channel the event is published on';

-- Settings and limits ---------------------------------------------------------------------------------------

create table parley.settings (
  only_row         boolean primary key default true check (only_row),
  directory        boolean not null default false,
  direct_adding    boolean not null default false,
  rows_per_request int not null default 200 check (rows_per_request > 0),
  rooms_per_hour   int not null default 100 check (rooms_per_hour >= 0),
  entries_per_hour int not null default 500 check (entries_per_hour >= 0));
insert into parley.settings default values;
comment on table parley.settings is 'What an operator may decide, in its only row: update parley.settings set directory = true;';
comment on column parley.settings.directory is 'everybody signed in sees every profile; otherwise only those of people one shares a room with';
comment on column parley.settings.direct_adding is 'owners and moderators add anybody at once; otherwise those they share no room with get an invitation';
comment on column parley.settings.rows_per_request is 'rows of messages, reactions, rooms and participants that one request of a client may write together';
comment on column parley.settings.rooms_per_hour is 'rooms that one person may make';
comment on column parley.settings.entries_per_hour is 'people that one person may add or invite, and rooms to enter oneself, together';

-- One row for each person and kind: how much was made since that person's current hour began.
create table parley.usage (
  user_id parley.user_id not null,
  kind    text not null,
  since   timestamptz not null default now(),
  used    int not null default 1,
  primary key (user_id, kind)) with (fillfactor = 50);
call parley.refer_to_accounts('parley.usage', 'user_id');
comment on table parley.usage is 'How much of an hour''s allowance each person has used.';

-- What values may be ----------------------------------------------------------------------------------------

-- Calendars do not show infinity, and JavaScript cannot read years of five digits. Only muted_until may be
-- infinite.
do $times$
declare
  moment record;
begin
  for moment in
    select * from (values
      ('chat_rooms', 'created_at'), ('chat_rooms', 'updated_at'), ('messages', 'created_at'),
      ('messages', 'edited_at'), ('messages', 'deleted_at'), ('message_reactions', 'created_at'),
      ('room_participants', 'joined_at')) m (of, name)
  loop
    execute format(
      'alter table public.%1$I add constraint parley_%2$s_range check (%2$I >= ''0001-01-01 00:00:00+00'' and %2$I < ''9999-12-31 00:00:00+00'') not valid',
      moment.of, moment.name);
  end loop;
end
$times$;

-- A message, a reaction, a room's name and a person's name must show something: blanks, joiners, marks of
-- direction and other invisible characters do not count, and a reaction has no blanks at all. The same goes for
-- the name in an account, which moreover must not be the e-mail address.
do $visible$
declare
  -- one character that is none of: controls and blanks, soft hyphen, joiners, fillers, marks of
  -- direction, variation selectors, tags
  shows constant text :=
    '[^\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F'
    || '\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB'
    || '\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]';
begin
  execute format(
    'alter table public.messages add constraint parley_content_shows check (deleted_at is not null or content ~ %L) not valid',
    shows);
  execute format(
    'alter table public.message_reactions add constraint parley_emoji_shows check (emoji ~ %L and emoji !~ %L)',
    shows, '[\u0001-\u0020\u007F-\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]');
  execute format(
    'alter table public.chat_rooms add constraint parley_name_shows check (name ~ %L) not valid', shows);
  execute format(
    'alter table public.profiles add constraint parley_display_name_shows check (display_name ~ %L) not valid', shows);

  -- A name of the account that shows nothing is none.
  execute format($function$
    create function parley.display_name(meta jsonb, email text) returns text
    language sql immutable
    set search_path = ''
    as $$
      select coalesce((
        select left(given.name, 100)
          from unnest(array[meta ->> 'display_name', meta ->> 'name', meta ->> 'full_name'])
                 with ordinality as said (raw, place),
               lateral btrim(said.raw) as given (name)
         where left(given.name, 100) ~ %L and lower(given.name) is distinct from lower(email)
         order by said.place limit 1), 'Guest')
    $$
  $function$, shows);
end
$visible$;

-- People who have an account --------------------------------------------------------------------------------

-- An app's own column for names stays in use: it follows display_name, and display_name follows it.
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
    set timezone = 'UTC'
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

-- No name is made from an e-mail address. One that may have been, because it is the same, goes too, unless the
-- account gives it or the app's own column has it.
do $names$
begin
  if parley.has_accounts() and to_regproc('parley.follow_name') is null then
    update public.profiles p
       set display_name = 'Guest'
      from auth.users u
     where u.id = p.id
       and lower(p.display_name) in (lower(left(split_part(u.email, '@', 1), 100)), lower(left(u.email, 100)))
       and p.display_name <> parley.display_name(u.raw_user_meta_data, u.email);
  end if;
end
$names$;

call parley.look_through_domains();
