// SPDX-License-Identifier: Apache-2.0
package dev.parley.client;

import java.io.IOException;
import java.io.Serial;

/// The server has closed the connection, or the connection broke.
public final class ConnectionClosedException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    private final int code;

    ConnectionClosedException(int code, String reason) {
        super("the connection was closed: %d %s".formatted(code, reason).strip());
        this.code = code;
    }

    /// Returns the close code; 1006 when the connection broke.
    public int code() {
        return code;
    }
}
