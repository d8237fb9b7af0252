// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads the answers of `authorize_channel` and `authorize_user`. Pure.
final class DecisionReader {
    /// What [the service](https://pusher.com/docs/channels/using_channels/presence-channels/) takes of a person.
    private static final int MAX_INFO_BYTES = 1_024;

    private DecisionReader() {}

    /// Reads an answer about a channel.
    static AuthorizationDecision ofChannel(JsonNode answer) {
        if (!answer.path("allowed").asBoolean(false)) {
            return refused(answer, "You may not listen to this channel.");
        }
        if (!answer.hasNonNull("user_id")) {
            return new AuthorizationDecision.Allowed(Optional.empty());
        }
        var member = JsonNodeFactory.instance.objectNode();
        member.set("user_id", answer.get("user_id"));
        introduce(member, answer);
        return new AuthorizationDecision.Allowed(Optional.of(member));
    }

    /// Reads an answer about signing in.
    ///
    /// @param withWatchlist whether the person watches who comes and goes
    static AuthorizationDecision ofSignIn(
            AuthenticatedUser user, JsonNode answer, boolean withWatchlist) {
        if (!answer.path("allowed").asBoolean(false)) {
            return refused(answer, "You may not sign in.");
        }
        var data = JsonNodeFactory.instance.objectNode().put("id", user.id().toString());
        introduce(data, answer);
        if (withWatchlist && answer.path("watchlist").isArray()) {
            data.set("watchlist", answer.get("watchlist"));
        }
        return new AuthorizationDecision.Allowed(Optional.of(data));
    }

    private static AuthorizationDecision refused(JsonNode answer, String otherwise) {
        return new AuthorizationDecision.Refused(answer.path("reason").asText(otherwise));
    }

    /// Adds what others may know, without the picture if that is too much: names are short.
    private static void introduce(ObjectNode whom, JsonNode answer) {
        if (answer.get("user_info") instanceof ObjectNode info) {
            var shown = info.deepCopy();
            if (bytes(shown) > MAX_INFO_BYTES) {
                shown.remove("avatar_url");
            }
            if (bytes(shown) <= MAX_INFO_BYTES) {
                whom.set("user_info", shown);
            }
        }
    }

    private static int bytes(JsonNode info) {
        return info.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
