// SPDX-License-Identifier: Apache-2.0
package dev.parley.client;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/// What was waited for did not come in time.
public final class DeadlineExceededException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    DeadlineExceededException(String awaited, Duration deadline) {
        super("%s did not come within %d ms".formatted(awaited, deadline.toMillis()));
    }
}
