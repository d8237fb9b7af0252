// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor;

import static dev.parley.app.doctor.DisposableDeployment.found;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.assembly.DeploymentFinder;
import dev.parley.app.assembly.Service;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import dev.parley.app.doctor.check.Complaint;
import dev.parley.app.doctor.check.Level;
import dev.parley.app.doctor.log.LogChecks;
import dev.parley.database.Migrations;
import dev.parley.database.embedded.EmbeddedDatabase;
import dev.parley.http.HttpServer;
import dev.parley.http.HttpServerConfig;
import dev.parley.http.Response;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every fault is made for real, found, and undone.
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(180)
final class DoctorTest {
    private DisposableDeployment deployment;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        deployment = new DisposableDeployment(temporary);
    }

    @AfterAll
    void stop() {
        deployment.close();
    }

    @Test
    void a_whole_deployment_passes_every_check() throws Exception {
        var report = deployment.examine(Map.of());

        assertThat(report.results())
                .allSatisfy(result ->
                        assertThat(result.finding().level())
                                .as(result.check().name() + ": " + result.finding().fact())
                                .isEqualTo(Level.OK));
        assertThat(found(report, "canary.arrives").fact()).contains("ms after its commit");
        assertThat(report.ok()).isTrue();
    }

    @Test
    void the_canary_leaves_nothing_behind() throws Exception {
        deployment.examine(Map.of());

        assertThat(
                        deployment.value(
                                "select count(*) from public.chat_rooms where name = 'parley doctor'"))
                .isEqualTo("0");
    }

    @Test
    void no_secret_is_ever_printed() throws Exception {
        var text =
                DoctorReportJson.of(deployment.examine(Map.of("PUSHER_SECRET", "mistaken-secret")));

        assertThat(text)
                .doesNotContain(
                        "mistaken-secret",
                        deployment.settings().pusher().credentials().secret().reveal(),
                        deployment.settings().webhookSecret().reveal(),
                        deployment.settings().jwtSecret().orElseThrow().reveal(),
                        deployment.settings().serviceRoleKey().orElseThrow().reveal())
                .contains("\"ok\" : false", "\"name\" : \"pusher.keys\"", "\"cure\"");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    drop publication parley                                    | create publication parley for table public.room_events, public.room_cursors with (publish = 'insert, update') | log.publication      | create publication parley
                    alter publication parley drop table public.room_cursors    | alter publication parley add table public.room_cursors                       | log.publication      | room_cursors
                    alter table public.messages disable trigger parley_number  | alter table public.messages enable trigger parley_number                      | database.triggers    | enable trigger
                    revoke execute on function public.my_rooms() from authenticated | grant execute on function public.my_rooms() to authenticated             | database.grants      | grant execute on function my_rooms()
                    alter table public.messages disable row level security     | alter table public.messages enable row level security                         | database.policies    | enable row level security
                    alter table public.chat_rooms rename column description to about           | alter table public.chat_rooms rename column about to description               | database.functions   | create_room
                    alter function public.room_snapshot rename to snapshot                     | alter function public.snapshot rename to room_snapshot                         | database.functions   | room_snapshot
                    update public.room_counters set last_seq = last_seq - 1 where room_id = 'b0000000-0000-4000-8000-000000000001' | update public.room_counters set last_seq = last_seq + 1 where room_id = 'b0000000-0000-4000-8000-000000000001' | database.consistency | ./parley repair
                    update supabase_migrations.schema_migrations set version = concat(version, 'x') where version = '20261201000900' | update supabase_migrations.schema_migrations set version = '20261201000900' where version like '%x' | database.migrations | ./parley migrate
                    """)
    void a_fault_of_the_schema_is_found_with_its_cure(
            String spoil, String mend, String check, String cure) throws Exception {
        deployment.execute(spoil);
        try {
            var report = deployment.examine(Map.of());

            var finding = found(report, check);
            assertThat(finding.level()).as(finding.fact()).isEqualTo(Level.FAIL);
            assertThat(finding.fact() + " " + finding.cure().orElseThrow()).contains(cure);
            assertThat(report.ok()).isFalse();
        } finally {
            deployment.execute(mend);
        }
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "PUSHER_SECRET, mistaken-secret, pusher.keys, copy PUSHER_SECRET",
        "PUSHER_APP_ID, nobody, pusher.keys, check PUSHER_APP_ID",
        "PUSHER_KEY, nokey, pusher.socket, check PUSHER_KEY",
        "WEBHOOK_SECRET, mistaken-secret, worker.webhook-secret, same WEBHOOK_SECRET",
        "SUPABASE_JWT_SECRET, mistaken-secret-of-thirty-two-characters, supabase.answers, SUPABASE_ANON_KEY"
    })
    void a_wrong_value_is_found_with_its_cure(
            String variable, String value, String check, String cure) throws Exception {
        var finding = found(deployment.examine(Map.of(variable, value)), check);

        assertThat(finding.level()).as(finding.fact()).isEqualTo(Level.FAIL);
        assertThat(finding.cure().orElseThrow()).contains(cure);
    }

    @Test
    void a_policy_of_the_app_that_allows_more_is_named() throws Exception {
        deployment.execute(
                "create policy \"everybody reads\" on public.messages for select using (true)");
        try {
            var finding = found(deployment.examine(Map.of()), "database.policies");

            assertThat(finding.level()).isEqualTo(Level.WARN);
            assertThat(finding.fact()).contains("\"everybody reads\" on messages");
        } finally {
            deployment.execute("drop policy \"everybody reads\" on public.messages");
        }
    }

    @Test
    void messages_that_refer_to_accounts_do_not_stop_the_canary() throws Exception {
        deployment.execute(
                "alter table public.messages add constraint of_accounts"
                        + " foreign key (user_id) references auth.users (id) not valid");
        try {
            var finding = found(deployment.examine(Map.of()), "canary.arrives");

            assertThat(finding.level()).as(finding.fact()).isEqualTo(Level.OK);
            assertThat(finding.fact()).contains("a change of a room");
        } finally {
            deployment.execute("alter table public.messages drop constraint of_accounts");
        }
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "a web page, <html><title>Gateway login</title></html>, titled “Gateway login”, supabase.answers",
        "a web page, <html><title>Gateway login</title></html>, titled “Gateway login”, worker.ready",
        "a web page, <html><title>Gateway login</title></html>, titled “Gateway login”, pusher.keys",
        "no path, {}, no REST API below /rest/v1, supabase.answers"
    })
    void whoever_answers_instead_is_named(String what, String body, String fact, String check)
            throws Exception {
        try (var server = new Stranger(body)) {
            var finding =
                    found(
                            DisposableDeployment.examine(server.everywhere(), Optional.empty()),
                            check);

            assertThat(finding.level()).as(what).isEqualTo(Level.FAIL);
            assertThat(finding.fact()).contains(fact);
        }
    }

    @Test
    void headers_that_are_too_long_are_told_with_the_setting_that_allows_them() throws Exception {
        try (var server = new Stranger(431, "{}")) {
            var report = DisposableDeployment.examine(server.everywhere(), Optional.empty());

            assertThat(List.of("supabase.answers", "worker.ready", "pusher.keys", "pusher.socket"))
                    .allSatisfy(check -> {
                        var finding = found(report, check);
                        assertThat(finding.level()).isEqualTo(Level.FAIL);
                        assertThat(finding.fact() + finding.cure().orElseThrow())
                                .contains("too long", "HTTP_MAX_HEADER_BYTES", "http.headerBytes");
                    });
        }
    }

    @Test
    void tls_to_a_plain_port_is_told_as_such() throws Exception {
        try (var server = new Stranger("{}")) {
            var variables = new HashMap<>(server.everywhere());
            variables.put("SUPABASE_URL", "https://127.0.0.1:" + server.port());
            variables.put("PUSHER_TLS", "true");

            var report = DisposableDeployment.examine(variables, Optional.empty());

            assertThat(found(report, "supabase.answers").fact()).contains("speaks no TLS");
            assertThat(found(report, "pusher.keys").fact()).contains("speaks no TLS");
            assertThat(found(report, "pusher.socket").fact()).contains("speaks no TLS");
        }
    }

    @Test
    void a_weak_commit_is_a_warning() throws Exception {
        deployment.execute("alter database postgres set synchronous_commit = off");
        try {
            var finding = found(deployment.examine(Map.of()), "database.durability");

            assertThat(finding.level()).isEqualTo(Level.WARN);
            assertThat(finding.cure().orElseThrow()).contains("set synchronous_commit = on");
        } finally {
            deployment.execute("alter database postgres reset synchronous_commit");
        }
    }

    @Test
    void a_target_that_is_behind_is_a_warning() throws Exception {
        deployment.execute(
                "insert into parley.bridge_targets (target, epoch) values ('dead', parley.epoch());"
                        + " insert into public.chat_rooms (id, name) values ('00000000-0000-0000-0000-00000000beef', 'behind');"
                        + " insert into public.messages (room_id, user_id, content) values"
                        + " ('00000000-0000-0000-0000-00000000beef', gen_random_uuid(), 'hello')");
        try {
            var finding = found(deployment.examine(Map.of()), "log.backlog");

            assertThat(finding.level()).isEqualTo(Level.WARN);
            assertThat(finding.fact()).contains("dead lacks");
        } finally {
            deployment.execute("delete from parley.bridge_targets where target = 'dead'");
        }
    }

    @Test
    void a_machine_on_which_nothing_runs_is_told_so_and_nothing_else_is_looked_at(
            @TempDir Path empty) throws Exception {
        var report =
                DisposableDeployment.examine(
                        Map.of("PARLEY_DATA", empty.toString()), Optional.empty());

        assertThat(found(report, "database.reachable").cure().orElseThrow())
                .contains("./parley up", "DATABASE_URL");
        assertThat(found(report, "canary.arrives").level()).isEqualTo(Level.SKIP);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "postgresql://postgres:wrong@127.0.0.1:%d/nothing, does not let us in",
        "postgresql://postgres:postgres@no-such-host.invalid:5432/postgres, has no address (DNS)",
        "postgresql://postgres:postgres@127.0.0.1:1/postgres, nothing answers on port 1"
    })
    void a_database_that_is_not_reached_is_told_apart(String url, String fact) throws Exception {
        var address = url.formatted(deployment.settings().databaseUrl().port());

        var finding =
                found(
                        DisposableDeployment.examine(
                                Map.of("DATABASE_URL", address), Optional.empty()),
                        "database.reachable");

        assertThat(finding.level()).isEqualTo(Level.FAIL);
        assertThat(finding.fact()).contains(fact);
    }

    @Test
    void a_worker_that_does_not_run_is_missed(@TempDir Path empty) throws Exception {
        int nobody;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        var environment =
                new HashMap<>(
                        Map.of(
                                "PARLEY_DATA", empty.toString(),
                                "PORT", Integer.toString(nobody),
                                "DATABASE_URL", deployment.settings().databaseUrl().reveal()));

        var finding =
                found(
                        DisposableDeployment.examine(environment, Optional.of(Complaint.LIVE)),
                        "worker.ready");

        assertThat(finding.level()).isEqualTo(Level.FAIL);
        assertThat(finding.cure().orElseThrow()).contains("./parley worker");
    }

    @Test
    void a_message_that_no_worker_publishes_is_lost_behind_the_log() throws Exception {
        try (var database = EmbeddedDatabase.temporary()) {
            Migrations.apply(database.url());
            var url = database.url().reveal();

            var finding = found(deployment.examine(Map.of("DATABASE_URL", url)), "canary.arrives");

            assertThat(finding.level()).as(finding.fact()).isEqualTo(Level.FAIL);
            assertThat(finding.fact()).contains("in the log, but no worker has published it");
        }
    }

    @Test
    void a_database_that_keeps_no_logical_log_is_a_warning() throws Exception {
        try (var server =
                EmbeddedPostgres.builder().setServerConfig("wal_level", "replica").start()) {
            var url = "postgresql://postgres:x@127.0.0.1:%d/postgres".formatted(server.getPort());
            var check =
                    LogChecks.all().stream()
                            .filter(one -> one.name().equals("log.replication"))
                            .findFirst()
                            .orElseThrow();
            try (var deployment =
                    DeploymentFinder.find(configuration(Map.of("DATABASE_URL", url)))) {
                var finding = check.look().at(deployment);

                assertThat(finding.level()).isEqualTo(Level.WARN);
                assertThat(finding.fact()).contains("wal_level is replica", "asks the tables");
                assertThat(finding.cure().orElseThrow()).contains("wal_level = logical");
            }
        }
    }

    @Test
    void a_clock_that_is_wrong_is_told_by_how_much() throws Exception {
        var date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(20));
        var server =
                HttpServer.start(
                        HttpServerConfig.of("pusher", "127.0.0.1", 0),
                        _ -> Response.text(401, "Timestamp expired").with("Date", date),
                        Response::text,
                        InstantSource.system());
        try {
            var finding =
                    found(
                            deployment.examine(
                                    Map.of(
                                            "PUSHER_HOST", "127.0.0.1",
                                            "PUSHER_PORT", Integer.toString(server.port()),
                                            "PUSHER_TLS", "false",
                                            "PUSHER_APP_ID", "parley",
                                            "PUSHER_KEY", "parley-key",
                                            "PUSHER_SECRET", "parley-secret")),
                            "pusher.keys");

            assertThat(finding.level()).isEqualTo(Level.FAIL);
            assertThat(finding.fact()).matches("the clock here is 1[12][09]\\d s slow.*");
            assertThat(finding.cure().orElseThrow()).contains("NTP");
        } finally {
            server.close();
        }
    }

    @Test
    void client_events_that_are_off_are_a_warning() throws Exception {
        var environment =
                Map.of(
                        "CHANNELS_PORT", "0",
                        "CHANNELS_ADMIN_PORT", "0",
                        "CHANNELS_CONFIG",
                                """
                                {"apps": [{"id": "quiet", "keys": [{"key": "quiet-key", "secret": "quiet-secret"}],
                                  "features": {"clientEvents": false}}]}
                                """);
        var configuration = Configuration.read(environment, RunMode.CHANNELS);
        try (var channels = Service.channelsAlone(configuration, DisposableDeployment.silence())) {
            var port = channels.start().ports().channels();

            var finding =
                    found(
                            deployment.examine(
                                    Map.of(
                                            "PUSHER_HOST", "127.0.0.1",
                                            "PUSHER_PORT", Integer.toString(port),
                                            "PUSHER_TLS", "false",
                                            "PUSHER_APP_ID", "quiet",
                                            "PUSHER_KEY", "quiet-key",
                                            "PUSHER_SECRET", "quiet-secret")),
                            "pusher.client-events");

            assertThat(finding.level()).as(finding.fact()).isEqualTo(Level.WARN);
            assertThat(finding.cure().orElseThrow()).contains("features.clientEvents");
        }
    }

    private static Configuration configuration(Map<String, String> variables) {
        return Configuration.read(variables, RunMode.TOOL);
    }
}
