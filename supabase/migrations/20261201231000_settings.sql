-- What an operator may decide, and how much one person may make in a request and in an hour.

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
comment on column parley.settings.rows_per_request is 'rows of messages, rooms and participants that one request of a client may write together';
comment on column parley.settings.rooms_per_hour is 'rooms that one person may make';
comment on column parley.settings.entries_per_hour is 'people that one person may add or invite, and rooms to enter oneself, together';

-- One row per person and kind: how much was made since the current hour of that person began.
create table parley.usage (
  user_id parley.user_id not null,
  kind    text not null,
  since   timestamptz not null default now(),
  used    int not null default 1,
  primary key (user_id, kind)) with (fillfactor = 50);
call parley.refer_to_accounts('parley.usage', 'user_id');
comment on table parley.usage is 'How much of an hour''s allowance each person has used.';

alter table parley.settings enable row level security;
alter table parley.usage    enable row level security;
revoke all on table parley.settings, parley.usage from public, anon, authenticated, service_role;

create function parley.setting_directory() returns boolean
language sql stable security definer
set search_path = ''
as $$ select s.directory from parley.settings s $$;

-- A request is one transaction. The count is asked for before anything is locked, so that one long
-- request does not hold up a room.
create function parley.count_row() returns void
language plpgsql security definer
set search_path = ''
as $$
declare
  rows_so_far constant int := coalesce(nullif(current_setting('parley.rows', true), ''), '0')::int + 1;
begin
  perform set_config('parley.rows', rows_so_far::text, true);
  if rows_so_far > 1 and rows_so_far > (select s.rows_per_request from parley.settings s) then
    perform parley.refuse('PT413', 'too_many_rows', 'too many rows in one request');
  end if;
end
$$;

-- Takes one from the caller's allowance of an hour. What is refused costs nothing.
create function parley.use_allowance(of_kind text, most int) returns void
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  now_used int;
begin
  insert into parley.usage as u (user_id, kind) values (parley.my_id(), of_kind)
  on conflict (user_id, kind) do update
     set used = case when u.since <= now() - interval '1 hour' then 1 else u.used + 1 end,
         since = case when u.since <= now() - interval '1 hour' then now() else u.since end
  returning u.used into now_used;
  if now_used > most then
    perform parley.refuse('PT429', 'too_many', 'too many in one hour; try again later');
  end if;
end
$$;

-- Rooms are counted when a client makes them.
create or replace function parley.stamp_room() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if tg_op = 'UPDATE' then
    new.updated_at := clock_timestamp();
  elsif parley.is_client() then
    perform parley.count_row();
    perform parley.use_allowance('rooms', (select s.rooms_per_hour from parley.settings s));
    new.created_at := clock_timestamp();
    new.updated_at := new.created_at;
  end if;
  return new;
end
$$;

-- As before, and messages are counted as well.
create or replace function parley.number_message() returns trigger
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  by_client constant boolean := current_setting('role', true) in ('anon', 'authenticated');
  stored record;
begin
  -- The policy says no as well, but only later: nobody is to hold up a room that is not theirs.
  if by_client and not parley.can_write(new.room_id) then
    raise insufficient_privilege using message = 'new row violates row-level security policy for table "messages"';
  end if;
  if by_client then
    perform parley.count_row();
  end if;
  perform from public.room_counters c where c.room_id = new.room_id for update;
  if not found then
    perform parley.lock_room(new.room_id); -- says what is wrong
  end if;
  select m.room_id, m.user_id into stored from public.messages m where m.id = new.id;
  if not found and parley.has_client_ids() then
    select m.room_id, m.user_id into stored from public.messages m where m.client_id = new.client_id;
  end if;
  if found then
    if stored.room_id = new.room_id and stored.user_id is not distinct from new.user_id then
      return null;
    end if;
    raise unique_violation using message = 'another message has this id', constraint = 'messages_pkey';
  end if;
  if new.reply_to is not null and not exists (
       select from public.messages m where m.id = new.reply_to and m.room_id = new.room_id) then
    raise foreign_key_violation using message = 'the message replied to is not in this room';
  end if;
  if by_client then
    new.created_at := clock_timestamp();
    new.edited_at := null;
    new.deleted_at := null;
  end if;
  update public.room_counters c
     set last_seq = c.last_seq + 1, last_rev = c.last_rev + 1
   where c.room_id = new.room_id
  returning c.last_seq, c.last_rev into new.seq, new.rev;
  return new;
end
$$;

revoke all on function
  parley.setting_directory(), parley.count_row(), parley.use_allowance(text, int) from public;
grant execute on function parley.setting_directory() to anon, authenticated, service_role;
