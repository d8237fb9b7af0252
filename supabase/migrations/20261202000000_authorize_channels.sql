-- Many channels are asked for at once: whoever opens a page listens to all of their rooms.

create function public.authorize_channels(names text[]) returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  if cardinality(names) > 100 then
    perform parley.refuse('PT413', 'too_many_channels', 'at most 100 channels at a time');
  end if;
  return coalesce((
    select jsonb_agg(public.authorize_channel(asked.name) order by asked.place)
      from unnest(names) with ordinality as asked (name, place)), '[]');
end
$$;
comment on function public.authorize_channels is 'What authorize_channel says of each of up to 100 channels, in their order.';

revoke all on function public.authorize_channels(text[]) from public, anon, authenticated, service_role;
grant execute on function public.authorize_channels(text[]) to anon, authenticated, service_role;
