// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.webhook;

/// Sends one request to an endpoint.
@FunctionalInterface
interface Post {
    /// Sends a request and waits for its answer.
    ///
    /// @param body the very bytes to send
    Outcome attempt(byte[] body) throws InterruptedException;

    /// What became of an attempt.
    sealed interface Outcome {
        /// The endpoint took it.
        record Taken() implements Outcome {}

        /// It may work later.
        ///
        /// @param reason the status or the kind of failure, for the log
        record Failed(String reason) implements Outcome {}

        /// It will not work, and was not tried.
        ///
        /// @param reason why, for the log
        record Refused(String reason) implements Outcome {}
    }
}
