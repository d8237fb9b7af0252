// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.gateway.auth.AuthSettings;
import dev.parley.gateway.auth.Redirects;
import dev.parley.gateway.mail.SmtpSettings;
import dev.parley.http.RequestTimeouts;
import dev.parley.protocol.Secret;
import dev.parley.worker.CaptureMode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationTest {
    private static final LocalSecrets SECRETS = LocalSecrets.random();
    private static final Map<String, String> HOSTED_PUSHER =
            Map.of(
                    "PUSHER_APP_ID", "123",
                    "PUSHER_KEY", "abc",
                    "PUSHER_SECRET", "hidden");

    private static final Map<String, String> MAIL_SERVER =
            Map.of(
                    "GATEWAY_SMTP_HOST", "smtp.example.com",
                    "GATEWAY_SMTP_FROM", "Chat <no-reply@example.com>");

    @Test
    void with_nothing_set_everything_runs_on_this_machine() {
        var configuration = read(Map.of());

        assertThat(configuration.bindAddress()).isEqualTo("127.0.0.1");
        assertThat(configuration.port()).isEqualTo(3001);
        assertThat(configuration.data()).isEqualTo(Path.of(".parley"));
        assertThat(configuration.database()).isEqualTo(new DatabaseSettings.Embedded(54_322));
        assertThat(configuration.supabase())
                .isInstanceOfSatisfying(
                        Supabase.Local.class, local -> assertThat(local.port()).isEqualTo(54_321));
        assertThat(configuration.pusher())
                .isInstanceOfSatisfying(
                        Pusher.Local.class,
                        local -> {
                            assertThat(local.port()).isEqualTo(6001);
                            assertThat(local.admin().port()).isEqualTo(9601);
                            assertThat(local.appId()).isEqualTo("parley");
                            assertThat(local.credentials().key()).isEqualTo("parley-key");
                        });
        assertThat(configuration.capture()).isEqualTo(CaptureMode.AUTO);
        assertThat(configuration.slot())
                .isEqualTo(new SlotSettings("parley", "parley", 256L << 20));
    }

    @Test
    void the_limits_of_the_gateway_are_variables() {
        var configuration =
                read(
                        Map.of(
                                "GATEWAY_ANONYMOUS_SIGN_UPS", "1",
                                "GATEWAY_SIGN_INS", "2",
                                "GATEWAY_REFRESHES", "3",
                                "GATEWAY_WRONG_PASSWORDS", "4",
                                "GATEWAY_USER_CHANGES", "5",
                                "GATEWAY_MAILS", "6"));

        assertThat(configuration.supabase())
                .isInstanceOfSatisfying(
                        Supabase.Local.class,
                        local ->
                                assertThat(local.rates())
                                        .isEqualTo(
                                                new AuthSettings.Rates(1, 2, 3, 4, 5, 6, 1_000)));
    }

    @Test
    void how_long_a_client_is_waited_for_is_a_variable_each() {
        var usual = read(Map.of()).http().server("page", "127.0.0.1", 0).timeouts();
        var other =
                read(Map.of(
                                "HTTP_MAX_HEADER_SECONDS", "1",
                                "HTTP_MAX_BODY_SECONDS", "2",
                                "HTTP_MAX_IDLE_SECONDS", "3",
                                "HTTP_MAX_WRITE_SECONDS", "3600"))
                        .http()
                        .server("page", "127.0.0.1", 0)
                        .timeouts();

        assertThat(usual).isEqualTo(RequestTimeouts.defaults());
        assertThat(other)
                .isEqualTo(
                        new RequestTimeouts(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofHours(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_MAX_HEADER_SECONDS, 0",
        "HTTP_MAX_BODY_SECONDS, 3601",
        "HTTP_MAX_IDLE_SECONDS, 1s",
        "HTTP_MAX_WRITE_SECONDS, -1",
    })
    void a_time_for_clients_out_of_range_stops_the_start(String name, String value) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(Map.of(name, value)))
                .withMessageContaining(name)
                .withMessageContaining("1 to 3600");
    }

    @Test
    void an_empty_variable_counts_as_unset() {
        var configuration = read(Map.of("PORT", "", "DATABASE_URL", " ", "CAPTURE", ""));

        assertThat(configuration).isEqualTo(read(Map.of()));
    }

    @Test
    void a_database_url_takes_the_place_of_the_embedded_one() {
        var configuration = read(Map.of("DATABASE_URL", "postgresql://u:p@db.example:6543/chat"));

        assertThat(configuration.database())
                .isInstanceOfSatisfying(
                        DatabaseSettings.External.class,
                        external ->
                                assertThat(external.url().jdbcUrl())
                                        .isEqualTo("jdbc:postgresql://db.example:6543/chat"));
    }

    @Test
    void channels_can_run_beside_a_hosted_pusher_and_serves_the_same_app() {
        var configuration = read(hosted("CHANNELS", "on"));

        assertThat(configuration.pusher()).isInstanceOf(Pusher.Hosted.class);
        assertThat(configuration.channels())
                .hasValueSatisfying(channels -> {
                    assertThat(channels.appId()).isEqualTo("7");
                    assertThat(channels.credentials())
                            .isEqualTo(configuration.pusher().credentials());
                });
        assertThat(read(hosted("CHANNELS", "auto")).channels()).isEmpty();
        assertThat(read(hosted("CHANNELS", "off")).channels()).isEmpty();
        assertThat(read(Map.of()).channels()).hasValue((Pusher.Local) read(Map.of()).pusher());
    }

    @Test
    void channels_cannot_be_off_when_nothing_takes_its_place_nor_on_in_the_worker_alone() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(Map.of("CHANNELS", "off")))
                .withMessageContaining("set PUSHER_CLUSTER or PUSHER_HOST");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(Map.of("CHANNELS", "maybe")))
                .withMessage("CHANNELS is maybe, must be auto, on or off");
        var both = new HashMap<>(hosted("CHANNELS", "on"));
        both.put("DATABASE_URL", "postgresql://u:p@db.example/chat");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Configuration.read(both, RunMode.WORKER))
                .withMessageStartingWith("CHANNELS is on");
    }

    @Test
    void a_master_key_has_a_form_and_is_not_shown() {
        var key = "zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU=";

        var configuration = read(Map.of("PUSHER_ENCRYPTION_MASTER_KEY", key));

        assertThat(configuration.encryption()).isPresent();
        assertThat(configuration.toString()).doesNotContain(key);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(Map.of("PUSHER_ENCRYPTION_MASTER_KEY", "hunter22")))
                .withMessage(
                        "PUSHER_ENCRYPTION_MASTER_KEY must be 32 bytes in base64: make one with openssl rand -base64 32");
    }

    @Test
    void the_log_is_kept_for_a_week_or_as_long_as_is_said() {
        assertThat(read(Map.of()).retention()).hasValue(Duration.ofDays(7));
        assertThat(read(Map.of("PARLEY_RETENTION", "36h")).retention())
                .hasValue(Duration.ofHours(36));
        assertThat(read(Map.of("PARLEY_RETENTION", "never")).retention()).isEmpty();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(Map.of("PARLEY_RETENTION", "5m")))
                .withMessage(
                        "PARLEY_RETENTION is 5m, must be a time of 1h or more, such as 7d, or never");
    }

    private static Map<String, String> hosted(String name, String value) {
        return Map.of(
                "PUSHER_CLUSTER",
                "eu",
                "PUSHER_APP_ID",
                "7",
                "PUSHER_KEY",
                "k",
                "PUSHER_SECRET",
                "s",
                name,
                value);
    }

    @Test
    void a_supabase_url_takes_the_place_of_the_gateway() {
        var configuration =
                Configuration.read(
                        Map.of(
                                "SUPABASE_URL", "https://p.supabase.co/",
                                "SUPABASE_ANON_KEY", "anon"),
                        RunMode.TOOL);

        assertThat(configuration.supabase())
                .isInstanceOfSatisfying(
                        Supabase.Hosted.class,
                        hosted -> {
                            assertThat(hosted.url()).hasToString("https://p.supabase.co");
                            assertThat(hosted.anonKey()).isEqualTo("anon");
                            assertThat(hosted.jwtSecret()).isEmpty();
                        });
    }

    @Test
    void tokens_of_a_hosted_project_need_no_secret() {
        var supabase = read(Map.of("SUPABASE_URL", "https://p.supabase.co/")).supabase();

        assertThat(supabase)
                .isInstanceOfSatisfying(
                        Supabase.Hosted.class,
                        hosted -> {
                            assertThat(hosted.jwtSecret()).isEmpty();
                            assertThat(hosted.tokenIssuer())
                                    .hasToString("https://p.supabase.co/auth/v1");
                        });
    }

    @Test
    void a_hosted_project_may_have_a_secret_which_is_never_a_default() {
        var secret = "s".repeat(32);

        var environment = Map.of("SUPABASE_URL", "https://p.co", "SUPABASE_JWT_SECRET", secret);

        assertThat(read(environment).supabase())
                .isEqualTo(
                        new Supabase.Hosted(
                                URI.create("https://p.co"), "", Optional.of(new Secret(secret))));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(with(environment, "SUPABASE_JWT_SECRET", "short")))
                .withMessageStartingWith("SUPABASE_JWT_SECRET has 5 characters");
    }

    @Test
    void a_hosted_project_without_a_secret_may_be_served_anywhere() {
        var environment = new HashMap<String, String>();
        environment.put("BIND_ADDRESS", "0.0.0.0");
        environment.put("PUSHER_SECRET", "mine");
        environment.put("WEBHOOK_SECRET", "mine too");
        environment.put("SUPABASE_URL", "https://p.supabase.co");

        assertThat(read(environment).bindAddress()).isEqualTo("0.0.0.0");
    }

    @Test
    void a_cluster_names_the_two_hosts_of_pusher() {
        var pusher = read(with(HOSTED_PUSHER, "PUSHER_CLUSTER", "eu")).pusher();

        assertThat(pusher)
                .isInstanceOfSatisfying(
                        Pusher.Hosted.class,
                        hosted -> {
                            assertThat(hosted.apiHost()).isEqualTo("api-eu.pusher.com");
                            assertThat(hosted.clientHost()).isEqualTo("ws-eu.pusher.com");
                            assertThat(hosted.port()).isEqualTo(443);
                            assertThat(hosted.tls()).isTrue();
                            assertThat(hosted.cluster()).isEqualTo(Optional.of("eu"));
                        });
    }

    @Test
    void a_pusher_host_may_speak_plainly_on_any_port() {
        var environment = with(HOSTED_PUSHER, "PUSHER_HOST", "soketi.internal");
        environment.put("PUSHER_PORT", "6002");
        environment.put("PUSHER_TLS", "false");

        assertThat(read(environment).pusher())
                .isInstanceOfSatisfying(
                        Pusher.Hosted.class,
                        hosted -> {
                            assertThat(hosted.apiHost()).isEqualTo("soketi.internal");
                            assertThat(hosted.port()).isEqualTo(6002);
                            assertThat(hosted.tls()).isFalse();
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PORT                | 70000       | PORT is 70000, must be 0 to 65535
                    PORT                | -1          | PORT is -1, must be 0 to 65535
                    CHANNELS_PORT       | web         | CHANNELS_PORT is web, must be 0 to 65535
                    CHANNELS_ADMIN_PORT | 65536       | CHANNELS_ADMIN_PORT is 65536, must be 0 to 65535
                    GATEWAY_PORT        | 1e3         | GATEWAY_PORT is 1e3, must be 0 to 65535
                    GATEWAY_SIGN_INS    | 0           | GATEWAY_SIGN_INS is 0, must be 1 to 1000000
                    GATEWAY_REFRESHES   | many        | GATEWAY_REFRESHES is many, must be 1 to 1000000
                    GATEWAY_MAILS       | 0           | GATEWAY_MAILS is 0, must be 1 to 1000000
                    GATEWAY_SITE_URL    | app         | GATEWAY_SITE_URL is app, must be an address such as https://project.supabase.co
                    GATEWAY_REDIRECT_URLS | https://app.example.com** | GATEWAY_REDIRECT_URLS is wrong: https://app.example.com** fits any domain: end its host before the **, as in https://app.example.com/**
                    DATABASE_PORT       | 99999999999 | DATABASE_PORT is 99999999999, must be 0 to 65535
                    CAPTURE             | wall        | CAPTURE is wall, must be auto, wal, poll or forward
                    PARLEY_LEGACY_CHANNEL | yes       | PARLEY_LEGACY_CHANNEL is yes, must be on or off
                    PARLEY_WEBHOOK_SCHEMA | "app"     | PARLEY_WEBHOOK_SCHEMA is "app", must be 1 to 63 of a to z, 0 to 9 and _, the first no digit
                    PARLEY_SLOT         | My-Slot     | PARLEY_SLOT is My-Slot, must be 1 to 63 of a to z, 0 to 9 and _, the first no digit
                    PARLEY_PUBLICATION  | 1a          | PARLEY_PUBLICATION is 1a, must be 1 to 63 of a to z, 0 to 9 and _, the first no digit
                    PARLEY_SLOT_LAG     | 1KiB        | PARLEY_SLOT_LAG is 1KiB, must be a size such as 256MiB, 1MiB or more
                    PARLEY_SLOT_LAG     | much        | PARLEY_SLOT_LAG is much, must be a size such as 256MiB, 1MiB or more
                    SUPABASE_URL        | p.supabase  | SUPABASE_URL is p.supabase, must be an address such as https://project.supabase.co
                    SUPABASE_JWT_SECRET | short       | SUPABASE_JWT_SECRET has 5 characters, must have 32 or more
                    DATABASE_URL        | mysql://a/b | DATABASE_URL is wrong: the database address must start with postgresql://
                    REDIS_URL           | redis://r   | REDIS_URL is set, but this version runs as one node: unset it
                    PARLEY_WELL_KNOWN_SECRETS | true  | PARLEY_WELL_KNOWN_SECRETS is true, must be on or off
                    PARLEY_DTA          | /tmp        | PARLEY_DTA is not a variable of Parley: did you mean PARLEY_DATA?
                    PUSHER_APP_KEY      | k           | PUSHER_APP_KEY is not a variable of Parley: did you mean PUSHER_KEY?
                    PARLEY_TURBO_BUTTON | on          | PARLEY_TURBO_BUTTON is not a variable of Parley; docs/configuration.md lists them
                    """)
    void a_wrong_value_is_refused_by_name(String name, String value, String message) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(Map.of(name, value)))
                .withMessage(message);
    }

    @Test
    void a_mail_server_is_six_variables() {
        var environment = new HashMap<>(MAIL_SERVER);
        environment.put("GATEWAY_SMTP_PORT", "2525");
        environment.put("GATEWAY_SMTP_TLS", "tls");
        environment.put("GATEWAY_SMTP_USER", "parley");
        environment.put("GATEWAY_SMTP_PASSWORD", "pass-word");

        assertThat(smtp(MAIL_SERVER))
                .contains(
                        new SmtpSettings(
                                "smtp.example.com",
                                587,
                                SmtpSettings.Encryption.STARTTLS,
                                Optional.empty(),
                                "Chat <no-reply@example.com>"));
        assertThat(smtp(environment))
                .contains(
                        new SmtpSettings(
                                "smtp.example.com",
                                2525,
                                SmtpSettings.Encryption.TLS,
                                Optional.of(
                                        new SmtpSettings.Login("parley", new Secret("pass-word"))),
                                "Chat <no-reply@example.com>"));
        assertThat(read(environment).toString()).doesNotContain("pass-word");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GATEWAY_SMTP_TLS      | ssl     | GATEWAY_SMTP_TLS is ssl, must be starttls, tls or none
                    GATEWAY_SMTP_FROM     | nobody  | GATEWAY_SMTP_FROM is nobody, must be an address such as no-reply@example.com or Example <no-reply@example.com>
                    GATEWAY_SMTP_FROM     | ''      | set GATEWAY_SMTP_FROM: the mails that GATEWAY_SMTP_HOST takes are from it
                    GATEWAY_SMTP_USER     | parley  | set GATEWAY_SMTP_PASSWORD: GATEWAY_SMTP_USER and GATEWAY_SMTP_PASSWORD belong together
                    BIND_ADDRESS          | 0.0.0.0 | set GATEWAY_URL: the links in the mails that GATEWAY_SMTP_HOST takes lead there
                    """)
    void a_mail_server_that_cannot_be_used_is_refused_by_name(
            String name, String value, String message) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(with(MAIL_SERVER, name, value)))
                .withMessage(message);
    }

    @Test
    void no_password_of_a_mail_server_goes_over_a_network_in_the_clear() {
        var environment = with(MAIL_SERVER, "GATEWAY_SMTP_TLS", "none");
        environment.put("GATEWAY_SMTP_USER", "parley");
        environment.put("GATEWAY_SMTP_PASSWORD", "pass-word");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(environment))
                .withMessageStartingWith("GATEWAY_SMTP_TLS is none");
        environment.put("GATEWAY_SMTP_HOST", "localhost");
        assertThat(smtp(environment)).isPresent();
    }

    @Test
    void what_is_encrypted_does_not_go_to_the_channel_of_old_clients() {
        var legacy = Map.of("PARLEY_LEGACY_CHANNEL", "on");
        var encrypted =
                with(
                        legacy,
                        "PUSHER_ENCRYPTION_MASTER_KEY",
                        "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

        assertThat(read(legacy).forwarding()).isEqualTo(new Forwarding("public", true));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(encrypted))
                .withMessageContainingAll("PARLEY_LEGACY_CHANNEL", "PUSHER_ENCRYPTION_MASTER_KEY");
    }

    @Test
    void a_hosted_pusher_needs_an_app() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(Map.of("PUSHER_CLUSTER", "eu")))
                .withMessage(
                        "set PUSHER_APP_ID: the Pusher app that PUSHER_CLUSTER or PUSHER_HOST names needs it");
    }

    @Test
    void a_cluster_and_a_host_contradict_each_other() {
        var environment = with(HOSTED_PUSHER, "PUSHER_CLUSTER", "eu");
        environment.put("PUSHER_HOST", "soketi.internal");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(environment))
                .withMessageStartingWith("PUSHER_CLUSTER and PUSHER_HOST are both set");
    }

    @Test
    void other_programs_variables_are_left_alone() {
        assertThat(read(Map.of("PATH", "/bin", "SUPABASE_SERVICE_ROLE_KEY", "x")))
                .isEqualTo(read(Map.of()));
    }

    @Test
    void the_worker_alone_needs_a_database_and_a_pusher() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Configuration.read(Map.of(), RunMode.WORKER))
                .withMessageStartingWith("set DATABASE_URL");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Configuration.read(Map.of("CAPTURE", "forward"), RunMode.WORKER))
                .withMessageStartingWith("set PUSHER_CLUSTER or PUSHER_HOST");
    }

    @Test
    void secrets_that_are_not_set_are_those_of_the_data_folder() {
        var asked = new ArrayList<Path>();
        var configuration =
                Configuration.read(
                        Map.of("PARLEY_DATA", "/var/parley"),
                        RunMode.EVERYTHING,
                        data -> {
                            asked.add(data);
                            return SECRETS;
                        });

        assertThat(configuration.pusher().credentials().secret()).isEqualTo(SECRETS.pusher());
        assertThat(configuration.webhook().secret()).isEqualTo(SECRETS.webhook());
        assertThat(configuration.supabase())
                .isEqualTo(
                        new Supabase.Local(
                                54_321,
                                SECRETS.jwt(),
                                Optional.empty(),
                                AuthSettings.Rates.defaults(),
                                Redirects.local(),
                                Optional.empty()));
        assertThat(asked).containsExactly(Path.of("/var/parley"));
        assertThat(LocalSecrets.parse(SECRETS.text())).contains(SECRETS);
    }

    @Test
    void a_folder_is_asked_for_secrets_only_when_one_is_missing() {
        var environment = with(HOSTED_PUSHER, "PUSHER_CLUSTER", "eu");
        environment.put("SUPABASE_URL", "https://p.supabase.co");
        environment.put("WEBHOOK_SECRET", "mine");
        environment.put("DATABASE_URL", "postgresql://u:p@db.example/chat");

        assertThatCode(() ->
                        Configuration.read(
                                environment,
                                RunMode.WORKER,
                                _ -> {
                                    throw new AssertionError("the folder was asked");
                                }))
                .doesNotThrowAnyException();
    }

    @Test
    void no_default_secret_is_known_to_anybody() {
        var configuration = Configuration.read(Map.of(), RunMode.EVERYTHING);

        assertThat(configuration.pusher().credentials().secret().reveal()).hasSize(64);
        assertThat(configuration)
                .isNotEqualTo(Configuration.read(Map.of(), RunMode.EVERYTHING))
                .isNotEqualTo(read(Map.of("PARLEY_WELL_KNOWN_SECRETS", "on")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.5", "parley.example", "127.example"})
    void well_known_secrets_do_not_leave_this_machine(String address) {
        var environment = Map.of("BIND_ADDRESS", address, "PARLEY_WELL_KNOWN_SECRETS", "on");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(environment))
                .withMessage(
                        "BIND_ADDRESS is %s, which other machines reach, and everybody knows the well-known secrets: set PUSHER_SECRET, WEBHOOK_SECRET, SUPABASE_JWT_SECRET",
                        address);
    }

    @Test
    void secrets_of_the_data_folder_may_be_served_anywhere() {
        assertThat(read(Map.of("BIND_ADDRESS", "0.0.0.0")).bindAddress()).isEqualTo("0.0.0.0");
    }

    @Test
    void a_part_that_serves_others_alone_needs_secrets_that_are_set() {
        var environment = with(HOSTED_PUSHER, "PUSHER_CLUSTER", "eu");
        environment.put("BIND_ADDRESS", "0.0.0.0");
        environment.put("DATABASE_URL", "postgresql://u:p@db.example/chat");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Configuration.read(environment, RunMode.WORKER, _ -> SECRETS))
                .withMessage(
                        "BIND_ADDRESS is 0.0.0.0, which other machines reach: set SUPABASE_JWT_SECRET, WEBHOOK_SECRET");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() ->
                        Configuration.read(
                                Map.of("BIND_ADDRESS", "0.0.0.0"), RunMode.CHANNELS, _ -> SECRETS))
                .withMessageEndingWith(": set PUSHER_SECRET");

        environment.put("WEBHOOK_SECRET", "mine too");
        environment.put("SUPABASE_JWT_SECRET", "a".repeat(32));

        assertThat(Configuration.read(environment, RunMode.WORKER).bindAddress())
                .isEqualTo("0.0.0.0");
    }

    @Test
    void the_channels_server_alone_needs_only_its_own_secret() {
        var environment = Map.of("BIND_ADDRESS", "0.0.0.0", "PUSHER_SECRET", "mine");

        assertThat(Configuration.read(environment, RunMode.CHANNELS).bindAddress())
                .isEqualTo("0.0.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.8.8.8"})
    void loopback_addresses_may_use_well_known_secrets(String address) {
        var configuration =
                read(Map.of("BIND_ADDRESS", address, "PARLEY_WELL_KNOWN_SECRETS", "on"));

        assertThat(configuration.pusher().credentials().secret().reveal())
                .isEqualTo("parley-secret");
    }

    @Test
    void no_secret_shows_in_a_printed_configuration() {
        var environment = with(HOSTED_PUSHER, "PUSHER_CLUSTER", "eu");
        environment.put("PUSHER_SECRET", "s3cret-pusher");
        environment.put("DATABASE_URL", "postgresql://u:s3cret-database@db/chat");
        environment.put("SUPABASE_URL", "https://p.supabase.co");
        environment.put("SUPABASE_JWT_SECRET", "s3cret-jwt-".repeat(4));
        environment.put("WEBHOOK_SECRET", "s3cret-webhook");
        environment.put("WEBHOOK_SECRET_PREVIOUS", "s3cret-before");

        var printed = read(environment).toString();

        assertThat(printed).contains("[redacted]", "p.supabase.co").doesNotContain("s3cret");
    }

    private static Optional<SmtpSettings> smtp(Map<String, String> environment) {
        return ((Supabase.Local) read(environment).supabase()).smtp();
    }

    private static Configuration read(Map<String, String> environment) {
        return Configuration.read(environment, RunMode.EVERYTHING, _ -> SECRETS);
    }

    private static Map<String, String> with(Map<String, String> base, String name, String value) {
        var environment = new HashMap<>(base);
        environment.put(name, value);
        return environment;
    }
}
