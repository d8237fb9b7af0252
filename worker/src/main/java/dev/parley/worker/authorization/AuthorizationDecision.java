// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// What the database says about a wish to listen or to sign in.
sealed interface AuthorizationDecision {
    /// Allowed.
    ///
    /// @param identity who it is: on a presence channel as others see the person, `{"user_id",
    ///     "user_info"}`, for signing in `{"id", "user_info", "watchlist"}`; empty on other channels
    record Allowed(Optional<JsonNode> identity) implements AuthorizationDecision {}

    /// Refused.
    ///
    /// @param reason a sentence for people
    record Refused(String reason) implements AuthorizationDecision {}
}
