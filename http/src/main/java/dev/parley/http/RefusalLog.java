// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line for each request the server refuses itself, five a second at most; the next line then
/// tells how many were left out. Names addresses, limits and reasons, never what a client sent.
/// Thread-safe.
final class RefusalLog {
    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
    private static final int LINES = 5;
    private static final int SECOND_MILLIS = 1_000;

    private final String server;
    private final InstantSource clock;

    @GuardedBy("this")
    private long secondMillis;

    @GuardedBy("this")
    private int lines;

    @GuardedBy("this")
    private long suppressed;

    /// @param server the name of the server
    /// @param clock measures the second
    RefusalLog(String server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    /// Writes a refusal down.
    ///
    /// @param remote whom it concerns
    /// @param bytes how much of the request had come
    void refused(Object remote, RequestError error, long bytes) {
        var leftOut = due();
        if (leftOut < 0) {
            return;
        }
        var line =
                log.atWarn()
                        .addKeyValue("server", server)
                        .addKeyValue("remote", remote)
                        .addKeyValue("status", error.status())
                        .addKeyValue("reason", error.reason())
                        .addKeyValue("bytes", bytes);
        if (error.limit() > 0) {
            line = line.addKeyValue("limit", error.limit());
        }
        if (leftOut > 0) {
            line = line.addKeyValue("suppressed", leftOut);
        }
        line.log("request refused");
    }

    /// Returns how many lines were left out before this one; less than 0 when it is left out, too.
    private synchronized long due() {
        var now = clock.millis();
        if (Math.abs(now - secondMillis) >= SECOND_MILLIS) {
            secondMillis = now;
            lines = 0;
        }
        if (lines >= LINES) {
            suppressed++;
            return -1;
        }
        lines++;
        var leftOut = suppressed;
        suppressed = 0;
        return leftOut;
    }
}
