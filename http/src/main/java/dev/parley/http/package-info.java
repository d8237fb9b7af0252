/// An HTTP/1 server that strangers cannot exhaust.
///
/// The entry is [dev.parley.http.HttpServer], started with an [dev.parley.http.HttpServerConfig] and a
/// [dev.parley.http.RequestHandler], usually [dev.parley.http.Routes]. Sockets belong to a few event
/// loops, which read heads and bodies within limits of size and time; each request is answered on a
/// virtual thread of its own that may block. The handler gets the head before a byte of the body is
/// kept, and an answer is written as fast as the client reads it.
///
/// Between a loop and a handler there are two crossings: the handler asks the loop for the body and
/// waits for it, and it writes the answer, waiting for each part. Everything else of a connection is
/// confined to its loop.
@NullMarked
package dev.parley.http;

import org.jspecify.annotations.NullMarked;
