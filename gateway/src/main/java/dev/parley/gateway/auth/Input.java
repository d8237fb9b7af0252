// SPDX-License-Identifier: Apache-2.0
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
    /// What Supabase Auth and browsers take for an
    /// [address](https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address): ASCII only,
    /// so nothing in it is invisible or looks like something else.
    private static final Pattern EMAIL =
            Pattern.compile(
                    "[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@LABEL(\\.LABEL)*"
                            .replace("LABEL", "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"));

    private static final int MAX_EMAIL_LENGTH = 255;

    /// @throws AuthException when the body is no JSON object, or has a text that PostgreSQL cannot
    ///     hold; none at all counts as empty
    static Input of(ApiRequest request) {
        var body = request.body().isBlank() ? "{}" : request.body();
        var json =
                Json.parse(body)
                        .filter(ObjectNode.class::isInstance)
                        .map(ObjectNode.class::cast)
                        .orElseThrow(() ->
                                new AuthException(
                                        400, "bad_json", "Could not parse request body as JSON"));
        if (!isStorable(json)) {
            throw new AuthException(
                    400,
                    "validation_failed",
                    "A text in the request has a NUL or half of a surrogate pair");
        }
        return new Input(json);
    }

    private static boolean isStorable(JsonNode node) {
        return isStorable(node.asText())
                && node.propertyStream().allMatch(member -> isStorable(member.getKey()))
                && node.valueStream().allMatch(Input::isStorable);
    }

    private static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
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

    /// Returns the e-mail address in lower case, whatever else it looks like.
    ///
    /// @throws AuthException when it is longer than any in the database
    Optional<String> email() {
        var email = text("email").map(text -> text.strip().toLowerCase(Locale.ROOT));
        if (email.isPresent() && email.get().length() > MAX_EMAIL_LENGTH) {
            throw noAddress();
        }
        return email;
    }

    /// Returns the e-mail address that a user is to have.
    ///
    /// @throws AuthException when it looks like none
    Optional<String> newEmail() {
        var email = email();
        if (email.isPresent() && !EMAIL.matcher(email.get()).matches()) {
            throw noAddress();
        }
        return email;
    }

    private static AuthException noAddress() {
        return new AuthException(
                400, "validation_failed", "Unable to validate email address: invalid format");
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
