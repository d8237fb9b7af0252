/// The PostgreSQL that comes with Parley, for a laptop and for tests.
///
/// Its one entry is [dev.parley.database.embedded.EmbeddedDatabase]. The server is a process of its
/// own; this package starts it, stops it, and gives it the roles and schemas a Supabase project has.
@NullMarked
package dev.parley.database.embedded;

import org.jspecify.annotations.NullMarked;
