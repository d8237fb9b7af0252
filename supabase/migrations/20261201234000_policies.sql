-- An app's own policies stay, and permissive ones add up. These are restrictive: whatever else there is,
-- nobody writes more than Parley's own policies allow.
--
-- What may be read, and who may enter a room by themselves as a member, remains the app's to say;
-- parley.foreign_policies() names it.

create policy "parley: nobody makes or changes another's profile" on public.profiles
  as restrictive for insert with check (id = (select parley.my_id()));
create policy "parley: nobody changes another's profile" on public.profiles
  as restrictive for update using (id = (select parley.my_id())) with check (id = (select parley.my_id()));
create policy "parley: nobody deletes another's profile" on public.profiles
  as restrictive for delete using (id = (select parley.my_id()));

create policy "parley: nobody makes a room for another" on public.chat_rooms
  as restrictive for insert with check (created_by = (select parley.my_id()));
create policy "parley: only owners edit a room" on public.chat_rooms
  as restrictive for update using (parley.my_role(id) = 'owner') with check (parley.my_role(id) = 'owner');
create policy "parley: only owners delete a room" on public.chat_rooms
  as restrictive for delete using (parley.my_role(id) = 'owner');

-- That the author is in the room and not muted is checked by parley_number, for everybody.
create policy "parley: nobody writes as another" on public.messages
  as restrictive for insert with check (user_id = (select parley.my_id()));
create policy "parley: nobody edits another's message, or while muted" on public.messages
  as restrictive for update
  using (user_id = (select parley.my_id()))
  with check (user_id = (select parley.my_id()) and parley.can_write(room_id));
create policy "parley: nobody deletes another's message" on public.messages
  as restrictive for delete using (user_id = (select parley.my_id()));

create policy "parley: nobody adds others, or oneself as more than a member" on public.room_participants
  as restrictive for insert
  with check (
    parley.may_add(room_id, user_id, role) or (user_id = (select parley.my_id()) and role = 'member'));
create policy "parley: nobody changes others' rows but who may remove them" on public.room_participants
  as restrictive for update using (parley.may_remove(room_id, user_id, role));
create policy "parley: nobody removes others but who looks after the room" on public.room_participants
  as restrictive for delete using (parley.may_remove(room_id, user_id, role));

-- What the server sets of a room and of a message stays, whoever may edit the rest.
create function parley.guard_room() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if row_security_active(tg_relid)
     and (new.id, new.created_by, new.created_at) is distinct from (old.id, old.created_by, old.created_at) then
    raise insufficient_privilege using message = 'id, created_by and created_at are not changed by clients';
  end if;
  return new;
end
$$;
create trigger parley_allow before update on public.chat_rooms
  for each row execute function parley.guard_room();

create function parley.guard_message() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if not row_security_active(tg_relid) then
    return new;
  end if;
  if (new.user_id, new.created_at, new.seq, new.rev, new.edited_at, new.reply_to)
     is distinct from (old.user_id, old.created_at, old.seq, old.rev, old.edited_at, old.reply_to) then
    raise insufficient_privilege
      using message = 'user_id, created_at, seq, rev, edited_at and reply_to are not changed by clients';
  end if;
  if parley.has_client_ids() then
    new.client_id := old.client_id;
  end if;
  if old.deleted_at is not null then
    raise insufficient_privilege using message = 'a deleted message is not changed by clients';
  end if;
  if new.deleted_at is not null then
    new.deleted_at := clock_timestamp();
  end if;
  return new;
end
$$;
create trigger parley_allow before update on public.messages
  for each row execute function parley.guard_message();

-- In plain words --------------------------------------------------------------------------------------

create function parley.foreign_policies()
returns table (policy text, "table" text, command text, allows text)
language sql stable security definer
set search_path = ''
as $$
  with given as (
    select p.policyname, p.tablename, c.command,
           case when c.command = 'INSERT' then coalesce(p.with_check, p.qual) else p.qual end as condition,
           array(
             select r.rolname from (values ('anon'), ('authenticated')) r (rolname)
              where p.roles && array['public', r.rolname]::name[]
                and case c.command
                      when 'DELETE' then has_table_privilege(r.rolname, format('public.%I', p.tablename), 'DELETE')
                      else has_any_column_privilege(r.rolname, format('public.%I', p.tablename), c.command)
                    end) as who
      from pg_catalog.pg_policies p
     cross join lateral unnest(
       case p.cmd when 'ALL' then array['SELECT', 'INSERT', 'UPDATE', 'DELETE'] else array[p.cmd] end) c (command)
     where p.schemaname = 'public' and p.permissive = 'PERMISSIVE' and p.policyname not like 'parley: %')
  select g.policyname::text, g.tablename::text, g.command,
         case when 'anon' = any (g.who) then 'anyone, signed in or not, may ' else 'people who are signed in may ' end
         || more.deed
         || case when g.condition in ('true', '(true)') then '' else ', where ' || g.condition end
    from given g
    join (values
      ('profiles',          'SELECT', 'see the profiles of people they share no room with'),
      ('profiles',          'DELETE', 'delete their own profile'),
      ('chat_rooms',        'SELECT', 'see private rooms they are not in'),
      ('chat_rooms',        'DELETE', 'delete rooms they own'),
      ('messages',          'SELECT', 'read messages of private rooms they are not in'),
      ('messages',          'UPDATE', 'edit their own messages'),
      ('messages',          'DELETE', 'delete their own messages'),
      ('room_participants', 'SELECT', 'see who is in private rooms they are not in'),
      ('room_participants', 'INSERT', 'enter private rooms without an invitation, as members'),
      ('room_participants', 'UPDATE', 'change columns of the app in their own entry'),
      ('room_cursors',      'SELECT', 'see how far people have read in rooms they are not in'),
      ('room_cursors',      'INSERT', 'write how far people have read'),
      ('room_cursors',      'UPDATE', 'change how far people have read'),
      ('room_cursors',      'DELETE', 'delete how far people have read'),
      ('room_events',       'SELECT', 'read the log of private rooms they are not in'),
      ('room_events',       'INSERT', 'write into the log of rooms'),
      ('room_events',       'UPDATE', 'change the log of rooms'),
      ('room_events',       'DELETE', 'delete from the log of rooms'),
      ('room_counters',     'SELECT', 'see how many messages private rooms have'),
      ('room_counters',     'INSERT', 'set the numbers of rooms'),
      ('room_counters',     'UPDATE', 'change the numbers of rooms'),
      ('room_counters',     'DELETE', 'delete the numbers of rooms'),
      ('room_invitations',  'SELECT', 'see the invitations of others'),
      ('room_invitations',  'INSERT', 'invite to any room'),
      ('room_invitations',  'UPDATE', 'change invitations'),
      ('room_invitations',  'DELETE', 'delete the invitations of others')) more ("table", command, deed)
      on more."table" = g.tablename and more.command = g.command
   where g.who <> '{}'
   order by g.tablename, g.policyname, g.command
$$;
comment on function parley.foreign_policies is 'The policies that are not Parley''s and allow more than its own, with what each allows in plain words.';

revoke all on function parley.guard_room(), parley.guard_message(), parley.foreign_policies() from public;
