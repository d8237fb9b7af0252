// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import java.io.IOException;

/// Stands before handlers: answers itself, or passes a request on and may change the answer.
/// Thread-safe.
@FunctionalInterface
public interface RequestFilter {
    /// Answers one request.
    ///
    /// @param next what answers when the filter does not
    Response filter(Request request, RequestHandler next) throws IOException, InterruptedException;

    /// Returns a handler behind this filter.
    default RequestHandler before(RequestHandler next) {
        return request -> filter(request, next);
    }
}
