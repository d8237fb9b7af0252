-- Mentions: whom a message mentions, who is told, and that a mention goes with its message.
begin;
\ir preamble.psql
select plan(38);

select pg_temp.introduce('mute', 'gone');
update parley.settings set directory = true, direct_adding = true;
insert into parley.bridge_targets (target, epoch) values ('one', '1-1');

create function pg_temp.name(id text) returns text language sql as $$
  select n from unnest(array['olga', 'paul', 'mia', 'sten', 'mute', 'gone']) n where pg_temp.id(n)::text = name.id $$;
-- Writes a text in which @paul stands for his token.
create function pg_temp.spell(content text) returns text language sql as $$
  select string_agg(
    case when word like '@%' then '<@' || coalesce(pg_temp.id(substr(word, 2))::text, '') || '>' else word end, ' ' order by place)
    from unnest(string_to_array(content, ' ')) with ordinality w (word, place) $$;
create function pg_temp.say(name text, content text) returns void language sql as $$
  select public.send_message(pg_temp.key(say.name), pg_temp.room('club'), pg_temp.spell(say.content)) $$;
create function pg_temp.edit(name text, content text) returns void language sql as $$
  select public.edit_message(pg_temp.message(edit.name), pg_temp.spell(edit.content)) $$;
-- Whom a message mentions.
create function pg_temp.mentioned(name text) returns text language sql security definer as $$
  select coalesce(string_agg(who, ' ' order by who), 'nobody')
    from (select coalesce(pg_temp.name(n.user_id::text), 'everybody') as who
            from parley.message_mentions n where n.message_id = pg_temp.message(mentioned.name)) n $$;
-- Who is told since this was asked last.
create function pg_temp.told() returns text language plpgsql security definer as $$
declare people text;
begin
  select string_agg(pg_temp.name(c.user_id::text), ' ' order by pg_temp.name(c.user_id::text)) into people
    from parley.claim_access_changes('one', 100, '0 s') c where c.standing = 'mentioned';
  delete from parley.access_changes;
  return coalesce(people, 'nobody');
end $$;
-- What my_mentions() answers: the texts, without tokens.
create function pg_temp.mine(before text default null, most int default 50) returns text language sql as $$
  select coalesce(string_agg(btrim(regexp_replace(m -> 'message' ->> 'content', '<[^>]*>', '', 'g')), ', ' order by n), 'none')
    from jsonb_array_elements(public.my_mentions(case when before is not null then pg_temp.message(before) end, most))
         with ordinality t (m, n) $$;

-- olga owns the room, mia looks after it, paul and mute are in it, gone was removed, sten never was in it
select pg_temp.act('olga');
select public.create_room('Club', id => pg_temp.room('club'));
insert into public.room_participants (room_id, user_id, role)
values (pg_temp.room('club'), pg_temp.id('paul'), 'member'), (pg_temp.room('club'), pg_temp.id('mia'), 'moderator'),
       (pg_temp.room('club'), pg_temp.id('mute'), 'member'), (pg_temp.room('club'), pg_temp.id('gone'), 'member');
select pg_temp.act('postgres');
update public.room_participants set muted_until = 'infinity' where user_id = pg_temp.id('mute');
delete from public.room_participants where user_id = pg_temp.id('gone');
select pg_temp.told();

-- By name ---------------------------------------------------------------------------------------------------

select pg_temp.act('paul');
select pg_temp.say('m1', '@olga and @mute see @olga');
select is(pg_temp.mentioned('m1'), 'mute olga', 'a member mentions who is in the room, each once, a muted one too');
select is(pg_temp.told(), 'mute olga', 'they are told');
select pg_temp.say('m2', 'hello @sten @gone @paul');
select is(pg_temp.mentioned('m2'), 'nobody', 'not an outsider, nor who was removed, nor oneself');
select is(pg_temp.told(), 'nobody', 'and nobody is told');
select pg_temp.say('m3', '<@> <@nobody> <@99999999999999999999> <@a b> < @ > <@<@>> a@b.example');
select is(pg_temp.mentioned('m3'), 'nobody', 'what is no id mentions nobody');
select is(pg_temp.mine(), 'none', 'to mention oneself is no news');
select pg_temp.act('olga');
select is(pg_temp.mine(), 'and  see', 'who is mentioned reads the message');
select is(
  (public.my_mentions() -> 0) - 'message', jsonb_build_object(
    'room_id', pg_temp.room('club')::text, 'room_name', 'Club', 'profile', jsonb_build_object('display_name', 'Paul')),
  'with its room and its author');
select is(public.my_mentions() -> 0 -> 'message' ->> 'id', pg_temp.message('m1')::text, 'as it is elsewhere');
select pg_temp.act('mute');
select is(pg_temp.mine(), 'and  see', 'so does who may not write');
select pg_temp.act('sten');
select is(pg_temp.mine(), 'none', 'nobody else does');
select pg_temp.act('postgres');
insert into public.messages (id, room_id, user_id, content)
select pg_temp.message('m4'), pg_temp.room('club'), pg_temp.id('mia'), pg_temp.spell('@paul from a server') where not parley.has_client_ids();
insert into public.messages (room_id, user_id, content)
select pg_temp.room('club'), pg_temp.id('mia'), pg_temp.spell('@paul from a server') where parley.has_client_ids();
select is(pg_temp.told(), 'paul', 'a plain row of a server mentions, too');
select pg_temp.act('paul');
select is(pg_temp.mine(), 'from a server', 'and is read');

-- Everybody -------------------------------------------------------------------------------------------------

select pg_temp.say('m5', '<!room> all of you');
select is(pg_temp.mentioned('m5'), 'nobody', 'a member does not mention everybody');
select pg_temp.act('mia');
select pg_temp.say('m6', '<!room> moderated');
select is(pg_temp.mentioned('m6'), 'everybody', 'a moderator does');
select is(pg_temp.told(), 'mute olga paul', 'all others are told');
select is(pg_temp.mine(), 'none', 'not the author');
select pg_temp.act('olga');
select pg_temp.say('m7', '<!room> owned @paul');
select is(pg_temp.mentioned('m7'), 'everybody paul', 'the owner does, besides a name');
select is(pg_temp.told(), 'mia mute paul', 'each is told once');
select pg_temp.act('paul');
select is(pg_temp.mine(), 'owned, moderated, from a server', 'newest first, each message once');
select is(pg_temp.mine(most => 1), 'owned', 'as many as are asked for');
select is(pg_temp.mine('m7', 1), 'moderated', 'and the next ones');
select is(pg_temp.mine('m6'), 'from a server', 'until there are none');
select pg_temp.act('olga');
insert into public.room_participants (room_id, user_id) values (pg_temp.room('club'), pg_temp.id('sten'));
select pg_temp.act('sten');
select is(pg_temp.mine(), 'none', 'who comes later was not there');
select pg_temp.told();

-- Edits, deletion and leaving -------------------------------------------------------------------------------

select pg_temp.act('paul');
select pg_temp.edit('m1', '@mia and @mute');
select is(pg_temp.mentioned('m1'), 'mia mute', 'an edit mentions others');
select is(pg_temp.told(), 'mia', 'and only who is new is told');
select pg_temp.edit('m2', 'now @olga');
select is(pg_temp.mentioned('m2'), 'olga', 'also where there was no mention');
select pg_temp.edit('m2', 'nobody');
select is(pg_temp.mentioned('m2'), 'nobody', 'and it ends where the name is taken out');
select public.delete_message(pg_temp.message('m1'));
select is(pg_temp.mentioned('m1'), 'nobody', 'a deleted message mentions nobody');
select pg_temp.act('postgres');
delete from public.messages m where m.id = pg_temp.message('m6');
select is(pg_temp.mentioned('m6'), 'nobody', 'nor does one that a server removed');
delete from public.room_participants where user_id = pg_temp.id('paul');
select pg_temp.act('paul');
select is(pg_temp.mine(), 'none', 'who left reads none of them');
select pg_temp.act('postgres');
select pg_temp.told();

-- Who may ---------------------------------------------------------------------------------------------------

select is(pg_temp.refusal('anon', 'select public.my_mentions()'), 'PT401 sign_in_needed', 'who is not signed in is told so');
select is(pg_temp.refusal('service_role', 'select public.my_mentions()'), 'PT401 sign_in_needed', 'a server has none');
select is(pg_temp.refusal('mia', 'select public.my_mentions(pg_temp.message(''m6''))'), 'PT404 no_such_message', 'the earlier message must be there');
select is(pg_temp.refusal('mia', 'table parley.message_mentions'), '42501', 'the table is for nobody');

-- Lists ------------------------------------------------------------------------------------------------------

select pg_temp.act('olga');
select pg_temp.say('m10', 'no name');
select is(public.my_rooms() #> '{0,mentioned}', null, 'a list of rooms names nobody where nobody is mentioned');
select pg_temp.say('m9', '@mia and @gone');
select is(
  public.my_rooms() #> '{0,mentioned}',
  jsonb_build_array(jsonb_build_object('user_id', pg_temp.id('mia')::text, 'profile', jsonb_build_object('display_name', 'Mia'))),
  'and whom the last message mentions');

-- A reader learns the names ---------------------------------------------------------------------------------

select pg_temp.act('olga');
select pg_temp.say('m8', 'farewell @sten');
select pg_temp.act('postgres');
delete from public.room_participants where user_id = pg_temp.id('sten');
select pg_temp.act('mia');
select ok(
  exists (
    select from jsonb_array_elements(public.room_snapshot(pg_temp.room('club')) -> 'participants') p
     where p ->> 'user_id' = pg_temp.id('sten')::text),
  'a snapshot names who is mentioned, though they left');

select * from finish();
rollback;
