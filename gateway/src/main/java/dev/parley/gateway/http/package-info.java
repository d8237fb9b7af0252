/// What both APIs share: a request, a reply, the query string, JSON. Immutable values without I/O.
@NullMarked
package dev.parley.gateway.http;

import org.jspecify.annotations.NullMarked;
