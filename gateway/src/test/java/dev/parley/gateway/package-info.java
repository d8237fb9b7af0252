/// The gateway over real HTTP and a real PostgreSQL with a small schema of its own.
@NullMarked
package dev.parley.gateway;

import org.jspecify.annotations.NullMarked;
