-- What a Parley had made that knew uuids only, in small, and what people did there.
create schema parley;
create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  display_name text not null default 'Guest' constraint parley_display_name_length check (char_length(display_name) between 1 and 100),
  avatar_url text, last_seen_at timestamptz, favourite text);
create table public.chat_rooms (
  id uuid primary key default gen_random_uuid(), name text not null, description text, created_by uuid default auth.uid(),
  created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
  visibility text not null default 'private' constraint parley_visibility check (visibility in ('private', 'public')));
create table public.room_counters (
  room_id uuid primary key references public.chat_rooms (id) on delete cascade,
  last_seq bigint not null default 0, last_rev bigint not null default 0);
create table public.messages (
  id uuid primary key default gen_random_uuid(), room_id uuid not null references public.chat_rooms (id) on delete cascade,
  user_id uuid not null default auth.uid(), content text not null, created_at timestamptz not null default now(),
  seq bigint not null, rev bigint not null, edited_at timestamptz, deleted_at timestamptz, reply_to uuid, attachments jsonb, metadata jsonb,
  constraint messages_room_id_seq_key unique (room_id, seq));
create table public.room_participants (
  id uuid primary key default gen_random_uuid(), room_id uuid not null references public.chat_rooms (id) on delete cascade,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  joined_at timestamptz not null default now(), role text not null default 'member', muted_until timestamptz,
  left_at timestamptz, joined_after_seq bigint not null default 0);
create table public.room_events (
  room_id uuid not null references public.chat_rooms (id) on delete cascade, rev bigint not null, kind text not null,
  channel text not null, data jsonb not null, created_at timestamptz not null default clock_timestamp(), primary key (room_id, rev));
create table public.room_cursors (
  room_id uuid not null references public.chat_rooms (id) on delete cascade, user_id uuid not null references auth.users (id),
  read_seq bigint not null default 0, delivered_seq bigint not null default 0, updated_at timestamptz not null default now(),
  primary key (room_id, user_id));
create table parley.bridge_targets (target text primary key, epoch text not null);
create table parley.bridge_cursors (
  target text not null references parley.bridge_targets (target), room_id uuid not null, epoch text not null, published_rev bigint not null,
  updated_at timestamptz not null default now(), primary key (target, room_id));
create view parley.backlog as select * from parley.bridge_cursors;
create publication parley for table public.room_events, public.room_cursors with (publish = 'insert, update');

create function parley.my_role(room uuid) returns text language sql stable set search_path = ''
as $$ select p.role from public.room_participants p where p.room_id = room and p.user_id = auth.uid() $$;
create function public.join_room(room uuid) returns jsonb language sql set search_path = '' as $$ select '{}'::jsonb $$;
create function parley.number_message() returns trigger language plpgsql set search_path = ''
as $$ begin raise exception 'the numbering of before'; end $$;
create function parley.introduce() returns trigger language plpgsql set search_path = '' as $$ begin return new; end $$;
create trigger parley_number before insert on public.messages for each row execute function parley.number_message();
create trigger parley_introduce after insert on auth.users for each row execute function parley.introduce();
create policy "owners edit their room" on public.chat_rooms for update to authenticated using (parley.my_role(id) = 'owner');

alter table public.messages disable trigger parley_number;
insert into auth.users (id, email) values
  ('a0000000-0000-4000-8000-00000000000a', 'ann@example.com'), ('a0000000-0000-4000-8000-00000000000b', 'bob@example.com');
insert into public.profiles (id, display_name, favourite) values
  ('a0000000-0000-4000-8000-00000000000a', 'ann', 'tea'), ('a0000000-0000-4000-8000-00000000000b', 'Bobby', null);
insert into public.chat_rooms (id, name) values ('b0000000-0000-4000-8000-00000000000b', 'Lobby');
insert into public.room_participants (room_id, user_id, role) values
  ('b0000000-0000-4000-8000-00000000000b', 'a0000000-0000-4000-8000-00000000000a', 'member'),
  ('b0000000-0000-4000-8000-00000000000b', 'a0000000-0000-4000-8000-00000000000b', 'moderator');
insert into public.messages (room_id, user_id, content, seq, rev) values
  ('b0000000-0000-4000-8000-00000000000b', 'a0000000-0000-4000-8000-00000000000a', 'hello', 1, 4);
insert into public.room_counters values ('b0000000-0000-4000-8000-00000000000b', 1, 7);
insert into public.room_events (room_id, rev, kind, channel, data) values
  ('b0000000-0000-4000-8000-00000000000b', 7, 'room-updated', 'private-room-b0000000-0000-4000-8000-00000000000b', '{}');
insert into public.room_cursors (room_id, user_id, read_seq) values
  ('b0000000-0000-4000-8000-00000000000b', 'a0000000-0000-4000-8000-00000000000a', 1);
insert into parley.bridge_targets values ('pusher', 'one');
insert into parley.bridge_cursors values ('pusher', 'b0000000-0000-4000-8000-00000000000b', 'one', 6);
