-- A chat as many apps on Supabase have it: four tables, their keys, eight policies.

create table public.profiles (
  id uuid primary key references auth.users on delete cascade,
  name text not null
);

create table public.chat_rooms (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  created_at timestamptz not null default now()
);

create table public.messages (
  id uuid primary key default gen_random_uuid(),
  room_id uuid not null references public.chat_rooms on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  content text not null,
  created_at timestamptz not null default now()
);

create table public.room_participants (
  id uuid primary key default gen_random_uuid(),
  room_id uuid not null references public.chat_rooms on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  joined_at timestamptz not null default now(),
  unique (room_id, user_id)
);

create index on public.messages (room_id, created_at);

alter table public.profiles enable row level security;
alter table public.chat_rooms enable row level security;
alter table public.messages enable row level security;
alter table public.room_participants enable row level security;

create policy "Anyone may view rooms" on public.chat_rooms
  for select using (true);
create policy "Anyone may view profiles" on public.profiles
  for select using (true);
create policy "People may edit their profile" on public.profiles
  for update using (auth.uid() = id);
create policy "Anyone may view participants" on public.room_participants
  for select using (true);
create policy "Authenticated may join" on public.room_participants
  for insert to authenticated with check (auth.uid() = user_id);
create policy "Participants may leave" on public.room_participants
  for delete using (auth.uid() = user_id);
create policy "Participants may read" on public.messages
  for select using (
    exists (
      select from public.room_participants p
       where p.room_id = messages.room_id and p.user_id = auth.uid()));
create policy "Participants may write" on public.messages
  for insert with check (
    auth.uid() = user_id
    and exists (
      select from public.room_participants p
       where p.room_id = messages.room_id and p.user_id = auth.uid()));

-- A Supabase project grants these by itself.
grant usage on schema public to anon, authenticated, service_role;
grant all on all tables in schema public to anon, authenticated, service_role;

create function public.handle_new_user() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into public.profiles (id, name)
  values (new.id, coalesce(new.raw_user_meta_data ->> 'name', 'Somebody'));
  return new;
end
$$;

create trigger on_auth_user_created after insert on auth.users
  for each row execute function public.handle_new_user();
