/// Files that only the user of this program may read.
///
/// Its one entry is [dev.parley.database.file.PrivateFolder]. Nothing here is kept in memory, so any
/// thread may use it.
@NullMarked
package dev.parley.database.file;

import org.jspecify.annotations.NullMarked;
