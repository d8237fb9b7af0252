// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The client closed the connection, or does not read; or a handler gives it up without an answer.
public final class ClientGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    /// @param reason what happened, for the log
    public ClientGoneException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
