/// From what is asked to SQL.
///
/// A [dev.parley.gateway.sql.Planner] checks a query against the catalog; the writers turn the plan
/// into one statement whose result PostgreSQL itself shapes into JSON. Names are always quoted,
/// values are always parameters. No I/O.
@NullMarked
package dev.parley.gateway.sql;

import org.jspecify.annotations.NullMarked;
