package dev.parley.gateway.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The JSON body of a request, read with care.
///
/// @param json the object
record Input(ObjectNode json) {
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@\"<>(),:;\\\\]{1,64}@[^\\s@\"<>(),:;\\\\]{1,190}");

    /// @throws AuthException when the body is no JSON object; none at all counts as empty
    static Input of(ApiRequest request) {
        var body = request.body().isBlank() ? "{}" : request.body();
        return new Input(
                Json.parse(body)
                        .filter(ObjectNode.class::isInstance)
                        .map(ObjectNode.class::cast)
                        .orElseThrow(() ->
                                new AuthException(
                                        400, "bad_json", "Could not parse request body as JSON")));
    }

    /// Returns a member that is a text and not empty.
    Optional<String> text(String name) {
        return Optional.ofNullable(json.get(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isEmpty());
    }

    /// Returns a member that is an object; an empty one when there is none.
    ObjectNode object(String name) {
        return json.get(name) instanceof ObjectNode object ? object : Json.object();
    }

    /// Returns the e-mail address in lower case.
    ///
    /// @throws AuthException when it looks like none
    Optional<String> email() {
        var email = text("email").map(text -> text.strip().toLowerCase(Locale.ROOT));
        if (email.isPresent() && !EMAIL.matcher(email.get()).matches()) {
            throw new AuthException(
                    400, "validation_failed", "Unable to validate email address: invalid format");
        }
        return email;
    }

    /// Returns a new password.
    ///
    /// @throws AuthException when it is too short or too long
    Optional<String> newPassword(int minLength) {
        var password = text("password");
        if (password.isEmpty()) {
            return password;
        }
        if (password.get().getBytes(StandardCharsets.UTF_8).length > Passwords.MAX_BYTES) {
            throw new AuthException(
                    400, "validation_failed", "Password cannot be longer than 72 characters");
        }
        if (password.get().length() < minLength) {
            throw AuthException.weakPassword(
                    "Password should be at least " + minLength + " characters.", "length");
        }
        return password;
    }
}
