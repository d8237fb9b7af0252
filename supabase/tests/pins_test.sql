-- Pins: who may, what the log tells of them, and that none outlives its message.
begin;
\ir preamble.psql
select plan(41);

select pg_temp.introduce('mute', 'gone');
update parley.settings set directory = true, direct_adding = true;

create function pg_temp.pin(name text) returns jsonb language sql as $$
  select public.pin_message(pg_temp.message(pin.name)) $$;
create function pg_temp.unpin(name text) returns jsonb language sql as $$
  select public.unpin_message(pg_temp.message(unpin.name)) $$;
create function pg_temp.name(id text) returns text language sql as $$
  select n from unnest(array['olga', 'paul', 'mia', 'm1', 'm2', 'm3']) n
   where name.id in (pg_temp.id(n)::text, case when n like 'm_' then pg_temp.message(n)::text end) $$;
-- What the log tells after a number.
create function pg_temp.told(after bigint) returns text language sql security definer as $$
  select coalesce(string_agg(concat_ws(' ', e.kind, pg_temp.name(e.data ->> 'user_id'), pg_temp.name(e.data ->> 'message_id')), ', ' order by e.rev), 'nothing')
    from public.room_events e where e.room_id = pg_temp.room('club') and e.rev > after $$;
-- The pins of an answer, each as its message and who pinned it.
create function pg_temp.shown(pins jsonb) returns text language sql as $$
  select coalesce(string_agg(concat_ws(' ', pg_temp.name(coalesce(p ->> 'message_id', p #>> '{message,id}')), pg_temp.name(p ->> 'user_id')), ', ' order by n), 'none')
    from jsonb_array_elements(pins) with ordinality t (p, n) $$;
create function pg_temp.snapshot() returns text language sql as $$
  select pg_temp.shown(public.room_snapshot(pg_temp.room('club')) -> 'pins') $$;
-- How many pins somebody sees.
create function pg_temp.seen(name text) returns bigint language plpgsql as $$
declare seen bigint;
begin
  perform pg_temp.act(name);
  execute 'select count(*) from public.message_pins' into seen;
  return seen;
end $$;

-- olga owns the room, paul, mia and mute are in it, gone was removed, sten never was in it; mia looks after it
select pg_temp.act('olga');
select public.create_room('Club', id => pg_temp.room('club'));
insert into public.room_participants (room_id, user_id, role)
values (pg_temp.room('club'), pg_temp.id('paul'), 'member'), (pg_temp.room('club'), pg_temp.id('mia'), 'moderator'),
       (pg_temp.room('club'), pg_temp.id('mute'), 'member'), (pg_temp.room('club'), pg_temp.id('gone'), 'moderator');
select public.send_message(pg_temp.key('m1'), pg_temp.room('club'), 'one');
select public.send_message(pg_temp.key('m2'), pg_temp.room('club'), 'two');
select pg_temp.act('paul');
select public.send_message(pg_temp.key('m3'), pg_temp.room('club'), 'three');
select pg_temp.act('postgres');
update public.room_participants set muted_until = 'infinity' where user_id = pg_temp.id('mute');
delete from public.room_participants where user_id = pg_temp.id('gone');
create temporary table start as select pg_temp.head() as rev;
grant select on start to public;

-- Who may ---------------------------------------------------------------------------------------------------

select pg_temp.act('mia');
select is(
  pg_temp.pin('m3') - 'pinned_at',
  jsonb_build_object('message_id', pg_temp.message('m3')::text, 'user_id', pg_temp.id('mia')::text,
    'rev', (select rev + 1 from start)), 'a moderator pins a message of somebody');
select is(pg_temp.pin('m3') -> 'rev', to_jsonb((select rev + 1 from start)), 'a repeat returns what is stored');
select pg_temp.act('olga');
select is(pg_temp.pin('m3') ->> 'user_id', pg_temp.id('mia')::text, 'also one of somebody else');
select is(pg_temp.pin('m1') -> 'rev', to_jsonb((select rev + 2 from start)), 'the owner pins');
select is(
  pg_temp.unpin('m2') - 'rev', jsonb_build_object('message_id', pg_temp.message('m2')::text, 'user_id', pg_temp.id('olga')::text),
  'to take back what is not there is no error');
select is(pg_temp.unpin('m2') -> 'rev', to_jsonb((select rev + 2 from start)), 'and changes nothing');
select is(pg_temp.unpin('m3') -> 'rev', to_jsonb((select rev + 3 from start)), 'what is there goes, whoever pinned it');
select is(
  pg_temp.told((select rev from start)), 'message-pinned mia m3, message-pinned olga m1, message-unpinned olga m3',
  'each change is in the log once');
select pg_temp.act('postgres');
select is(
  (select e.channel || ' ' || (e.data ->> 'pinned_at' ~ '^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$')
     from public.room_events e, start where e.room_id = pg_temp.room('club') and e.rev = start.rev + 1),
  'private-room-' || pg_temp.room('club') || ' true', 'on the room''s channel, with its time');

select is(
  (select string_agg(who || ' ' || pg_temp.refusal(who, format('select pg_temp.%s(''m1'')', deed)), ', ' order by n)
     from unnest(array['paul', 'mute', 'sten', 'gone', 'anon', 'service_role']) with ordinality t (who, n)),
  'paul PT403 not_allowed, mute PT403 not_allowed, sten PT403 not_a_participant, gone PT403 not_a_participant, '
  || 'anon PT401 sign_in_needed, service_role PT401 sign_in_needed', format('only who looks after the room does: %s', deed))
  from unnest(array['pin', 'unpin']) deed;
select is(
  pg_temp.refusal('mia', format('select pg_temp.%s(''nothing'')', deed)), 'PT404 no_such_message', format('an unknown message is not found: %s', deed))
  from unnest(array['pin', 'unpin']) deed;
select is(pg_temp.refusal('mia', $$ select public.pin_message(null) $$), 'PT404 no_such_message', 'nor is none');
select is(
  (select string_agg(who || ' ' || pg_temp.refusal(who, statement), ', ' order by n)
     from unnest(array['olga', 'service_role', 'anon']) with ordinality t (who, n)),
  'olga 42501, service_role 42501, anon 42501', format('nobody does so by a statement: %s', statement))
  from unnest(array[
    $$ insert into public.message_pins (message_id, room_id, user_id, rev, pinned_at)
       values (pg_temp.message('m2'), pg_temp.room('club'), pg_temp.id('olga'), 1, now()) $$,
    $$ update public.message_pins set rev = 1 $$,
    $$ delete from public.message_pins $$]) statement;

-- Reading ---------------------------------------------------------------------------------------------------

select pg_temp.act('mia');
select pg_temp.pin('m3');
select pg_temp.act('paul');
select is(pg_temp.snapshot(), 'm1 olga, m3 mia', 'a snapshot has them in the order in which they came');
select is(
  (public.room_snapshot(pg_temp.room('club')) #> '{pins,0}') - 'pinned_at',
  jsonb_build_object('message_id', pg_temp.message('m1')::text, 'user_id', pg_temp.id('olga')::text), 'with ids as strings');
select is(
  pg_temp.shown(public.pinned_messages(pg_temp.room('club')) -> 'pins'), 'm3 mia, m1 olga', 'the list has the last one first');
select is(public.pinned_messages(pg_temp.room('club')) -> 'rev', to_jsonb(pg_temp.head()), 'with the room''s number at that moment');
select is(
  (public.pinned_messages(pg_temp.room('club')) #> '{pins,0}') - 'pinned_at',
  jsonb_build_object(
    'user_id', pg_temp.id('mia')::text, 'message', public.room_snapshot(pg_temp.room('club')) #> '{messages,2}',
    'profile', jsonb_build_object('display_name', 'Paul')), 'with the message and its author');
select is(
  (select string_agg(who || ' ' || pg_temp.refusal(who, $$ select public.pinned_messages(pg_temp.room('club')) $$), ', ' order by n)
     from unnest(array['mute', 'service_role', 'sten', 'gone', 'anon']) with ordinality t (who, n)),
  'mute none, service_role PT401 sign_in_needed, sten PT403 not_a_participant, gone PT403 not_a_participant, anon PT401 sign_in_needed',
  'for whoever reads the room');
select is(pg_temp.refusal('paul', $$ select public.pinned_messages(pg_temp.room('nowhere')) $$), 'PT404 no_such_room', 'which is there');
select is(
  (select string_agg(who || ' ' || pg_temp.seen(who), ', ' order by n)
     from unnest(array['paul', 'mute', 'service_role', 'sten', 'gone', 'anon']) with ordinality t (who, n)),
  'paul 2, mute 2, service_role 2, sten 0, gone 0, anon 0', 'so with the table');
select pg_temp.act('olga');
update public.chat_rooms set visibility = 'public' where id = pg_temp.room('club');
select is(pg_temp.seen('anon'), 2::bigint, 'in a public room anybody sees them');
select is(pg_temp.snapshot(), 'm1 olga, m3 mia', 'also in its snapshot');
select pg_temp.act('postgres');
create policy "all" on public.message_pins for all using (true) with check (true);
select is(
  (select string_agg("table" || ' ' || command, ', ') from parley.foreign_policies()), 'message_pins SELECT',
  'a policy of an app only lets more people see them');
drop policy "all" on public.message_pins;

-- With their messages ---------------------------------------------------------------------------------------

update start set rev = pg_temp.head();
select pg_temp.act('paul');
select public.edit_message(pg_temp.message('m3'), 'three, or so');
select is(
  public.pinned_messages(pg_temp.room('club')) #>> '{pins,0,message,content}', 'three, or so', 'a pinned message is edited');
select public.delete_message(pg_temp.message('m3'));
select is(pg_temp.snapshot(), 'm1 olga', 'deleted, it is no longer pinned');
select is(pg_temp.told((select rev from start)), 'message-updated paul, message-deleted paul', 'which is not told apart');
select is(pg_temp.refusal('mia', $$ select pg_temp.pin('m3') $$), 'PT410 message_deleted', 'a deleted message is not pinned');
select is(pg_temp.refusal('mia', $$ select pg_temp.unpin('m3') $$), 'none', 'to take its pin back changes nothing');
select is(pg_temp.told((select rev + 2 from start)), 'nothing', 'as the log shows');
select pg_temp.act('service_role');
delete from public.messages where id = pg_temp.message('m1');
select pg_temp.act('paul');
select is(pg_temp.snapshot(), 'none', 'nor is one whose row is removed');

-- Limits ----------------------------------------------------------------------------------------------------

select pg_temp.act('postgres');
update parley.settings set rows_per_request = 1000;
select pg_temp.act('olga');
select public.send_message(pg_temp.key('n' || n), pg_temp.room('club'), 'number ' || n) from generate_series(1, 101) n;
select is(
  (select count(*) from generate_series(1, 100) n, pg_temp.pin('n' || n) p where p ? 'rev'), 100::bigint, 'a room has 100 pins');
select is(pg_temp.refusal('olga', $$ select pg_temp.pin('n101') $$), 'PT422 too_many_pins', 'and no more');
select is(pg_temp.refusal('olga', $$ select pg_temp.pin('n100') $$), 'none', 'though they are repeated');
select pg_temp.act('olga');
select pg_temp.unpin('n7');
select is(pg_temp.refusal('olga', $$ select pg_temp.pin('n101') $$), 'none', 'one that is gone makes room');
select pg_temp.act('postgres');
truncate public.messages cascade;
select is((select count(*) from public.message_pins), 0::bigint, 'when messages are truncated, so are pins');
delete from public.chat_rooms where id = pg_temp.room('club');
select is((select count(*) from public.room_events e where e.room_id = pg_temp.room('club')), 0::bigint, 'a room goes with all of it');

select * from finish();
rollback;
