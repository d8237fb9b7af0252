// SPDX-License-Identifier: Apache-2.0
package dev.parley.client;

import java.io.IOException;
import java.io.Serial;
import java.net.URI;

/// There is no WebSocket at an address; the cause says why.
public final class ConnectionFailedException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    ConnectionFailedException(URI address, Throwable cause) {
        super(
                "no WebSocket at %s:%d: %s".formatted(address.getHost(), address.getPort(), cause),
                cause);
    }
}
