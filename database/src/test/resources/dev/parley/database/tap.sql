-- The few functions of pgTAP that supabase/tests uses, with its names, arguments and output, for a server
-- that does not have the extension. A failure says less than pgTAP's does.

create schema tap;
grant usage on schema tap to public;

create function tap.plan(tests int) returns text language plpgsql as $$
begin
  create temporary table tap_done (number serial, passed boolean not null, planned int);
  grant all on tap_done to public;
  grant all on sequence tap_done_number_seq to public;
  insert into tap_done values (0, true, tests);
  return '1..' || tests;
end
$$;

create function tap.ok(passed boolean, description text) returns text language plpgsql as $$
declare
  n int;
begin
  insert into tap_done (passed) values (coalesce(ok.passed, false)) returning number into n;
  return case when ok.passed then 'ok ' else 'not ok ' end || n || ' - ' || description;
end
$$;

create function tap.pass(description text) returns text language sql as $$ select tap.ok(true, description) $$;

create function tap.explained(passed boolean, description text, have text, want text) returns text language sql as $$
  select tap.ok(passed, description)
         || case when passed then '' else E'\n# have: ' || coalesce(have, 'NULL') || E'\n# want: ' || coalesce(want, 'NULL') end
$$;

create function tap.is(have anyelement, want anyelement, description text) returns text language sql as $$
  select tap.explained(have is not distinct from want, description, have::text, want::text)
$$;

create function tap.matches(have text, pattern text, description text) returns text language sql as $$
  select tap.explained(coalesce(have ~ pattern, false), description, have, pattern)
$$;

create function tap.lives_ok(statement text, description text) returns text language plpgsql as $$
begin
  execute statement;
  return tap.ok(true, description);
exception when others then
  return tap.explained(false, description, sqlstate || ' ' || sqlerrm, 'no error');
end
$$;

create function tap.rows_of(query text) returns text[] language plpgsql as $$
declare
  line record;
  lines text[] := '{}';
begin
  for line in execute query loop
    lines := lines || coalesce(line::text, 'NULL');
  end loop;
  return lines;
end
$$;

create function tap.is_empty(query text, description text) returns text language plpgsql as $$
declare
  have text[] := tap.rows_of(query);
begin
  return tap.explained(have = '{}', description, have::text, 'no rows');
end
$$;

create function tap.isnt_empty(query text, description text) returns text language plpgsql as $$
begin
  return tap.explained(tap.rows_of(query) <> '{}', description, 'no rows', 'rows');
end
$$;

-- Row by row, since PostgreSQL refuses to compare rows whose columns have different types, as pgTAP does.
create function tap.results_eq(query text, wanted text, description text) returns text language plpgsql as $$
declare
  haves refcursor;
  wants refcursor;
  have record;
  want record;
  more boolean;
  same boolean;
begin
  open haves for execute query;
  open wants for execute wanted;
  loop
    fetch haves into have;
    more := found;
    fetch wants into want;
    same := more = found and (not more or have is not distinct from want);
    exit when not (same and more);
  end loop;
  close haves;
  close wants;
  return tap.explained(same, description, have::text, want::text);
end
$$;

create function tap.finish() returns setof text language plpgsql as $$
begin
  return query
    select '# Looks like you planned ' || max(planned) || ' tests but ran ' || count(*) - 1 from tap_done
    having max(planned) <> count(*) - 1;
  return query
    select '# Looks like you failed ' || count(*) || ' tests' from tap_done where not passed having count(*) > 0;
end
$$;
