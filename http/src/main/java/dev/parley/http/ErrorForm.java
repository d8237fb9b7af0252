// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

/// How an API words its errors, so that a client reads those of the server as it reads the API's own.
/// Thread-safe.
@FunctionalInterface
public interface ErrorForm {
    /// Returns the answer to a request that no handler answered.
    ///
    /// @param status HTTP status, 400 to 599
    /// @param reason a sentence for people
    Response of(int status, String reason);
}
