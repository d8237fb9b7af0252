package dev.parley.channels.meter;

import java.util.Locale;

/// Why a connection ended.
public enum Ending {
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
    /// The application ended it, or it did not show a right in time.
    UNAUTHORIZED,
    /// The server stopped.
    SHUTDOWN;

    /// Returns the value of the label `reason`.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
