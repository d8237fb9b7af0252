// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.rest;

import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiErrorException;
import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.sql.Statement;
import java.util.function.Function;

/// A request with its headers read, and the answers that follow from them.
///
/// @param request the request
/// @param accept how the body is to look
/// @param preferences what `Prefer` asks for
record Exchange(ApiRequest request, Accept accept, Preferences preferences) {
    /// @throws dev.parley.protocol.api.ApiException when a header asks for what is not known
    static Exchange of(ApiRequest request) {
        return new Exchange(
                request,
                Accept.parse(request.header("accept").orElse("")),
                Preferences.parse(request.header("prefer").orElse("")));
    }

    /// Refuses an outcome of any other number of rows than one when one object was asked for, whether
    /// rows are shown or not.
    void requireSingular(Outcome outcome) {
        if (accept.shape().single()) {
            requireOne(outcome.affected());
            requireOne(outcome.count());
        }
    }

    private static void requireOne(long rows) {
        if (rows != 1) {
            throw new ApiErrorException(
                    new ApiError(
                            406,
                            "PGRST116",
                            "Cannot coerce the result to a single JSON object",
                            "The result contains %d rows".formatted(rows),
                            null));
        }
    }

    /// Refuses an outcome of more rows than `max-affected` allows. It is for changes of rows there
    /// are, and for functions; PostgREST does not heed it for inserts.
    private void requireMaxAffected(Outcome outcome) {
        var most = preferences.maxAffected();
        if (most.isPresent() && outcome.affected() > most.getAsLong()) {
            throw new ApiErrorException(
                    new ApiError(
                            400,
                            "PGRST124",
                            "Query result exceeds max-affected preference constraint",
                            "The query affects %d rows".formatted(outcome.affected()),
                            null));
        }
    }

    /// Returns the answer to a change, all but its rows.
    ///
    /// @param status of an answer without rows; 204 becomes 200 with rows
    ApiReply changed(int status, Outcome outcome) {
        var total = preferences.counted() ? Long.toString(outcome.count()) : "*";
        var reply =
                preferences.representation()
                        ? reply(status == 204 ? 200 : status)
                        : applied(ApiReply.empty(status));
        return reply.with("Content-Range", "*/" + total);
    }

    /// Returns an answer, all but its body.
    ApiReply reply(int status) {
        return applied(ApiReply.empty(status).with("Content-Type", accept.contentType()));
    }

    /// Returns a command that is refused when one object was asked for and any other number came out.
    ///
    /// @param reply makes the answer, all but its body
    Command command(Statement statement, boolean readOnly, Function<Outcome, ApiReply> reply) {
        return new Command(
                statement, readOnly, preferences.rollback(), this::requireSingular, reply);
    }

    /// Returns a command that is refused as well when it affects more rows than it may.
    ///
    /// @param reply makes the answer, all but its body
    Command limitedCommand(
            Statement statement, boolean readOnly, Function<Outcome, ApiReply> reply) {
        return new Command(
                statement,
                readOnly,
                preferences.rollback(),
                outcome -> {
                    requireSingular(outcome);
                    requireMaxAffected(outcome);
                },
                reply);
    }

    private ApiReply applied(ApiReply reply) {
        return preferences.applied().isEmpty()
                ? reply
                : reply.with("Preference-Applied", String.join(", ", preferences.applied()));
    }
}
