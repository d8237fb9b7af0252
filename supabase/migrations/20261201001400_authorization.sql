-- What the realtime server asks about a caller: which channels they may listen on, and as whom.

-- The channels are that of parley.channel() for a private room, its encrypted form and the presence channel.
-- Muted people may not write, so they may not send client events either; those travel on the presence channel.
create function public.authorize_channel(name text) returns jsonb
language plpgsql stable security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  me parley.user_id := parley.my_id();
  parts text[] := regexp_match(name, '^(private|presence|private-encrypted)-room-(.*)$');
  room parley.room_id := parley.room_named(parts[2]);
begin
  if room is null then
    return jsonb_build_object('allowed', false, 'reason', 'This is not a channel of a room.');
  end if;
  if me is null then
    return jsonb_build_object('allowed', false, 'reason', 'Sign in to listen to this room.');
  end if;
  if not parley.is_participant(room) then
    return jsonb_build_object('allowed', false, 'reason', 'You are not a participant of this room.');
  end if;
  if parts[1] <> 'presence' then
    return '{"allowed": true}';
  end if;
  if not parley.can_write(room) then
    return jsonb_build_object('allowed', false, 'reason', 'You are muted in this room.');
  end if;
  return (
    select jsonb_build_object(
      'allowed', true, 'user_id', me::text,
      'user_info', jsonb_strip_nulls(
        jsonb_build_object('name', profile ->> 'display_name', 'avatar_url', profile ->> 'avatar_url')))
      from parley.profile_json(me) profile);
end
$$;
comment on function public.authorize_channel is 'Whether the caller may listen to a channel, and as whom others see them there.';

-- Many at once: opening a page subscribes to all of a person's rooms.
create function public.authorize_channels(names text[]) returns jsonb
language plpgsql stable
set search_path = ''
set timezone = 'UTC'
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

-- Asked when a connection signs in: as whom, and whose presence it may watch.
create function public.authorize_user() returns jsonb
language plpgsql stable security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  me parley.user_id := parley.my_id();
begin
  if me is null then
    return jsonb_build_object('allowed', false, 'reason', 'Sign in first.');
  end if;
  return jsonb_strip_nulls(jsonb_build_object(
    'allowed', true,
    'user_id', me::text,
    'user_info', (
      select jsonb_strip_nulls(jsonb_build_object('name', p.display_name, 'avatar_url', p.avatar_url))
        from public.profiles p where p.id = me),
    'watchlist', (
      select jsonb_agg(near.user_id::text)
        from (
          select distinct other.user_id
            from (select r.room_id from public.room_participants r where r.user_id = me limit 100) mine
           cross join lateral (
             select p.user_id from public.room_participants p
              where p.room_id = mine.room_id and p.user_id <> me limit 100) other
           order by other.user_id
           limit 100) near)));
end
$$;
comment on function public.authorize_user is 'As whom the caller signs in to the realtime server, and up to 100 people who share a room with the caller.';

revoke all on function
  public.authorize_channel(text), public.authorize_channels(text[]), public.authorize_user()
  from public, anon, authenticated, service_role;
grant execute on function
  public.authorize_channel(text), public.authorize_channels(text[]), public.authorize_user()
  to anon, authenticated, service_role;
