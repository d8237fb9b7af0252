/// Checks of the way out of the database: publication, replication slot, and how far the targets are behind.
@NullMarked
package dev.parley.app.doctor.log;

import org.jspecify.annotations.NullMarked;
