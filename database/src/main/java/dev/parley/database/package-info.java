/// The database as seen from outside it: its address and its migrations.
///
/// [dev.parley.database.DatabaseUrl] reads the one address an operator gives,
/// [dev.parley.database.Migrations] brings a database to the schema of `supabase/migrations`. Both
/// are plain blocking code without threads of their own.
@NullMarked
package dev.parley.database;

import org.jspecify.annotations.NullMarked;
