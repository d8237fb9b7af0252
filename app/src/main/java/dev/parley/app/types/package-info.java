/// `parley types`: the TypeScript type of a schema, as supabase-js takes it. [DatabaseTypes] is the entry;
/// [SchemaCatalog] reads what there is, and everything else writes it down. One thread uses a connection.
@NullMarked
package dev.parley.app.types;

import org.jspecify.annotations.NullMarked;
