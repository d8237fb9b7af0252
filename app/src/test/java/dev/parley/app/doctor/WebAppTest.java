// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor;

import static dev.parley.app.doctor.DisposableDeployment.found;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.assembly.Service;
import dev.parley.app.client.ClientSettings;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.check.Level;
import dev.parley.gateway.ApiKeys;
import dev.parley.protocol.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An app that runs beside a deployment, with every fault that keeps it from talking.
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(180)
final class WebAppTest {
    private DisposableDeployment deployment;
    private ClientSettings settings;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        deployment = new DisposableDeployment(temporary);
        settings = deployment.settings();
    }

    @AfterAll
    void stop() {
        deployment.close();
    }

    @Test
    void an_app_that_fits_passes_every_check() throws Exception {
        try (var app = SampleApp.withScript(script())) {
            var report = deployment.examine(Map.of(), app.address());

            assertThat(report.results())
                    .hasSize(7)
                    .allSatisfy(result ->
                            assertThat(result.finding().level())
                                    .as(result.check().name() + ": " + result.finding().fact())
                                    .isEqualTo(Level.OK));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "import '/chunks/keys.js'",
                "const room = () => import(\"./chunks/keys.js\")",
                "export{a}from\"./chunks/keys.js\"",
            })
    void what_a_script_imports_is_read_too(String script) throws Exception {
        try (var app = SampleApp.withScript(script).with("/chunks/keys.js", script())) {
            assertThat(look(app, "app.pusher").level()).isEqualTo(Level.OK);
        }
    }

    @Test
    void chunks_that_next_preloads_or_names_are_read_too() throws Exception {
        var preloads = "<link rel=\"preload\" as=\"script\" href=\"/_next/static/chunks/a.js\"/>";
        try (var app =
                new SampleApp()
                        .with("/", "<!doctype html>" + preloads)
                        .with("/_next/static/chunks/a.js", "e.l(\"static/chunks/b.js\")")
                        .with("/_next/static/chunks/b.js", script())) {
            assertThat(look(app, "app.supabase").level()).isEqualTo(Level.OK);
        }
    }

    @Test
    void an_app_that_does_not_run_is_told_to_be_started() throws Exception {
        var gone = new SampleApp();
        gone.close();

        var report = deployment.examine(Map.of(), gone.address());

        var finding = found(report, "app.answers");
        assertThat(finding.level()).isEqualTo(Level.FAIL);
        assertThat(finding.fact()).contains("nothing listens there");
        assertThat(finding.cure().orElseThrow()).contains("start the app");
        assertThat(found(report, "app.pusher").level()).isEqualTo(Level.SKIP);
    }

    @Test
    void a_page_that_fails_is_told_with_its_status() throws Exception {
        try (var app = new SampleApp()) {
            assertThat(failure(app, "app.answers").fact()).contains("answers 404");
        }
    }

    @Test
    void an_app_without_keys_is_told_which_variables_to_set() throws Exception {
        try (var app = SampleApp.withScript("render()")) {
            assertThat(warning(app, "app.supabase").cure().orElseThrow())
                    .contains("NEXT_PUBLIC_SUPABASE_URL", "VITE_SUPABASE_URL", "./parley env");
            assertThat(warning(app, "app.pusher").cure().orElseThrow())
                    .contains("NEXT_PUBLIC_PUSHER_KEY", "VITE_PUSHER_KEY");
        }
    }

    @Test
    void an_app_of_another_project_is_told_by_its_address() throws Exception {
        try (var app =
                SampleApp.withScript("createClient('https://abcdefghijklmnopqrst.supabase.co')")) {
            assertThat(failure(app, "app.supabase").fact())
                    .contains("https://abcdefghijklmnopqrst.supabase.co")
                    .contains(settings.supabaseUrl().toString());
        }
    }

    @Test
    void an_anon_key_that_is_not_taken_is_found() throws Exception {
        var stale = ApiKeys.of(new Secret("another-secret-of-thirty-two-letters")).anon();
        try (var app =
                SampleApp.withScript(
                        "client('%s','%s')".formatted(settings.supabaseUrl(), stale))) {
            assertThat(failure(app, "app.supabase").fact()).contains("refuses the anon key");
        }
    }

    @Test
    void a_pusher_key_of_another_app_is_found() throws Exception {
        try (var app =
                SampleApp.withScript("new Pusher(\"0123456789abcdef0123\",{cluster:\"eu\"})")) {
            assertThat(failure(app, "app.pusher").fact())
                    .contains("0123456789abcdef0123", settings.pusher().credentials().key());
        }
    }

    @Test
    void secrets_in_the_bundle_are_named_and_not_printed() throws Exception {
        var service = settings.serviceRoleKey().orElseThrow().reveal();
        var pusher = settings.pusher().credentials().secret().reveal();
        try (var app =
                SampleApp.withScript(
                        "a=\"%s\";b=\"%s\";c=\"sb_secret_abcdefgh1\"".formatted(service, pusher))) {
            var report = deployment.examine(Map.of(), app.address());

            var finding = found(report, "app.secrets");
            assertThat(finding.level()).isEqualTo(Level.FAIL);
            assertThat(finding.fact()).contains("service_role", "PUSHER_SECRET", "sb_secret_…");
            assertThat(DoctorReportJson.of(report)).doesNotContain(service, pusher, "abcdefgh1");
        }
    }

    @Test
    void an_app_that_asks_itself_for_authorization_and_has_no_answer_is_told_where_to_ask()
            throws Exception {
        try (var app = SampleApp.withScript("render()")) {
            var finding = warning(app, "app.authorization");

            assertThat(finding.fact()).contains(app.address() + "/pusher/auth", "404");
            assertThat(finding.cure().orElseThrow())
                    .contains("NEXT_PUBLIC_PARLEY_URL", settings.parleyUrl() + "/pusher/auth");
        }
    }

    @Test
    void an_app_with_an_authorization_route_of_its_own_is_fine() throws Exception {
        try (var app = SampleApp.withScript("render()").with("/pusher/auth", "{}")) {
            assertThat(look(app, "app.authorization").level()).isEqualTo(Level.OK);
        }
    }

    @Test
    void a_worker_that_does_not_answer_is_told_to_be_started() throws Exception {
        var nobody = new SampleApp();
        nobody.close();
        var port = Integer.toString(nobody.address().getPort());
        try (var app = SampleApp.withScript(script())) {
            var report =
                    deployment.examine(
                            Map.of(
                                    "PORT",
                                    port,
                                    "DATABASE_PORT",
                                    "1",
                                    "PARLEY_DATA",
                                    "target/nothing-runs-here"),
                            app.address());

            assertThat(found(report, "app.authorization").cure().orElseThrow())
                    .contains("./parley worker");
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "default-src 'self'",
                "default-src *; connect-src 'self' https:",
            })
    void a_policy_that_lets_the_page_connect_nowhere_is_found(String policy) throws Exception {
        try (var app =
                SampleApp.withScript(script()).withHeader("content-security-policy", policy)) {
            var socket = "ws://127.0.0.1:" + settings.pusher().port();

            var finding = failure(app, "app.policy");

            assertThat(finding.cure().orElseThrow())
                    .contains("connect-src", settings.supabaseUrl().toString(), socket);
        }
    }

    @Test
    void a_policy_in_the_page_counts_as_one_in_a_header() throws Exception {
        var meta = "<meta http-equiv=\"Content-Security-Policy\" content=\"connect-src 'self'\">";
        try (var app = new SampleApp().with("/", meta)) {
            assertThat(failure(app, "app.policy").fact()).contains("does not let it connect");
        }
    }

    @Test
    void an_origin_that_the_pusher_server_does_not_let_in_is_told_how_to_add() throws Exception {
        var environment =
                Map.of(
                        "CHANNELS_PORT", "0",
                        "CHANNELS_ADMIN_PORT", "0",
                        "CHANNELS_CONFIG",
                                """
                                {"apps": [{"id": "shop", "keys": [{"key": "shop-key", "secret": "shop-secret"}],
                                  "origins": ["https://shop.example"]}]}
                                """);
        try (var channels =
                        Service.channelsAlone(
                                Configuration.read(environment, RunMode.CHANNELS),
                                DisposableDeployment.silence());
                var app = SampleApp.withScript(script())) {
            var port = channels.start().ports().channels();

            var report =
                    deployment.examine(
                            Map.of(
                                    "PUSHER_HOST", "127.0.0.1",
                                    "PUSHER_PORT", Integer.toString(port),
                                    "PUSHER_TLS", "false",
                                    "PUSHER_APP_ID", "shop",
                                    "PUSHER_KEY", "shop-key",
                                    "PUSHER_SECRET", "shop-secret"),
                            app.address());

            var finding = found(report, "app.origin");
            assertThat(finding.level()).as(finding.fact()).isEqualTo(Level.FAIL);
            assertThat(finding.fact()).contains(app.address().toString(), "origin");
            assertThat(finding.cure().orElseThrow()).contains("CHANNELS_CONFIG");
        }
    }

    /// Returns the script of an app that was built with the right variables.
    private String script() {
        var pusher = settings.pusher();
        return "createClient(\"%s\",\"%s\");new Pusher(\"%s\",{wsHost:\"%s\"});auth(\"%s\")"
                .formatted(
                        settings.supabaseUrl(),
                        settings.anonKey(),
                        pusher.credentials().key(),
                        pusher.host(),
                        settings.parleyUrl());
    }

    private Finding failure(SampleApp app, String check) throws InterruptedException {
        var finding = look(app, check);
        assertThat(finding.level()).as(finding.fact()).isEqualTo(Level.FAIL);
        return finding;
    }

    private Finding warning(SampleApp app, String check) throws InterruptedException {
        var finding = look(app, check);
        assertThat(finding.level()).as(finding.fact()).isEqualTo(Level.WARN);
        return finding;
    }

    private Finding look(SampleApp app, String check) throws InterruptedException {
        return found(deployment.examine(Map.of(), app.address()), check);
    }
}
