/// From a query to SQL, text by text.
@NullMarked
package dev.parley.gateway.sql;

import org.jspecify.annotations.NullMarked;
