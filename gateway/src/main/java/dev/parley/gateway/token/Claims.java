// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// What a verified token says about its bearer.
///
/// @param json the whole claims object
public record Claims(ObjectNode json) {
    /// The role of a token that names none.
    private static final String NOBODY = "anon";

    /// Copies the claims.
    public Claims {
        json = json.deepCopy();
    }

    /// Returns the database role to act as.
    public String role() {
        return text("role").orElse(NOBODY);
    }

    /// Returns the user's id, absent for API keys.
    public Optional<String> subject() {
        return text("sub");
    }

    /// Returns the session the token belongs to.
    public Optional<String> session() {
        return text("session_id");
    }

    /// Returns the claims as `request.jwt.claims` holds them, the role always filled in.
    public String setting() {
        return json.deepCopy().put("role", role()).toString();
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(json.get(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }
}
