// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.access;

import dev.parley.http.peer.Peer;
import dev.parley.protocol.SocketId;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// One line for each refusal and one for each connection that the server closes, twenty of either a second
/// at most; then one line tells how many were left out. Names addresses, apps and reasons, never what a peer
/// sent. Thread-safe.
public final class AccessLog {
    private static final Logger log = LoggerFactory.getLogger("dev.parley.channels.access");
    private static final int MAX_REASON = 100;

    private final LineLimit refusals;
    private final LineLimit closes;

    /// @param clock measures the second
    public AccessLog(InstantSource clock) {
        this.refusals = new LineLimit(log, Level.WARN, "more refusals than are logged", clock);
        // No warning: a network that fails ends many connections at once, and the metrics count
        // them.
        this.closes =
                new LineLimit(log, Level.INFO, "more connections closed than are logged", clock);
    }

    /// Notes a WebSocket that was closed instead of greeted.
    ///
    /// @param appId the app it was for, if there is one
    /// @param code the close code
    /// @param reason the words of the refusal
    public void refusedSocket(Peer peer, @Nullable String appId, int code, String reason) {
        if (refusals.isDue()) {
            var line = log.atInfo().addKeyValue("remote", peer);
            if (appId != null) {
                line = line.addKeyValue("appId", appId);
            }
            line.addKeyValue("closeCode", code)
                    .addKeyValue("reason", harmless(reason))
                    .log("connection refused");
        }
    }

    /// Notes a WebSocket that was greeted and that the server closes now.
    ///
    /// @param code the close code
    /// @param reason the words of the close
    public void closedSocket(String appId, SocketId socketId, int code, String reason) {
        if (closes.isDue()) {
            log.atInfo()
                    .addKeyValue("appId", appId)
                    .addKeyValue("socketId", socketId)
                    .addKeyValue("closeCode", code)
                    .addKeyValue("reason", harmless(reason))
                    .log("connection closed");
        }
    }

    /// Notes a request that was refused.
    ///
    /// @param status the HTTP status
    /// @param reason the words of the answer; only what stands before a colon is kept, because what
    ///     follows may quote the request
    public void refusedRequest(Peer peer, int status, String reason) {
        if (refusals.isDue()) {
            log.atInfo()
                    .addKeyValue("remote", peer)
                    .addKeyValue("status", status)
                    .addKeyValue("reason", harmless(reason))
                    .log("request refused");
        }
    }

    /// Tells of lines left out, when the second they fell into is over. Called about once a second.
    public void reportSuppressed() {
        refusals.reportSuppressed();
        closes.reportSuppressed();
    }

    private static String harmless(String reason) {
        int colon = reason.indexOf(':');
        var kept = colon < 0 ? reason : reason.substring(0, colon);
        var cut = kept.length() <= MAX_REASON ? kept : kept.substring(0, MAX_REASON);
        return cut.replaceAll("[^ -~]", "?");
    }
}
