-- Who is not signed in reads public rooms by the same queries as everybody, messages(profiles(…)) too: of
-- the profiles that no policy shows them nothing comes, where the whole query was refused. Our policies show
-- them none; an app's own ("profiles are viewable by everyone") go on to say what they said.
grant select on table public.profiles to anon;

do $relationships$
declare
  relationship regprocedure;
begin
  for relationship in
    select p.oid from pg_catalog.pg_proc p
     where p.pronamespace = 'public'::regnamespace and p.proname = 'profiles'
       and obj_description(p.oid, 'pg_proc') like 'Relates % to profiles in the API.' loop
    execute format('grant execute on function %s to anon', relationship);
  end loop;
end
$relationships$;
