/// What a request asks for, as values, and the parser that reads them from a query string.
///
/// The grammar is PostgREST's: `select=id,u:users(id)`, `id=gt.10`, `or=(a.eq.1,b.eq.2)`,
/// `order=id.desc`. Text the grammar does not know is refused with a
/// [dev.parley.gateway.query.QuerySyntaxException]; nothing here knows tables or SQL.
@NullMarked
package dev.parley.gateway.query;

import org.jspecify.annotations.NullMarked;
