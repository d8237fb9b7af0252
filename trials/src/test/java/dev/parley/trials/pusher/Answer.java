// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.pusher;

import java.time.Duration;
import java.util.Optional;

/// What a server does with a good request.
public sealed interface Answer {
    /// Takes all events and says so.
    record Take() implements Answer {}

    /// Takes no event.
    ///
    /// @param status the HTTP status
    /// @param retryAfter what `Retry-After` says; empty for no such header
    record Refuse(int status, Optional<Duration> retryAfter) implements Answer {
        /// A refusal that says nothing about when to come again.
        public Refuse(int status) {
            this(status, Optional.empty());
        }
    }

    /// Takes the first events and then fails.
    ///
    /// @param events how many it takes
    /// @param status the HTTP status all the same
    record TakeSome(int events, int status) implements Answer {}

    /// Takes all events and cuts the connection instead of saying so.
    record LoseAnswer() implements Answer {}

    /// Takes nothing and cuts the connection.
    record HangUp() implements Answer {}

    /// Takes nothing and says nothing, until somebody else ends the connection or the server recovers.
    record Silence() implements Answer {}

    /// Waits, then answers.
    ///
    /// @param time how long
    /// @param then what comes after
    record Slow(Duration time, Answer then) implements Answer {}
}
