/// Prepares the tables of an app that goes on writing, so that the migrations need them for a moment only.
@NullMarked
package dev.parley.database.adoption;

import org.jspecify.annotations.NullMarked;
