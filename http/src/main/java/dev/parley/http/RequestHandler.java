// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import java.io.IOException;

/// Answers requests, each on a virtual thread of its own. Must be thread-safe; may block.
@FunctionalInterface
public interface RequestHandler {
    /// Answers one request.
    ///
    /// @throws RequestRefusedException answered in the server's [ErrorForm]
    /// @throws IOException when the client is gone
    /// @throws InterruptedException when the server stops
    Response handle(Request request) throws IOException, InterruptedException;
}
