package dev.parley.gateway.rest;

import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiException;
import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;

/// A request with its headers read, and the answers that follow from them.
///
/// @param request the request
/// @param accept how the body is to look
/// @param preferences what `Prefer` asks for
record Exchange(ApiRequest request, Accept accept, Preferences preferences) {
    /// @throws ApiException when a header asks for what is not known
    static Exchange of(ApiRequest request) {
        return new Exchange(
                request,
                Accept.parse(request.header("accept").orElse("")),
                Preferences.parse(request.header("prefer").orElse("")));
    }

    /// Refuses an outcome the client does not want kept.
    ///
    /// @param read whether nothing was changed
    void check(Outcome outcome, boolean read) {
        var most = preferences.maxAffected();
        if (!read && most.isPresent() && outcome.count() > most.getAsLong()) {
            throw new ApiException(
                    new ApiError(
                            400,
                            "PGRST124",
                            "Query result exceeds max-affected preference constraint",
                            "The query affects %d rows".formatted(outcome.count()),
                            null));
        }
        if (accept.shape().single() && (read || preferences.representation())) {
            requireOne(outcome);
        }
    }

    static void requireOne(Outcome outcome) {
        if (outcome.count() != 1) {
            throw new ApiException(
                    new ApiError(
                            406,
                            "PGRST116",
                            "Cannot coerce the result to a single JSON object",
                            "The result contains %d rows".formatted(outcome.count()),
                            null));
        }
    }

    /// Returns the answer to a change: its rows when asked for, nothing otherwise.
    ///
    /// @param status of an answer without rows; 204 becomes 200 with rows
    ApiReply changed(int status, Outcome outcome) {
        var total = preferences.counted() ? Long.toString(outcome.count()) : "*";
        var reply =
                preferences.representation()
                        ? reply(status == 204 ? 200 : status, outcome.body())
                        : applied(ApiReply.empty(status));
        return reply.with("Content-Range", "*/" + total);
    }

    /// Returns an answer with that body.
    ApiReply reply(int status, String body) {
        return applied(ApiReply.json(status, body).with("Content-Type", accept.contentType()));
    }

    private ApiReply applied(ApiReply reply) {
        return preferences.applied().isEmpty()
                ? reply
                : reply.with("Preference-Applied", String.join(", ", preferences.applied()));
    }
}
