-- The profile of whoever wrote a message, is in a room, has read so far or is invited, for the API:
-- messages(profiles(…)).
--
-- The API relates tables by foreign keys, and these can have none to profiles: what was said
-- outlives the account that said it, and an adopted app may have people without a profile. A function
-- from a row to rows is a relationship as well (PostgREST calls it computed). It runs with the rights
-- of who asks, names everything in full and sets nothing, so that PostgreSQL can make it part of the
-- query. An app that has its own key or its own function keeps it.
do $relationships$
declare
  referring text;
begin
  foreach referring in array array['messages', 'room_participants', 'room_cursors', 'room_invitations'] loop
    continue when to_regprocedure(format('public.profiles(public.%I)', referring)) is not null
      or exists (
        select from pg_constraint k
         where k.contype = 'f' and k.confrelid = 'public.profiles'::regclass
           and k.conrelid = format('public.%I', referring)::regclass);
    execute format($statement$
      create function public.profiles(public.%1$I) returns setof public.profiles
      language sql stable rows 1
      as 'select * from public.profiles where id = $1.user_id';
      revoke execute on function public.profiles(public.%1$I) from public;
      grant execute on function public.profiles(public.%1$I) to authenticated, service_role;
      comment on function public.profiles(public.%1$I) is 'Relates %1$s to profiles in the API.'
      $statement$, referring);
  end loop;
end
$relationships$;
