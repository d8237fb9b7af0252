/// `/rest/v1` as PostgREST answers it.
///
/// [dev.parley.gateway.rest.RestApi] takes a request and the claims of its bearer; each request is
/// one transaction as the bearer's role, on the calling thread. What the role may see is decided by
/// the policies of the database.
@NullMarked
package dev.parley.gateway.rest;

import org.jspecify.annotations.NullMarked;
