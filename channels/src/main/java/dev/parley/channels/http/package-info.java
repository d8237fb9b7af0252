/// HTTP/1.1 on Netty, the first thing every connection speaks: requests to the HTTP API, the health
/// check, and the upgrade to a WebSocket, after which these handlers are gone.
@NullMarked
package dev.parley.channels.http;

import org.jspecify.annotations.NullMarked;
