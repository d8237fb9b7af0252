-- A message, a room's name and a person's name show something: blanks, joiners, marks of direction and
-- other characters without a picture do not count.

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
    'alter table public.chat_rooms add constraint parley_name_shows check (name ~ %L) not valid', shows);
  execute format(
    'alter table public.profiles add constraint parley_display_name_shows check (display_name ~ %L) not valid', shows);

  -- A name of the account that shows nothing is none.
  execute format($function$
    create or replace function parley.display_name(meta jsonb, email text) returns text
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
