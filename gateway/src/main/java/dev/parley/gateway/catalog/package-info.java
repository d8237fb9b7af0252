/// What the database offers: the tables, relationships and functions of the exposed schema, and the
/// roles a request may act as. Read once, kept, and read again when a request names something
/// unknown, so that a migration needs no restart.
@NullMarked
package dev.parley.gateway.catalog;

import org.jspecify.annotations.NullMarked;
