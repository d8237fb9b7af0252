// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.catalog;

/// The questions to `pg_catalog`. All but the last take the schema's name as their one parameter.
final class CatalogSql {
    /// One row a column: table, column, type, default. The default of a column that PostgreSQL numbers
    /// unless told otherwise is its sequence; one it always fills itself has none.
    static final String COLUMNS =
            """
            select c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
              case
                when a.attidentity = 'd' then format('nextval(%L::regclass)',
                  pg_get_serial_sequence(c.oid::regclass::text, a.attname::text))
                when a.attidentity = '' and a.attgenerated = '' then
                  coalesce(pg_get_expr(d.adbin, d.adrelid), pg_get_expr(t.typdefaultbin, 0)) end
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            join pg_type t on t.oid = a.atttypid
            left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
            where c.relnamespace = (select oid from pg_namespace where nspname = ?)
              and c.relkind in ('r', 'p', 'v', 'm', 'f')
            order by c.relname, a.attnum
            """;

    /// One row a column of a primary key: table, column.
    static final String PRIMARY_KEYS =
            """
            select c.relname, a.attname
            from pg_constraint k
            join pg_class c on c.oid = k.conrelid
            cross join lateral unnest(k.conkey) with ordinality u(attnum, place)
            join pg_attribute a on a.attrelid = c.oid and a.attnum = u.attnum
            where k.contype = 'p' and c.relnamespace = (select oid from pg_namespace where nspname = ?)
            order by c.relname, u.place
            """;

    /// One row a reference: constraint, from, its columns, to, its columns, unique.
    static final String FOREIGN_KEYS =
            """
            select k.conname, f.relname,
              (select array_agg(a.attname::text order by u.place)
                 from unnest(k.conkey) with ordinality u(attnum, place)
                 join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum),
              t.relname,
              (select array_agg(a.attname::text order by u.place)
                 from unnest(k.confkey) with ordinality u(attnum, place)
                 join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.attnum),
              exists (select from pg_constraint q where q.conrelid = k.conrelid and q.contype in ('p', 'u')
                and q.conkey <@ k.conkey)
            from pg_constraint k
            join pg_class f on f.oid = k.conrelid
            join pg_class t on t.oid = k.confrelid and t.relnamespace = f.relnamespace
            where k.contype = 'f' and k.conparentid = 0
              and f.relnamespace = (select oid from pg_namespace where nspname = ?)
            order by k.conname
            """;

    /// One row a function from a row of one table to rows of another: name, from, to, many.
    static final String COMPUTED_RELATIONSHIPS =
            """
            select p.proname, f.relname, t.relname, p.proretset and p.prorows <> 1
            from pg_proc p
            join pg_class f on f.reltype = p.proargtypes[0] and f.relnamespace = p.pronamespace
            join pg_class t on t.reltype = p.prorettype and t.relnamespace = p.pronamespace
            where p.prokind = 'f' and p.pronargs = 1
              and f.relkind in ('r', 'p', 'v', 'm', 'f') and t.relkind in ('r', 'p', 'v', 'm', 'f')
              and p.pronamespace = (select oid from pg_namespace where nspname = ?)
            order by p.proname, f.relname
            """;

    /// One row a function: oid, name, kind of its result, set, read-only, table returned.
    static final String FUNCTIONS =
            """
            select p.oid, p.proname,
              case
                when t.typname = 'void' then 'VOID'
                when t.typtype = 'c' or coalesce(p.proargmodes::text[] && '{t,b,o}', false) then 'ROW'
                else 'SCALAR' end,
              p.proretset, p.provolatile <> 'v',
              (select c.relname from pg_class c where c.oid = t.typrelid and c.relnamespace = p.pronamespace
                and c.relkind in ('r', 'p', 'v', 'm', 'f'))
            from pg_proc p
            join pg_type t on t.oid = p.prorettype
            where p.prokind = 'f' and p.pronamespace = (select oid from pg_namespace where nspname = ?)
              and t.typname not in ('trigger', 'event_trigger')
            order by p.proname, p.oid
            """;

    /// One row an argument that goes in: function, name, type, required, variadic.
    static final String ARGUMENTS =
            """
            select p.oid, coalesce(p.proargnames[u.place], ''), format_type(u.type, null),
              row_number() over (partition by p.oid order by u.place) <= p.pronargs - p.pronargdefaults,
              coalesce(p.proargmodes[u.place], 'i') = 'v'
            from pg_proc p
            cross join lateral unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]))
              with ordinality u(type, place)
            where p.prokind = 'f' and p.pronamespace = (select oid from pg_namespace where nspname = ?)
              and coalesce(p.proargmodes[u.place], 'i') in ('i', 'b', 'v')
            order by p.oid, u.place
            """;

    /// One row a setting: role, name, value; the first two are those of the API's login, which every
    /// role starts from. A role without settings has one row of nulls. No parameter.
    static final String ROLES =
            """
            with api as (
              select oid, rolname from pg_roles
              where rolname in ('anon', 'authenticated', 'service_role')
                or pg_has_role((select oid from pg_roles where rolname = 'authenticator'), oid, 'member')
                  and rolname <> 'authenticator'),
            settings as (
              select r.oid, split_part(s.entry, '=', 1) as name,
                substr(s.entry, strpos(s.entry, '=') + 1) as value
              from pg_roles r
              join pg_db_role_setting d on d.setrole = r.oid
                and d.setdatabase in (0, (select oid from pg_database where datname = current_database()))
              cross join lateral unnest(d.setconfig) s(entry)),
            allowed as (
              select s.* from settings s join pg_settings p on p.name = s.name and p.context = 'user')
            select api.rolname, s.name, s.value, 1 as place
            from api left join allowed s on s.oid = (select oid from pg_roles where rolname = 'authenticator')
            union all
            select api.rolname, s.name, s.value, 2 from api join allowed s on s.oid = api.oid
            order by 4
            """;

    private CatalogSql() {}
}
