// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// One person who asks for as much as possible, and the others.
@ExtendWith(ProjectExtension.class)
final class ShareTest {
    private static final String SLOW = "/rest/v1/rpc/slow";

    private final Project project;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    ShareTest(Project project) {
        this.project = project;
    }

    @AfterEach
    void cancelWhatIsSlow() {
        threads.shutdown();
        await().untilAsserted(() -> {
            project.execute(
                    "select pg_cancel_backend(pid) from pg_stat_activity where query like '%\"slow\"%' and pid <> pg_backend_pid()");
            assertThat(threads.isTerminated()).isTrue();
        });
    }

    @Test
    void slow_reads_of_nobody_in_particular_stop_nobody_else() throws Exception {
        stopsNobodyElse(project.anon());
    }

    @Test
    void slow_reads_of_a_person_stop_nobody_else() throws Exception {
        stopsNobodyElse(project.anon().as(project.token(UUID.randomUUID())));
    }

    private void stopsNobodyElse(Caller greedy) throws Exception {
        var slow = times(12, () -> greedy.post(SLOW, "{}"));
        await().untilAsserted(() -> assertThat(atTheDatabase("slow")).isPositive());
        var other = project.anon().as(project.token(UUID.randomUUID()));

        for (var time = 0; time < 20; time++) {
            assertThat(other.post("/rest/v1/rpc/who", "{}").status()).isEqualTo(200);
            assertThat(project.anon().post("/auth/v1/signup", "{}").status()).isEqualTo(200);
        }
        assertThat(atTheDatabase("slow")).isLessThanOrEqualTo(1);
        assertThat(first(slow).refusal()).isEqualTo("429 gateway_429");
    }

    @Test
    void who_has_too_many_at_once_is_told_when_to_come_back() throws Exception {
        var greedy = project.anon().as(project.token(UUID.randomUUID()));

        var refused = first(times(2, () -> greedy.post(SLOW, "{}")));

        assertThat(refused.header("Retry-After")).hasValue("1");
        assertThat(refused.header("Proxy-Status")).hasValue("PostgREST; error=gateway_429");
        assertThat(refused.json().path("message").asText()).isEqualTo("Too many requests at once");
    }

    @Test
    void passwords_that_one_person_changes_all_the_time_stop_no_sign_in() throws Exception {
        var greedy = signUp(project.anon().port());
        var email = UUID.randomUUID() + "@example.com";
        var credentials = "{\"email\":\"%s\",\"password\":\"123456\"}".formatted(email);
        project.anon().post("/auth/v1/signup", credentials);

        var changes =
                IntStream.range(0, 80)
                        .mapToObj(number ->
                                threads.submit(() ->
                                        greedy.send(
                                                "PUT",
                                                "/auth/v1/user",
                                                "{\"password\":\"password-%d\"}"
                                                        .formatted(number))))
                        .toList();
        var signIn = project.anon().post("/auth/v1/token?grant_type=password", credentials);

        assertThat(signIn.status()).isEqualTo(200);
        assertThat(replies(changes).stream().map(ShareTest::error))
                .contains("429 over_request_rate_limit")
                .allMatch(error -> List.of("200 ", "429 over_request_rate_limit").contains(error));
    }

    private Caller signUp(int port) {
        JsonNode session = project.anon().post("/auth/v1/signup", "{}").json();
        return new Caller(port, project.anon().key(), session.path("access_token").asText());
    }

    private List<Future<Caller.Reply>> times(int times, Supplier<Caller.Reply> request) {
        return IntStream.range(0, times).mapToObj(_ -> threads.submit(request::get)).toList();
    }

    private static Caller.Reply first(List<Future<Caller.Reply>> requests) throws Exception {
        var done =
                await().until(
                                () -> requests.stream().filter(Future::isDone).findFirst(),
                                Optional::isPresent);
        return done.orElseThrow().get();
    }

    private static List<Caller.Reply> replies(List<Future<Caller.Reply>> requests)
            throws InterruptedException, ExecutionException {
        var replies = new ArrayList<Caller.Reply>();
        for (var request : requests) {
            replies.add(request.get());
        }
        return replies;
    }

    private static String error(Caller.Reply reply) {
        return reply.status() + " " + reply.json().path("error_code").asText();
    }

    private long atTheDatabase(String function) throws SQLException {
        try (var connection = project.connect();
                var statement =
                        connection.prepareStatement(
                                "select count(*) from pg_stat_activity where state = 'active' and application_name = 'parley-gateway' and query like ?")) {
            statement.setString(1, "%\"" + function + "\"%");
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
