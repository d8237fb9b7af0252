// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

import java.io.IOException;
import java.util.List;

/// A server that did not start. Its message ends with what the server last wrote.
final class ServerFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    ServerFailedException(String reason, List<String> lastWords) {
        super(reason + lines(lastWords));
    }

    ServerFailedException(IOException cause, List<String> lastWords) {
        super(cause.getMessage() + lines(lastWords), cause);
    }

    private static String lines(List<String> lastWords) {
        return lastWords.isEmpty() ? "" : "\n  " + String.join("\n  ", lastWords);
    }
}
