// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.meter;

import dev.parley.protocol.ErrorCode;
import java.util.Locale;

/// Why a connection ended.
public enum CloseReason {
    /// The client closed, or its network did.
    CLIENT,
    /// More waited for it than it may have waiting.
    SLOW,
    /// It took nothing for too long.
    STALLED,
    /// It did not answer a ping.
    SILENT,
    /// It broke a rule of WebSocket, or took too long over a message or a request.
    PROTOCOL,
    /// It sent more in a second than it may.
    OVER_RATE,
    /// It was not admitted: address, app, version, origin or quota.
    REFUSED,
    /// The application ended it, its right ran out, or it did not show one in time.
    UNAUTHORIZED,
    /// The server stopped.
    SHUTDOWN;

    /// Returns the reason a close code stands for.
    public static CloseReason of(ErrorCode code) {
        return switch (code) {
            case SLOW_CONSUMER -> SLOW;
            case PONG_MISSING, INACTIVE -> SILENT;
            case UNAUTHORIZED, SESSION_OVER, CLIENT_EVENT_REJECTED, WATCHLIST_TOO_LONG ->
                    UNAUTHORIZED;
            case RECONNECT -> SHUTDOWN;
            case TLS_ONLY,
                    APP_NOT_FOUND,
                    APP_DISABLED,
                    OVER_QUOTA,
                    PATH_NOT_FOUND,
                    INVALID_VERSION,
                    UNSUPPORTED_VERSION,
                    NO_VERSION,
                    OVER_CAPACITY,
                    WEBSOCKET_ONLY ->
                    REFUSED;
        };
    }

    /// Returns the value of the label `reason`.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
