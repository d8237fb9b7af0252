/// The HTTP API: from an authenticated request to the answer's status and body.
///
/// [dev.parley.channels.api.Api] is called by any event loop, never blocks, and knows no HTTP
/// server.
@NullMarked
package dev.parley.channels.api;

import org.jspecify.annotations.NullMarked;
