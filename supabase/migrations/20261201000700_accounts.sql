-- People get a profile with their account, or from their token where there are no accounts.

-- Named so that it runs after an app's own on_auth_user_created, which may make the profile itself.
create function parley.introduce() returns trigger
language plpgsql security definer
set search_path = ''
set timezone = 'UTC'
as $$
begin
  insert into public.profiles as p (id, display_name, avatar_url)
  values (
    new.id, parley.display_name(new.raw_user_meta_data, new.email),
    left(new.raw_user_meta_data ->> 'avatar_url', 2000))
  on conflict (id) do update set display_name = excluded.display_name where p.display_name = 'Guest';
  return null;
exception when integrity_constraint_violation or data_exception then
  return null; -- a profile of the app needs more than we know, so the app makes it
end
$$;

-- Follows a new name in the account, but never overwrites one that the person set in the profile itself.
create function parley.rename() returns trigger
language plpgsql security definer
set search_path = ''
set timezone = 'UTC'
as $$
begin
  update public.profiles p
     set display_name = parley.display_name(new.raw_user_meta_data, new.email)
   where p.id = new.id and p.display_name = parley.display_name(old.raw_user_meta_data, old.email);
  return null;
end
$$;

-- The token of a person without an account tells what its issuer knows of them. That becomes their profile
-- when they first enter a room.
create function parley.introduce_caller() returns trigger
language plpgsql security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  claims constant jsonb := auth.jwt();
begin
  if parley.is_client() and new.user_id = parley.my_id() then
    insert into public.profiles (id, display_name, avatar_url)
    values (
      new.user_id, parley.display_name(claims || coalesce(claims -> 'user_metadata', '{}'), claims ->> 'email'),
      left(coalesce(claims #>> '{user_metadata,avatar_url}', claims ->> 'picture'), 2000))
    on conflict (id) do nothing;
  end if;
  return new;
end
$$;

do $people$
begin
  if parley.has_accounts() then
    create trigger parley_introduce after insert on auth.users
      for each row execute function parley.introduce();
    create trigger parley_rename after update of raw_user_meta_data on auth.users
      for each row when (old.raw_user_meta_data is distinct from new.raw_user_meta_data)
      execute function parley.rename();
  else
    create trigger parley_introduce before insert on public.room_participants
      for each row execute function parley.introduce_caller();
  end if;
end
$people$;

revoke all on all routines in schema parley from public;
