// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Asks the database through the project's HTTP API, with the person's own token: for a worker that has
/// no connection to the database.
final class RpcChannelAuthorizer implements ChannelAuthorizer {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MAX_BYTES = 1 << 16;

    /// Room for a hundred answers that each say who it is, with a picture's address of 2,000 characters.
    private static final int MAX_LIST_BYTES = 1 << 20;

    /// [PostgREST](https://docs.postgrest.org/en/stable/references/errors.html)'s word for it.
    private static final String NO_FUNCTION = "PGRST202";

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final ProjectApi api;
    private final boolean withWatchlist;
    private final BoundedHttpClient client;

    RpcChannelAuthorizer(ProjectApi api, boolean withWatchlist) {
        this(api, withWatchlist, PATIENCE);
    }

    RpcChannelAuthorizer(ProjectApi api, boolean withWatchlist, Duration patience) {
        this.api = api;
        this.withWatchlist = withWatchlist;
        this.client = new BoundedHttpClient(patience, "parley-rpc-");
    }

    /// One channel is asked for as projects know it whose migrations are older than lists.
    @Override
    public List<AuthorizationDecision> authorize(AuthenticatedUser user, List<String> channels) {
        return channels.size() == 1
                ? List.of(authorize(user, channels.getFirst()))
                : authorizeAll(user, channels);
    }

    private AuthorizationDecision authorize(AuthenticatedUser user, String channel) {
        var question = JsonNodeFactory.instance.objectNode().put("name", channel);
        return switch (ask("authorize_channel", user, question)) {
            case Reply.Answer(var answer) -> DecisionReader.ofChannel(answer);
            case Reply.Refusal(var reason) -> new AuthorizationDecision.Refused(reason);
            case Reply.NoFunction _ -> throw lacks("authorize_channel");
        };
    }

    private List<AuthorizationDecision> authorizeAll(
            AuthenticatedUser user, List<String> channels) {
        var question = JsonNodeFactory.instance.objectNode();
        var names = question.putArray("names");
        channels.forEach(names::add);
        return switch (ask("authorize_channels", user, question, MAX_LIST_BYTES)) {
            case Reply.Answer(var answers) ->
                    // where there is no answer, there is no yes
                    IntStream.range(0, channels.size())
                            .mapToObj(place -> DecisionReader.ofChannel(answers.path(place)))
                            .toList();
            case Reply.Refusal(var reason) ->
                    Collections.nCopies(channels.size(), new AuthorizationDecision.Refused(reason));
            case Reply.NoFunction _ -> throw lacks("authorize_channels");
        };
    }

    /// A project with tables of its own has no such function; then the id is all that is known.
    @Override
    public AuthorizationDecision signIn(AuthenticatedUser user) {
        var question = JsonNodeFactory.instance.objectNode();
        return switch (ask("authorize_user", user, question)) {
            case Reply.Answer(var answer) -> DecisionReader.ofSignIn(user, answer, withWatchlist);
            case Reply.Refusal(var reason) -> new AuthorizationDecision.Refused(reason);
            case Reply.NoFunction _ ->
                    new AuthorizationDecision.Allowed(
                            Optional.of(
                                    JsonNodeFactory.instance
                                            .objectNode()
                                            .put("id", user.id().toString())));
        };
    }

    @Override
    public void close() {
        client.close();
    }

    private Reply ask(String function, AuthenticatedUser user, JsonNode question) {
        return ask(function, user, question, MAX_BYTES);
    }

    private Reply ask(String function, AuthenticatedUser user, JsonNode question, int maxBytes) {
        var request =
                HttpRequest.newBuilder(api.function(function))
                        .header("apikey", api.anonKey())
                        .header("Authorization", "Bearer " + user.token().reveal())
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(question.toString()))
                        .build();
        try {
            return reply(client.send(request, maxBytes));
        } catch (IOException e) {
            throw away("Supabase did not answer: try again.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away("The server is stopping: try again.", e);
        }
    }

    private Reply reply(HttpResponse<String> response) throws IOException {
        var status = response.statusCode();
        if (status == 200) {
            return new Reply.Answer(json(response));
        }
        if (status == 401 || status == 403) {
            return new Reply.Refusal(
                    "Supabase refuses the access token: "
                            + json(response).path("message").asText("sign in again"));
        }
        if (status == 404 && NO_FUNCTION.equals(json(response).path("code").asText())) {
            return new Reply.NoFunction();
        }
        throw new IOException(api.url() + " answered " + status);
    }

    private JsonNode json(HttpResponse<String> response) throws IOException {
        try {
            var answer = JSON.readTree(response.body());
            if (answer.isMissingNode()) {
                throw new IOException(api.url() + " answered nothing");
            }
            return answer;
        } catch (JsonProcessingException e) {
            throw new IOException(api.url() + " answered no JSON", e);
        }
    }

    private AuthorizerUnavailableException lacks(String function) {
        return away(
                "This project has no function %s: apply Parley's migrations (supabase/migrations) to it."
                        .formatted(function),
                new IOException("%s has no function %s".formatted(api.url(), function)));
    }

    private static AuthorizerUnavailableException away(String reason, Exception cause) {
        return new AuthorizerUnavailableException(reason, cause);
    }

    /// What a function said.
    private sealed interface Reply {
        record Answer(JsonNode json) implements Reply {}

        /// @param reason a sentence for people
        record Refusal(String reason) implements Reply {}

        /// There is none of that name.
        record NoFunction() implements Reply {}
    }
}
