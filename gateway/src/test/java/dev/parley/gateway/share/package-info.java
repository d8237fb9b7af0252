/// Shares under many threads, without a database.
@NullMarked
package dev.parley.gateway.share;

import org.jspecify.annotations.NullMarked;
