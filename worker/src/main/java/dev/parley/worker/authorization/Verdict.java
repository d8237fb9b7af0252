package dev.parley.worker.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// What the database says about a wish to listen.
sealed interface Verdict {
    /// Allowed.
    ///
    /// @param member as whom others on a presence channel see the person, `{"user_id", "user_info"}`;
    ///     empty on other channels
    record Allowed(Optional<JsonNode> member) implements Verdict {}

    /// Refused.
    ///
    /// @param reason a sentence for people
    record Refused(String reason) implements Verdict {}
}
