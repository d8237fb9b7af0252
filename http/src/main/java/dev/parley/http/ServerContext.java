package dev.parley.http;

import java.time.InstantSource;

/// What all connections of a server share. Thread-safe.
///
/// @param config how the server runs
/// @param handler answers requests
/// @param errors words the server's own errors
/// @param connections who is connected
/// @param refusals where the server's own errors are written down
/// @param clock the date of answers
record ServerContext(
        HttpServerConfig config,
        RequestHandler handler,
        ErrorForm errors,
        Connections connections,
        RefusalLog refusals,
        InstantSource clock) {}
