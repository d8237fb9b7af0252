// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import java.time.Duration;
import java.util.Optional;

/// Why events were not delivered, told apart by what to do next.
public sealed interface Failure {
    /// The longest time a target may ask to be left alone.
    Duration MAX_RETRY_AFTER = Duration.ofSeconds(60);

    /// Time may heal it: send the same again.
    ///
    /// @param retryAfter how long the target asks to be left alone, at most 60 s; empty when it does not say
    record Unavailable(Optional<Duration> retryAfter) implements Failure {
        /// Caps the time.
        public Unavailable {
            retryAfter =
                    retryAfter.map(
                            time -> time.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : time);
        }
    }

    /// The target refuses one of these events for what it is.
    ///
    /// @param status how it says so, 400 or 422
    record Refused(int status) implements Failure {}

    /// The target finds these events too large.
    record TooLarge() implements Failure {}

    /// Address, credentials or clock are wrong: nothing will be taken until a person has acted.
    ///
    /// @param clockAhead by how much our clock is ahead of the target's, negative when behind; empty when
    ///     it does not say what time it has, or has the same
    record Misconfigured(Optional<Duration> clockAhead) implements Failure {}

    /// Judges an HTTP status other than 2xx.
    ///
    /// @param retryAfter the answer's `Retry-After`, empty when there is none
    /// @param clockAhead by how much our clock is ahead of the target's, empty when not known
    static Failure ofStatus(
            int status, Optional<Duration> retryAfter, Optional<Duration> clockAhead) {
        return switch (status) {
            case 400, 422 -> new Refused(status);
            case 413 -> new TooLarge();
            case 408, 425, 429 -> new Unavailable(retryAfter);
            default -> status >= 500 ? new Unavailable(retryAfter) : new Misconfigured(clockAhead);
        };
    }
}
