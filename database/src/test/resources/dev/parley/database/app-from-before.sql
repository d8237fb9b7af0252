-- An app from before: its own tables, loose types, doubles, an empty message and policies of its own.
create table public.profiles (id uuid primary key references auth.users, full_name text, avatar_url text);
create table public.chat_rooms (id uuid primary key default gen_random_uuid(), name text, description text, created_by uuid references auth.users, created_at timestamp default now(), updated_at timestamp default now());
create table public.messages (id uuid primary key default gen_random_uuid(), room_id uuid references public.chat_rooms on delete cascade, user_id uuid references auth.users, content text, created_at timestamp with time zone default now());
create table public.room_participants (id uuid primary key default gen_random_uuid(), room_id uuid references public.chat_rooms on delete cascade, user_id uuid references auth.users, joined_at timestamptz default now());
insert into auth.users(id,email,raw_user_meta_data) values ('a0000000-0000-4000-8000-00000000000a','x@y.z','{"name":"Xena"}'),('a0000000-0000-4000-8000-00000000000b','y@y.z','{}');
insert into public.profiles(id, full_name) values ('a0000000-0000-4000-8000-00000000000a','X');
insert into public.chat_rooms(id,name,created_by) values ('b0000000-0000-4000-8000-00000000000a','Old','a0000000-0000-4000-8000-00000000000a'),('b0000000-0000-4000-8000-00000000000b','Empty',null);
insert into public.messages(room_id,user_id,content,created_at) select 'b0000000-0000-4000-8000-00000000000a','a0000000-0000-4000-8000-00000000000a', n::text, '2020-01-01'::timestamptz + n * interval '1 min' from generate_series(1,5) n;
insert into public.messages(room_id,user_id,content,created_at) values ('b0000000-0000-4000-8000-00000000000a','a0000000-0000-4000-8000-00000000000a', '', '2019-01-01');
insert into public.room_participants(room_id,user_id,joined_at) values ('b0000000-0000-4000-8000-00000000000a','a0000000-0000-4000-8000-00000000000a','2020-01-01'),('b0000000-0000-4000-8000-00000000000a','a0000000-0000-4000-8000-00000000000a','2020-01-02'),('b0000000-0000-4000-8000-00000000000a','a0000000-0000-4000-8000-00000000000b','2020-01-02');
insert into public.chat_rooms(id,name) values ('b0000000-0000-4000-8000-00000000000c',null);
insert into public.messages(room_id,user_id,content,created_at) values ('b0000000-0000-4000-8000-00000000000c',null,null,null);
create policy "own" on public.messages for select using (true);
create policy "join" on public.room_participants for insert with check (user_id = auth.uid());
