/// The HTTP API as values: the authentication of a request, the events it publishes, and the JSON of
/// its answers. Knows no HTTP server.
///
/// Usable from any thread. Every request that must be refused ends in one
/// [dev.parley.protocol.api.ApiException] with the status to answer.
@NullMarked
package dev.parley.protocol.api;

import org.jspecify.annotations.NullMarked;
