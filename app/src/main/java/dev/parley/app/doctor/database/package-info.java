/// Checks of the database: that it can be reached, and that our schema is whole in it.
@NullMarked
package dev.parley.app.doctor.database;

import org.jspecify.annotations.NullMarked;
