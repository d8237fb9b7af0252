-- Searching: what is found by whom, in which order, page by page.
begin;
\ir preamble.psql
select plan(79);

create function pg_temp.say(key text, room text, content text) returns void language sql as $$
  select public.send_message(pg_temp.key(key), pg_temp.room(room), content)
$$;
create function pg_temp.keys(object jsonb) returns text language sql as $$
  select string_agg(k, ' ' order by k) from jsonb_object_keys(object) k
$$;
-- What is found, in the order of writing, or in that of the answer.
create function pg_temp.found(answer jsonb) returns text language sql as $$
  select coalesce(string_agg(r #>> '{message,content}', ', ' order by r #>> '{message,created_at}', r #>> '{message,seq}'), '')
    from jsonb_array_elements(answer -> 'results') r
$$;
create function pg_temp.ranked(answer jsonb) returns text language sql as $$
  select coalesce(string_agg(r #>> '{message,content}', ', ' order by n), '')
    from jsonb_array_elements(answer -> 'results') with ordinality t (r, n)
$$;
create function pg_temp.found(query text, room text default 'club') returns text language sql as $$
  select pg_temp.found(public.search_messages(query, pg_temp.room(room), "limit" => 50))
$$;
create function pg_temp.found_by(caller text, query text, room text default null) returns text language plpgsql as $$
declare
  answer text;
begin
  perform pg_temp.act(caller);
  answer := pg_temp.found(public.search_messages(query, pg_temp.room(room)));
  perform pg_temp.act('postgres');
  return answer;
exception when others then
  perform pg_temp.act('postgres');
  return sqlstate;
end $$;
-- Every page of a search, or those after a cursor.
create function pg_temp.pages(query text, room text, size int, cursor text default null)
returns table (page int, id text, content text, cursor_after text) language plpgsql as $$
declare
  answer jsonb := jsonb_build_object('cursor', cursor);
begin
  for n in 1 .. 1000 loop
    answer := public.search_messages(query, pg_temp.room(room), cursor => answer ->> 'cursor', "limit" => size);
    return query
      select n, r #>> '{message,id}', r #>> '{message,content}', answer ->> 'cursor' from jsonb_array_elements(answer -> 'results') r;
    exit when answer ->> 'cursor' is null;
  end loop;
end $$;

update parley.settings set directory = true, direct_adding = true, rows_per_request = 100000;
select pg_temp.introduce('max', 'rita');

select pg_temp.act('olga');
select public.create_room('Club', id => pg_temp.room('club'));
select public.create_room('Open', visibility => 'open', id => pg_temp.room('open'));
select public.create_room('Square', visibility => 'public', id => pg_temp.room('square'));
insert into public.room_participants (room_id, user_id, role)
values (pg_temp.room('club'), pg_temp.id('max'), 'moderator'), (pg_temp.room('club'), pg_temp.id('paul'), 'member'),
       (pg_temp.room('club'), pg_temp.id('mia'), 'member'), (pg_temp.room('club'), pg_temp.id('rita'), 'member');
select pg_temp.say('c1', 'club', 'The apple is red'), pg_temp.say('c2', 'club', 'Pears, not apples!'),
       pg_temp.say('o1', 'open', 'An apple in the open'), pg_temp.say('s1', 'square', 'Apple on the square');
select pg_temp.act('paul');
select pg_temp.say('c3', 'club', 'apple PIE with café crème');
select pg_temp.act('postgres');
update public.room_participants set muted_until = 'infinity' where user_id = pg_temp.id('mia');
delete from public.room_participants where user_id = pg_temp.id('rita');

-- who finds what
select pg_temp.act('olga');
select is(pg_temp.keys(public.search_messages('apple')), 'cursor results', 'an answer has all it should');
select is(pg_temp.keys(public.search_messages('apple') #> '{results,0}'), 'excerpt message profile', 'a result too');
select is(
  (public.search_messages('pears') #> '{results,0,message}'),
  (select m from jsonb_array_elements(public.messages_page(pg_temp.room('club')) -> 'messages') m where m ->> 'content' ~ 'Pears'),
  'a message looks as everywhere');
select is(public.search_messages('pie') #>> '{results,0,profile,display_name}', 'Paul', 'with the name of its author');
select is(
  pg_temp.found_by('olga', 'apple'), 'The apple is red, Pears, not apples!, An apple in the open, Apple on the square, apple PIE with café crème',
  'an owner finds messages of all rooms');
select is(pg_temp.found_by('olga', 'apple', 'open'), 'An apple in the open', 'or of one');
select is(
  pg_temp.found_by('max', 'apple'), 'The apple is red, Pears, not apples!, apple PIE with café crème',
  'a moderator those of the rooms they are in');
select is(pg_temp.found_by('paul', 'apple', 'club'), pg_temp.found_by('max', 'apple'), 'a member too');
select is(pg_temp.found_by('mia', 'apple', 'club'), pg_temp.found_by('max', 'apple'), 'one who is muted as well');
select is(pg_temp.found_by('rita', 'apple'), '', 'who was removed finds nothing');
select is(
  pg_temp.refusal('rita', $$ select public.search_messages('apple', pg_temp.room('club')) $$), 'PT403 not_a_participant',
  'and is told so in the room');
select is(pg_temp.found_by('sten', 'apple'), '', 'a stranger finds nothing');
select is(
  pg_temp.refusal('sten', $$ select public.search_messages('apple', pg_temp.room('club')) $$), 'PT403 not_a_participant',
  'not in a private room');
select is(
  pg_temp.refusal('sten', $$ select public.search_messages('apple', pg_temp.room('open')) $$), 'PT403 may_join',
  'not in an open one');
select is(
  pg_temp.refusal('sten', $$ select public.search_messages('apple', pg_temp.room('nowhere')) $$), 'PT404 no_such_room', 'in none');
select is(pg_temp.found_by('sten', 'apple', 'square'), 'Apple on the square', 'but in a public room');
select is(pg_temp.found_by('anon', 'apple', 'square'), 'Apple on the square', 'as does who is not signed in');
select is(
  pg_temp.refusal('anon', $$ select public.search_messages('apple', pg_temp.room('club')) $$), 'PT401 sign_in_needed',
  'and is told to sign in for a private one');
select is(
  pg_temp.refusal('anon', $$ select public.search_messages('apple') $$), 'PT401 sign_in_needed', 'and for all of one''s own');
select is(
  pg_temp.refusal('service_role', $$ select public.search_messages('apple') $$), 'PT401 sign_in_needed',
  'a server is in no room');
select pg_temp.act('rita');
select public.join_room(pg_temp.room('open'));
select is(pg_temp.found_by('rita', 'apple'), 'An apple in the open', 'who comes in finds what is there');

-- what is looked for
select pg_temp.act('olga');
select pg_temp.say('w' || n, 'open', content) from unnest(array[
  'meeting at noon', 'we meet again', 'No meat', 'see docs/search.md and <b>bold</b> <em class="loud">', 'mail to ann@example.com',
  'snake_case and kebab-case', 'it''s over', 'ok go', 'now and then', 'then and now', 'ÄRGER']) with ordinality w (content, n);
select is(pg_temp.found('MEET', 'open'), 'meeting at noon, we meet again', 'words begin with what is looked for, in any case');
select is(pg_temp.found('"meet"', 'open'), 'we meet again', 'but with quotation marks they are it');
select is(pg_temp.found('go', 'open'), 'ok go', 'two letters are a word');
select is(pg_temp.found('g', 'open'), '', 'and do not begin one');
select is(pg_temp.found('ärg', 'open'), 'ÄRGER', 'letters of other languages have case too');
select is(pg_temp.found('meet again', 'open'), 'we meet again', 'every word is there');
select is(pg_temp.found('noon or again', 'open'), 'meeting at noon, we meet again', 'or one of two');
select is(pg_temp.found('meet -noon', 'open'), 'we meet again', 'without another');
select is(pg_temp.found('now then', 'open'), 'now and then, then and now', 'in any order');
select is(pg_temp.found('"and then"', 'open'), 'now and then', 'or as quoted');
select is(pg_temp.found('search.md', 'open'), pg_temp.found('docs', 'open'), 'a part of a path');
select is(pg_temp.found('loud', 'open'), pg_temp.found('bold', 'open'), 'within what looks like a tag');
select is(pg_temp.found('ann@example.com', 'open'), 'mail to ann@example.com', 'an address');
select is(pg_temp.found('case', 'open'), 'snake_case and kebab-case', 'parts of names');
select is(pg_temp.found('kebab-cas', 'open'), 'snake_case and kebab-case', 'or the whole');
select is(pg_temp.found('it''s', 'open'), 'it''s over', 'an apostrophe');

-- scripts without blanks
select pg_temp.say('u' || n, 'open', content) from unnest(array[
  '明日は日本語の会議です', '今日の会議', '本日はiPhone手机壳の話', '내일 회의가 있습니다', 'ประชุมวันนี้', '語']) with ordinality u (content, n);
select is(pg_temp.found('会議', 'open'), '明日は日本語の会議です, 今日の会議', 'Japanese words within a text');
select is(pg_temp.found('日本語', 'open'), '明日は日本語の会議です', 'those of three letters');
select is(pg_temp.found('本語の会', 'open'), '明日は日本語の会議です', 'any part');
select is(pg_temp.found('語日', 'open'), '', 'in this order');
select is(pg_temp.found('日本 会議', 'open'), '明日は日本語の会議です', 'two of them');
select is(pg_temp.found('会議 -日本', 'open'), '今日の会議', 'without one');
select is(pg_temp.found('"会議"', 'open'), pg_temp.found('会議', 'open'), 'quoted, too');
select is(pg_temp.found('語', 'open'), '明日は日本語の会議です, 語', 'one letter');
select is(pg_temp.found('手机', 'open'), '本日はiPhone手机壳の話', 'Chinese beside other scripts');
select is(pg_temp.found('iphone', 'open'), '本日はiPhone手机壳の話', 'and these beside it');
select is(pg_temp.found('회의', 'open'), '내일 회의가 있습니다', 'Korean without its endings');
select is(pg_temp.found('วันนี้', 'open'), 'ประชุมวันนี้', 'Thai with its marks');

-- excerpts
create function pg_temp.excerpt(query text) returns text language sql as $$
  select public.search_messages(query, pg_temp.room('open')) #>> '{results,0,excerpt}'
$$;
select is(pg_temp.excerpt('meet noon'), '["", "meeting", " at ", "noon", ""]', 'every second string of an excerpt matches');
select is(pg_temp.excerpt('now -noon "and then"'), '["", "now", " ", "and", " ", "then", ""]', 'what is excluded does not');
select is(pg_temp.excerpt('日本語'), '["明日は", "日本語", "の会議です"]', 'matches within words');
select is(pg_temp.excerpt('loud'), '["see docs/search.md and <b>bold</b> <em class=\"", "loud", "\">"]', 'it is text as it was written');
select pg_temp.say('long', 'open', repeat('before ', 50) || E'the (needle)\u0001 [x]' || repeat(' after', 50));
select is(
  regexp_replace(pg_temp.excerpt('needle'), '( after){20,30}[ a-z]*…', ' after…'),
  jsonb_build_array('…' || repeat('before ', 7) || 'the (', 'needle', ') [x] after…')::text,
  'of a long text it is what is around the first match');

-- filters
select pg_temp.act('postgres');
insert into public.messages (room_id, user_id, content, created_at)
select pg_temp.room('club'), pg_temp.id('max'), 'dated ' || y, make_timestamptz(y, 1, 1, 0, 0, 0, 'UTC') from generate_series(2001, 2005) y;
select pg_temp.act('paul');
select is(
  pg_temp.found(public.search_messages('apple', author => pg_temp.id('paul'))), 'apple PIE with café crème', 'by author');
select is(
  pg_temp.found(public.search_messages('dated', "from" => '2002-01-01T00:00:00Z', until => '2004-01-01T00:00:00Z')),
  'dated 2002, dated 2003', 'from a time on, until another');
select is(
  pg_temp.found(public.search_messages('dated', pg_temp.room('club'), pg_temp.id('max'), until => '2002-01-01T00:00:00Z')),
  'dated 2001', 'all together');
select is(
  pg_temp.ranked(public.search_messages('dated')), 'dated 2005, dated 2004, dated 2003, dated 2002, dated 2001', 'the newest come first');

-- edited and deleted
select pg_temp.act('paul');
select public.edit_message(pg_temp.message('c3'), 'cherry cake');
select is(pg_temp.found('cherry'), 'cherry cake', 'a message is found by its new text');
select is(pg_temp.found('pie'), '', 'and not by the one before');
select public.delete_message(pg_temp.message('c3'));
select is(pg_temp.found('cherry'), '', 'a deleted one not at all');
select pg_temp.act('postgres');
insert into public.messages (room_id, user_id, content) values (pg_temp.room('club'), pg_temp.id('max'), 'ghost of an app');
alter table public.messages disable trigger user;
update public.messages set deleted_at = now() where content = 'ghost of an app';
alter table public.messages enable trigger user;
select pg_temp.act('paul');
select is(pg_temp.found('ghost'), '', 'not even where an app has kept its text');

-- pages: windows of 500 matches, some of the same moment
select pg_temp.act('postgres');
insert into public.messages (room_id, user_id, content, created_at)
select pg_temp.room(case n % 3 when 0 then 'open' else 'club' end), pg_temp.id('olga'),
       'page ' || repeat('page ', n % 4) || n, timestamptz '2020-01-01' + least(n, 700) / 70 * interval '1 second'
  from generate_series(1, 1300) n;
select pg_temp.act('olga');
select results_eq(
  $$ select count(*), count(distinct id), max(page) from pg_temp.pages('page', null, 50) $$,
  $$ values (1300::bigint, 1300::bigint, 26) $$, 'pages of all rooms leave out none and repeat none');
select results_eq(
  $$ select count(*), count(distinct id), max(page) from pg_temp.pages('page', 'club', 47) $$,
  $$ values (867::bigint, 867::bigint, 19) $$, 'neither do those of a room');
select is(
  (select string_agg(content, ', ') from pg_temp.pages('page 130', 'club', 3) where page = 1),
  (select string_agg(content, ', ') from (
     select content from pg_temp.pages('page 130', 'club', 50) limit 3) p), 'pages of any size have one order');
select results_eq(
  $$ select r #>> '{message,seq}' from jsonb_array_elements(public.search_messages('page', pg_temp.room('club')) -> 'results') r $$,
  $$ select m.seq::text from public.messages m
      where m.room_id = pg_temp.room('club') and m.content like 'page page page page %' order by m.seq desc limit 20 $$,
  'what is as good and of one moment comes newest first');
select is(
  public.search_messages('page 1300', pg_temp.room('club')) -> 'cursor', 'null', 'the last page has no cursor');
select is(
  jsonb_array_length(public.search_messages('page', "limit" => 1000) -> 'results'), 50, 'a page has fifty messages at most');

-- messages that come and go between pages
create temporary table pages_before as select * from pg_temp.pages('page', 'club', 50);
select public.delete_message(id::parley.message_id) from pages_before where page = 3;
select pg_temp.say('late', 'club', 'page page page page page');
select results_eq(
  $$ select id from pg_temp.pages('page', 'club', 50, (select min(cursor_after) from pages_before where page = 3)) order by id $$,
  $$ select id from pages_before where page > 3 order by id $$,
  'messages that come and go in between move nothing');

-- refusals
select is(pg_temp.refusal($$ select public.search_messages('') $$), 'PT400 query_needed', 'something is looked for');
select is(pg_temp.refusal($$ select public.search_messages(null) $$), 'PT400 query_needed', 'not nothing');
select is(pg_temp.refusal($$ select public.search_messages('-apple') $$), 'PT400 query_needed', 'nor all but something');
select is(pg_temp.refusal($$ select public.search_messages('?! "') $$), 'PT400 query_needed', 'nor signs');
select is(
  pg_temp.refusal($$ select public.search_messages(repeat('x', 201)) $$), 'PT400 query_too_long', '200 characters at most');
select is(pg_temp.refusal($$ select public.search_messages('x', cursor => 'x') $$), 'PT400 bad_cursor', 'no cursor is made up');
select is(
  pg_temp.refusal($$ select public.search_messages('page', cursor => cursor_after) from pages_before $$), 'PT400 bad_cursor',
  'none is of another search');

-- the index, also for tables so small that PostgreSQL would do without
select pg_temp.act('postgres');
set local enable_seqscan = off;
discard plans;
create function pg_temp.scans() returns bigint language sql as $$
  select seq_scan from pg_stat_xact_user_tables where relid = 'public.messages'::regclass
$$;
create temporary table scans_before as select pg_temp.scans() as n;
select pg_temp.act('olga');
select public.search_messages('apple'), public.search_messages('apple', pg_temp.room('club')), public.search_messages('会議');
select pg_temp.act('postgres');
select is(pg_temp.scans() - n, 0::bigint, 'no search reads the whole table') from scans_before;
create role parley_app_of_its_own;
select is(
  has_function_privilege('parley_app_of_its_own', 'parley.search_words(text, text)', 'execute'), true,
  'any role that writes messages may keep the index');
select is(has_schema_privilege('parley_app_of_its_own', 'parley', 'usage'), false, 'and call nothing by name');

select * from finish();
rollback;
