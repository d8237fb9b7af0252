// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

/// The port that a server should listen on is in use by someone else.
public final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int port;

    PortTakenException(int port, Throwable cause) {
        super("port %d of 127.0.0.1 is taken".formatted(port), cause);
        this.port = port;
    }

    /// Returns the port, 1 to 65535.
    public int port() {
        return port;
    }
}
