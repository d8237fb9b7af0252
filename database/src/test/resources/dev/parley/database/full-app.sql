-- An app that is running: 30 rooms, 200 people, and messages whose times do not follow their ids.
create table public.chat_rooms (id uuid primary key default gen_random_uuid(), name text not null, created_by uuid, created_at timestamptz default now());
create table public.messages (id uuid primary key default gen_random_uuid(), room_id uuid not null references public.chat_rooms on delete cascade, user_id uuid not null references auth.users on delete cascade, content text not null, created_at timestamptz default now());
create table public.room_participants (id uuid primary key default gen_random_uuid(), room_id uuid not null references public.chat_rooms on delete cascade, user_id uuid not null references auth.users on delete cascade, joined_at timestamptz default now());
insert into auth.users (id, email) select gen_random_uuid(), n || '@example.com' from generate_series(1, 200) n;
insert into public.chat_rooms (name) select 'Room ' || n from generate_series(1, 30) n;
insert into public.room_participants (room_id, user_id) select r.id, u.id from public.chat_rooms r cross join auth.users u;
insert into public.messages (room_id, user_id, content, created_at)
select p.room_id, p.user_id, 'message ' || n, timestamptz '2025-01-01' + n * interval '1 s'
  from (select room_id, user_id from public.room_participants limit 6000) p cross join generate_series(1, 5) n;
