// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.RequestSignature;
import dev.parley.protocol.Secret;
import dev.parley.worker.fixture.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PusherSubscriptionRevokerTest {
    private static final AppCredentials APP =
            new AppCredentials("the-key", new Secret("the-secret"));
    private static final List<String> CHANNELS = List.of("private-room-1", "presence-room-1");
    private static final String REVOKE = "/apps/42/users/ann/revoke";
    private static final String TERMINATE = "/apps/42/users/ann/terminate_connections";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final TestServer server = new TestServer(this::serve);
    private final PusherTarget target =
            new PusherTarget(
                    "pusher",
                    new PusherApp("42", APP, "127.0.0.1", server.port(), false),
                    InstantSource.system());
    private final SubscriptionRevoker revoker = target.revokers().orElseThrow();

    @AfterEach
    void stop() {
        target.close();
        server.close();
    }

    @Test
    void a_server_of_ours_ends_the_subscriptions_and_nothing_else() throws Exception {
        revoker.revoke("ann", CHANNELS, "You were removed.");

        assertThat(asked)
                .containsExactly(
                        REVOKE
                                + " {\"channels\":[\"private-room-1\",\"presence-room-1\"],\"reason\":\"You were removed.\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 400})
    void a_server_that_cannot_do_that_ends_the_connections(int status) throws Exception {
        answers.put(REVOKE, status);

        revoker.revoke("ann", CHANNELS, "You were removed.");
        revoker.revoke("ann", CHANNELS, "You were removed.");

        assertThat(asked).element(1).asString().isEqualTo(TERMINATE + " {}");
        assertThat(asked).filteredOn(request -> request.startsWith(REVOKE)).hasSize(1);
        assertThat(asked).filteredOn(request -> request.startsWith(TERMINATE)).hasSize(2);
    }

    @Test
    void the_hosted_service_is_not_asked_for_what_it_does_not_know() throws Exception {
        var hosted =
                new PusherSubscriptionRevoker(
                        PusherApp.hosted("42", APP, "eu"), (path, _) -> asked.add(path));

        hosted.revoke("ann", CHANNELS, "You were removed.");

        assertThat(asked).containsExactly(TERMINATE);
    }

    @Test
    void wrong_keys_are_not_taken_for_a_server_that_cannot() throws Exception {
        answers.put(REVOKE, 401);
        answers.put(TERMINATE, 401);
        assertThatThrownBy(() -> revoker.revoke("ann", CHANNELS, "You were removed."))
                .isInstanceOf(PublishException.class);
        answers.clear();
        asked.clear();

        revoker.revoke("ann", CHANNELS, "You were removed.");

        assertThat(asked).singleElement().asString().startsWith(REVOKE);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429})
    void a_server_that_is_away_is_not_asked_for_more_than_is_needed(int status) {
        answers.put(REVOKE, status);

        assertThatThrownBy(() -> revoker.revoke("ann", CHANNELS, "You were removed."))
                .isInstanceOfSatisfying(
                        PublishException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Unavailable.class));
        assertThat(asked).hasSize(1);
    }

    @Test
    void who_is_over_loses_the_connections() throws Exception {
        revoker.dismiss("ann");

        assertThat(asked).containsExactly(TERMINATE + " {}");
    }

    @Test
    void it_does_not_watch_the_time() {
        assertThat(revoker.registerConnection("1.2", "ann", Instant.MAX)).isFalse();
    }

    private Response serve(Request request) throws IOException, InterruptedException {
        var path = request.path();
        var query = request.parameters();
        asked.add(path + " " + new String(request.body(1 << 20), StandardCharsets.UTF_8));
        var signed =
                RequestSignature.verifies(
                        APP,
                        RequestSignature.textToSign("POST", path, query),
                        query.getOrDefault("auth_signature", ""));
        return Response.json(signed ? answers.getOrDefault(path, 200) : 418, "{}");
    }
}
