// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.parley.protocol.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RpcChannelAuthorizerTest {
    private static final String CHANNEL = "private-room-1";
    private static final String NO_FUNCTION =
            "{\"code\":\"PGRST202\",\"message\":\"no such function\"}";
    private static final String ANN = UUID.randomUUID().toString();
    private static final AuthenticatedUser USER =
            new AuthenticatedUser(ANN, "s", Instant.MAX, new Secret("the-token"), "{}");

    private final ProjectServer project = new ProjectServer();
    private final RpcChannelAuthorizer authorizer = gate(project.url(), false);

    @AfterEach
    void stop() {
        authorizer.close();
        project.close();
    }

    @Test
    void the_project_is_asked_with_the_persons_own_token() {
        project.answer(200, "{\"allowed\":true}");

        var decision = decision(CHANNEL);

        assertThat(decision).isEqualTo(new AuthorizationDecision.Allowed(Optional.empty()));
        assertThat(project.question())
                .isEqualTo(
                        "POST /rest/v1/rpc/authorize_channel anon-key Bearer the-token {\"name\":\"private-room-1\"}");
    }

    @Test
    void its_answers_are_those_of_the_database() {
        project.answer(
                200, "{\"allowed\":false,\"reason\":\"You are not a participant of this room.\"}");
        assertThat(decision(CHANNEL))
                .isEqualTo(
                        new AuthorizationDecision.Refused(
                                "You are not a participant of this room."));

        var member = "{\"user_id\":\"u\",\"user_info\":{\"name\":\"Ann\"}}";
        project.answer(200, "{\"allowed\":true," + member.substring(1));
        assertThat(decision("presence-room-1"))
                .isEqualTo(new AuthorizationDecision.Allowed(Optional.of(json(member))));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void a_token_it_does_not_like_is_a_refusal_with_its_reason(int status) {
        project.answer(status, "{\"code\":\"PGRST303\",\"message\":\"JWT expired\"}");

        assertThat(decision(CHANNEL))
                .isEqualTo(
                        new AuthorizationDecision.Refused(
                                "Supabase refuses the access token: JWT expired"));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 404, 408, 429, 500, 502, 503, 504})
    void whatever_else_it_says_is_no_refusal(int status) {
        project.answer(status, "{}");

        assertAway("Supabase did not answer: try again.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "[1"})
    void an_answer_that_is_no_json_is_no_refusal(String body) {
        project.answer(200, body);

        assertAway("Supabase did not answer: try again.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "true", "{}", "{\"allowed\":\"yes\"}"})
    void an_answer_that_does_not_say_yes_says_no(String body) {
        project.answer(200, body);

        assertThat(decision(CHANNEL)).isInstanceOf(AuthorizationDecision.Refused.class);
    }

    @Test
    void an_answer_of_more_than_64_KiB_is_not_read() {
        project.answer(200, "{\"allowed\":true,\"x\":\"" + "y".repeat(70_000) + "\"}");

        assertAway("Supabase did not answer: try again.");
    }

    @Test
    void an_answer_that_does_not_come_to_its_end_is_not_waited_for() {
        project.trickle();
        try (var hasty =
                new RpcChannelAuthorizer(api(project.url()), false, Duration.ofMillis(200))) {
            assertThatThrownBy(() -> hasty.authorize(USER, List.of(CHANNEL)))
                    .isInstanceOf(AuthorizerUnavailableException.class)
                    .hasRootCauseInstanceOf(java.util.concurrent.TimeoutException.class);
        }
    }

    @Test
    void a_project_that_is_away_is_no_refusal() {
        try (var nowhere = gate(URI.create("http://127.0.0.1:1"), false)) {
            assertThatThrownBy(() -> nowhere.authorize(USER, List.of(CHANNEL)))
                    .isInstanceOf(AuthorizerUnavailableException.class);
        }
    }

    @Test
    void a_project_without_the_function_is_told_which_migration_it_lacks() {
        project.answer(404, NO_FUNCTION);

        assertAway(
                "This project has no function authorize_channel: apply Parley's migrations (supabase/migrations) to it.");
    }

    @Test
    void people_sign_in_with_what_the_project_knows_of_them() {
        var answer =
                "{\"allowed\":true,\"user_id\":\"%s\",\"user_info\":{\"name\":\"Ann\"},\"watchlist\":[\"b\"]}"
                        .formatted(ANN);
        project.answer(200, answer);

        assertThat(identity(authorizer))
                .isEqualTo("{\"id\":\"%s\",\"user_info\":{\"name\":\"Ann\"}}".formatted(ANN));
        try (var watching = gate(project.url(), true)) {
            assertThat(identity(watching)).endsWith(",\"watchlist\":[\"b\"]}");
        }
    }

    @Test
    void where_it_knows_nothing_they_sign_in_by_their_id() {
        project.answer(404, NO_FUNCTION);

        assertThat(identity(authorizer)).isEqualTo("{\"id\":\"%s\"}".formatted(ANN));
    }

    @Test
    void many_channels_are_one_question_answered_in_their_order() {
        project.answer(200, "[{\"allowed\":true},{\"allowed\":false,\"reason\":\"No.\"}]");

        var decisions = authorizer.authorize(USER, List.of("private-room-1", "private-room-2"));

        assertThat(decisions)
                .containsExactly(
                        new AuthorizationDecision.Allowed(Optional.empty()),
                        new AuthorizationDecision.Refused("No."));
        assertThat(project.requests()).isEqualTo(1);
        assertThat(project.question())
                .isEqualTo(
                        "POST /rest/v1/rpc/authorize_channels anon-key Bearer the-token {\"names\":[\"private-room-1\",\"private-room-2\"]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "true", "{\"allowed\":true}", "[{\"allowed\":\"yes\"}]"})
    void a_list_that_does_not_say_yes_to_each_says_no(String body) {
        project.answer(200, body);

        assertThat(authorizer.authorize(USER, List.of("private-room-1", "private-room-2")))
                .hasSize(2)
                .allMatch(AuthorizationDecision.Refused.class::isInstance);
    }

    @Test
    void a_hundred_people_with_pictures_fit_into_an_answer() {
        var one =
                "{\"allowed\":true,\"user_id\":\"u\",\"user_info\":{\"avatar_url\":\"%s\"}}"
                        .formatted("x".repeat(2_000));
        project.answer(200, Collections.nCopies(100, one).toString());

        assertThat(authorizer.authorize(USER, Collections.nCopies(100, "presence-room-1")))
                .hasSize(100)
                .allMatch(AuthorizationDecision.Allowed.class::isInstance);
    }

    @Test
    void a_project_that_knows_no_lists_is_told_which_migration_it_lacks() {
        project.answer(404, NO_FUNCTION);

        assertThatThrownBy(() -> authorizer.authorize(USER, List.of(CHANNEL, "private-room-2")))
                .isInstanceOf(AuthorizerUnavailableException.class)
                .hasMessage(
                        "This project has no function authorize_channels: apply Parley's migrations (supabase/migrations) to it.");
    }

    private AuthorizationDecision decision(String channel) {
        return authorizer.authorize(USER, List.of(channel)).getFirst();
    }

    private void assertAway(String reason) {
        assertThatThrownBy(() -> decision(CHANNEL))
                .isInstanceOf(AuthorizerUnavailableException.class)
                .hasMessage(reason);
    }

    private static String identity(RpcChannelAuthorizer authorizer) {
        return authorizer.signIn(USER) instanceof AuthorizationDecision.Allowed(var identity)
                ? identity.orElseThrow().toString()
                : "refused";
    }

    private static RpcChannelAuthorizer gate(URI url, boolean withWatchlist) {
        return new RpcChannelAuthorizer(api(url), withWatchlist);
    }

    private static ProjectApi api(URI url) {
        return new ProjectApi(url, "anon-key");
    }

    private static JsonNode json(String text) {
        try {
            return JsonMapper.builder().build().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
