// SPDX-License-Identifier: Apache-2.0
package dev.parley.client;

import java.io.IOException;
import java.io.Serial;

/// The server answered with `pusher:error`; the message is its code and its text.
public final class PusherErrorException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    private final int code;

    PusherErrorException(PusherEvent error) {
        super(
                "%s %s"
                        .formatted(
                                error.data().path("code").asText("error"),
                                error.data().path("message").asText())
                        .strip());
        this.code = error.data().path("code").asInt();
    }

    /// Returns the code of the protocol; 0 when the server gave none.
    public int code() {
        return code;
    }
}
