-- What messages are found by, and what a query looks for. None of it needs a table: Parley's own migrate has it
-- before it adopts the tables of an app, and so makes the index over all messages while the app goes on.

do $words$
declare
  -- Letters of scripts that put no blanks between words (Thai, Lao, Burmese, Khmer, Chinese, Japanese) or join
  -- other words to them (Korean), each with the marks that belong to it.
  letters constant text := '\u0E01-\u0E30\u0E32\u0E33\u0E40-\u0E46\u0E81-\u0EB0\u0EB2\u0EB3\u0EBD-\u0EC6\u0EDC-\u0EDF'
    || '\u1000-\u102A\u103F\u1050-\u1055\u1780-\u17B3\u1100-\u11FF\u3005-\u3007\u3041-\u3096\u309D-\u30FF\u3105-\u318E'
    || '\u31A0-\u31BF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7A3\uF900-\uFAFF\uFF66-\uFF9D\U00020000-\U000323AF';
  marks constant text := '\u0E31\u0E34-\u0E3A\u0E47-\u0E4E\u0EB1\u0EB4-\u0EBC\u0EC8-\u0ECE\u102B-\u103E\u1056-\u1059'
    || '\u17B4-\u17D3\u3099\u309A';
  letter constant text := format('[%s][%s]*', letters, marks);
  pair constant text := format('((?:%s){1,2})', letter);
  run constant text := format('((?:%s)+)', letter);
begin
  -- PostgreSQL inlines it, since its names are resolved when it is made and it sets nothing: the index has the
  -- built-in functions only. Such letters stand in pairs, once from the first one on and once from the second
  -- one, so every part of their text is a phrase of pairs. The room begins with a blank, as no word does.
  execute format($function$
    create or replace function parley.search_words(room text, content text) returns tsvector
    language sql immutable parallel safe
    return array_to_tsvector(array[' ' || coalesce(room, '')]) || to_tsvector(
      'pg_catalog.simple'::regconfig,
      case when coalesce(content, '') ~ %1$L
        then regexp_replace(translate(left(content, 4000), '<>/', '   '), %2$L, ' \1 ', 'g') || ' ' || regexp_replace(
          regexp_replace(translate(left(content, 4000), '<>/', '   '), %3$L, '\1 ', 'g'), %2$L, ' \1 ', 'g')
        else translate(left(coalesce(content, ''), 4000), '<>/', '   ') end)
    $function$,
    '[' || letters || ']', pair, format('(^|[^%s%s])%s', letters, marks, letter));

  -- Words, "phrases", -excluded ones and or. Unless something is quoted, words of three letters stand for all
  -- that begin like them; a single letter of such a script always stands for the pairs that it begins.
  execute format($function$
    create or replace function parley.search_query(query text) returns tsquery
    language plpgsql immutable
    set search_path = ''
    set client_min_messages = error
    as $$
    declare
      is_quoted constant boolean := position('"' in query) > 0;
      phrases constant text := (
        select string_agg(
                 regexp_replace(case n %% 2 when 1 then regexp_replace(part, %1$L, '"\1"', 'g') else part end, %2$L, ' \1 ', 'g'),
                 '"' order by n)
          from unnest(string_to_array(translate(query, '<>/''', '    '), '"')) with ordinality parts (part, n));
    begin
      return (
        select string_agg(case n %% 2 when 1 then part else quote_literal(part) || case
                 when part ~ %3$L or (char_length(part) >= 3 and not is_quoted) then ':*' else '' end end, '' order by n)
          from unnest(string_to_array(websearch_to_tsquery('pg_catalog.simple', phrases)::text, '''')) with ordinality parts (part, n))::tsquery;
    end
    $$
    $function$,
    run, pair, format('^%s$', letter));

  -- What a text shows of a query, as a regular expression; null when that is nothing.
  execute format($function$
    create or replace function parley.search_pattern(query text) returns text
    language sql immutable
    set search_path = ''
    as $$
      select string_agg(case when word ~ %2$L then word else
               '(?<![[:alnum:]])' || regexp_replace(word, '([]*.+?^${}()|\\[-])', '\\\1', 'g') || case
                 when char_length(word) >= 3 and position('"' in query) = 0 then '[[:alnum:]]*' else '(?![[:alnum:]])' end end, '|')
        from unnest(tsvector_to_array(to_tsvector('pg_catalog.simple', regexp_replace(translate(
               regexp_replace(query, '(^|\s)-("[^"]*"?|\S+)', ' ', 'g'), '<>/', '   '), %1$L, ' \1 ', 'g')))) word
       where word <> 'or'
    $$
    $function$,
    run, format('^%s$', run));
end
$words$;
comment on function parley.search_words is 'The words of a message and, beginning with a blank, its room: what the index messages_search_idx has.';

revoke all on function parley.search_query(text), parley.search_pattern(text) from public;
-- whoever writes a message evaluates the index, an app's own roles too
grant execute on function parley.search_words(text, text) to public;
