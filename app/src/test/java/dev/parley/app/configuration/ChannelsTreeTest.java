// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.channels.config.App;
import dev.parley.channels.config.Features;
import dev.parley.channels.config.Tls;
import dev.parley.channels.config.WebhookEvent;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChannelsTreeTest {
    private static final String KEYS = "\"keys\": [{\"key\": \"k\", \"secret\": \"s3cret\"}]";
    private static final App CHAT =
            App.of("parley", new AppCredentials("parley-key", new Secret("parley-secret")));

    @TempDir private Path folder;

    @Test
    void without_a_tree_the_one_app_of_the_variables_is_served() {
        var local = local(Map.of(), RunMode.CHANNELS);

        assertThat(local.tree().apps()).containsExactly(CHAT);
        assertThat(local.tree().file()).isEmpty();
    }

    @Test
    void every_member_is_read() {
        var tree =
                tree(
                        """
                        {
                          "apps": [{
                            "id": "shop",
                            "keys": [{"key": "old", "secret": "a"}, {"key": "new", "secret": "b"}],
                            "enabled": false,
                            "features": {"clientEvents": false, "subscriptionCounts": true,
                              "watchlists": false, "tlsOnly": true, "authorizationTimeout": "30s"},
                            "origins": ["https://shop.example"],
                            "maxConnections": 500,
                            "limits": {"eventDataBytes": "32KiB", "presenceMembers": 1000},
                            "webhooks": [{"url": "https://shop.example/hook",
                              "events": ["channel_occupied", "cache_miss"],
                              "headers": {"X-Team": "blue"}, "batched": false}]
                          }],
                          "pathPrefix": "/realtime",
                          "tls": {"certificate": "chain.pem", "key": "key.pem"},
                          "trustedProxies": ["10.0.0.0/8"],
                          "limits": {
                            "connections": {"total": 7, "perAddress": 6, "handshakesPerSecond": 5},
                            "http": {"headerBytes": "4KiB", "handshakeTimeout": "250ms"},
                            "messages": {"bytes": 4096, "timeout": "2m"},
                            "outbound": {"socketBytes": "2MiB", "totalBytes": "1GiB"},
                            "patience": {"activityTimeout": "1m", "reconnectWindow": "0s"},
                            "sweepInterval": "500ms"
                          },
                          "loops": 3
                        }
                        """,
                        RunMode.CHANNELS);

        var app = tree.apps().getFirst();
        assertThat(tree.apps()).hasSize(1);
        assertThat(app.id()).isEqualTo("shop");
        assertThat(app.keys()).extracting(AppCredentials::key).containsExactly("old", "new");
        assertThat(app.enabled()).isFalse();
        assertThat(app.features())
                .isEqualTo(new Features(false, true, false, true, Duration.ofSeconds(30)));
        assertThat(app.origins()).containsExactly("https://shop.example");
        assertThat(app.maxConnections()).isEqualTo(500);
        assertThat(app.limits().eventDataBytes()).isEqualTo(32 << 10);
        assertThat(app.limits().presenceMembers()).isEqualTo(1_000);
        assertThat(app.limits().userIdLength()).isEqualTo(Limits.defaults().userIdLength());
        assertThat(app.webhooks())
                .singleElement()
                .satisfies(webhook -> {
                    assertThat(webhook.url()).isEqualTo(URI.create("https://shop.example/hook"));
                    assertThat(webhook.events())
                            .containsExactlyInAnyOrder(
                                    WebhookEvent.CHANNEL_OCCUPIED, WebhookEvent.CACHE_MISS);
                    assertThat(webhook.headers()).containsExactly(Map.entry("X-Team", "blue"));
                    assertThat(webhook.batched()).isFalse();
                });
        var server = tree.server();
        assertThat(server.pathPrefix()).isEqualTo("/realtime");
        assertThat(server.tls()).contains(new Tls(Path.of("chain.pem"), Path.of("key.pem")));
        assertThat(server.trustedProxies()).containsExactly("10.0.0.0/8");
        assertThat(server.loops()).contains(3);
        var limits = server.limits();
        assertThat(limits.connections().total()).isEqualTo(7);
        assertThat(limits.http().headerBytes()).isEqualTo(4_096);
        assertThat(limits.http().handshakeTimeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(limits.messages().timeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(limits.outbound().socketBytes()).isEqualTo(2 << 20);
        assertThat(limits.outbound().totalBytes()).isEqualTo(1L << 30);
        assertThat(limits.timeouts().activityTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(limits.timeouts().reconnectWindow()).isZero();
        assertThat(limits.sweepInterval()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void only_a_server_of_its_own_sends_its_clients_away_slowly() {
        assertThat(tree("{}", RunMode.CHANNELS).server().limits().timeouts().reconnectWindow())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(tree("{}", RunMode.EVERYTHING).server().limits().timeouts().reconnectWindow())
                .isZero();
    }

    @Test
    void the_chat_keeps_its_app_beside_those_of_the_tree() {
        var local = local(Map.of("CHANNELS_CONFIG", apps("shop")), RunMode.EVERYTHING);

        assertThat(local.tree().apps()).extracting(App::id).containsExactly("shop", "parley");
        assertThat(local.tree().apps()).contains(CHAT);
        assertThat(local.credentials()).isEqualTo(CHAT.keys().getFirst());
    }

    @Test
    void an_app_of_the_tree_may_be_the_one_of_the_chat() {
        var local = local(Map.of("CHANNELS_CONFIG", apps("parley")), RunMode.EVERYTHING);

        assertThat(local.tree().apps()).hasSize(1);
        assertThat(local.credentials()).isEqualTo(new AppCredentials("k", new Secret("s3cret")));
    }

    @Test
    void the_key_of_the_variables_must_be_one_of_that_app() {
        var environment =
                Map.of("CHANNELS_CONFIG", apps("parley"), "PUSHER_KEY", "k", "PUSHER_SECRET", "x");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> local(environment, RunMode.EVERYTHING))
                .withMessage(
                        "CHANNELS_CONFIG: apps: app parley has no key k with the secret that Parley itself signs with");
    }

    @Test
    void a_server_of_its_own_serves_the_apps_of_the_tree_alone() {
        var local = local(Map.of("CHANNELS_CONFIG", apps("shop")), RunMode.CHANNELS);

        assertThat(local.tree().apps()).extracting(App::id).containsExactly("shop");
        assertThat(local.appId()).isEqualTo("shop");
    }

    @Test
    void a_path_names_a_file() throws IOException {
        var file = Files.writeString(folder.resolve("channels.json"), apps("shop"));

        var tree = local(Map.of("CHANNELS_CONFIG", file.toString()), RunMode.CHANNELS).tree();

        assertThat(tree.file()).contains(file);
        assertThat(tree.apps()).extracting(App::id).containsExactly("shop");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() ->
                        local(
                                Map.of("CHANNELS_CONFIG", folder.resolve("no").toString()),
                                RunMode.CHANNELS))
                .withMessageContaining("which cannot be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"app": []}                            | app is unknown: did you mean apps?
                    {"turbo": true}                        | turbo is unknown: there are apps, pathPrefix, tls, trustedProxies, limits, loops
                    {"apps": []}                           | apps is empty, must be a list of at least one app
                    {"apps": {}}                           | apps is no single value, must be a list
                    {"apps": [1]}                          | apps[0] must be an object
                    {"apps": [{}]}                         | apps[0].id is missing
                    {"apps": [{"id": 7}]}                  | apps[0].id is 7, must be a text
                    {"apps": [{"id": "a"}]}                | apps[0]: app a has no key
                    {"apps": [{"id": "a/b", KEYS}]}        | apps[0]: the app id must be a part of a path, is: a/b
                    {"apps": [{"id": "a", "keys": [{}]}]}  | apps[0].keys[0].key is missing
                    {"apps": [{"id": "a", "keys": [{"key": "k", "secret": 5}]}]} | apps[0].keys[0].secret must be a text
                    {"apps": [{"id": "a", KEYS, "maxConnections": 0}]}           | apps[0].maxConnections is 0, must be 1 to 2147483647
                    {"apps": [{"id": "a", KEYS, "maxConnections": "many"}]}      | apps[0].maxConnections is "many", must be a whole number up to 2147483647
                    {"apps": [{"id": "a", KEYS, "enabled": 1}]}                  | apps[0].enabled is 1, must be true or false
                    {"apps": [{"id": "a", KEYS, "limits": {"foo": 1}}]}          | apps[0].limits.foo is unknown: there are channelNameLength, eventNameLength, eventDataBytes, channelsPerEvent, eventsPerBatch, presenceMembers, userIdLength, userInfoBytes, clientEventsPerSecond, channelsPerConnection, watchlistLength
                    {"apps": [{"id": "a", KEYS, "limits": {"presenceMember": 1}}]} | apps[0].limits.presenceMember is unknown: did you mean presenceMembers?
                    {"apps": [{"id": "a", KEYS, "limits": {"channelNameLength": 500}}]} | apps[0].limits.channelNameLength is 500, must be 1 to 200
                    {"apps": [{"id": "a", KEYS, "webhooks": [{}]}]}              | apps[0].webhooks[0].url is missing
                    {"apps": [{"id": "a", KEYS, "webhooks": [{"url": "ftp://x"}]}]} | apps[0].webhooks[0]: a webhook needs an http or https url, is: ftp://x
                    {"apps": [{"id": "a", KEYS}, {"id": "a", KEYS}]}             | two apps have the id a
                    {"apps": [{"id": "a", KEYS}, {"id": "b", KEYS}]}             | two apps have the key k
                    {"limits": {"connections": {"total": 0}}}                    | limits.connections.total is 0, must be 1 to 10000000
                    {"limits": {"http": {"requestTimeout": 5}}}                  | limits.http.requestTimeout is 5, must be a time such as "250ms", "5s" or "2m"
                    {"limits": {"http": {"requestTimeout": "5 days"}}}           | limits.http.requestTimeout is "5 days", must be a time such as "250ms", "5s" or "2m"
                    {"limits": {"messages": {"bytes": "16KB"}}}                  | limits.messages.bytes is "16KB", must be a number of bytes, such as 16384 or "16KiB"
                    {"limits": {"messages": {"bytes": "3GiB"}}}                  | limits.messages.bytes is 3221225472, must be less than 2GiB
                    {"limits": {"sweepInterval": "1ms"}}                         | limits.sweepInterval in ms is 1, must be 10 to 10000
                    {"pathPrefix": "realtime"}                                   | pathPrefix must begin with a slash and not end with one, is: realtime
                    {"tls": {"certificate": "c.pem"}}                            | tls.key is missing
                    {"loops": 0}                                                 | loops is 0, must be 1 to 1024
                    {"loops": 1, "loops": 2}                                     | has a duplicate member 'loops' at line 1, column 21
                    {"loops": 1                                                  | is not JSON at line 1, column 12
                    {"loops": 1} []                                              | is not JSON at line 1, column 14
                    """)
    void what_cannot_be_used_is_refused_by_its_path(String json, String message) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> tree(json.replace("KEYS", KEYS), RunMode.CHANNELS))
                .withMessage("CHANNELS_CONFIG: " + message);
    }

    @Test
    void a_local_secret_of_any_app_does_not_leave_this_machine() {
        var environment = new HashMap<String, String>();
        environment.put("BIND_ADDRESS", "0.0.0.0");
        environment.put("CHANNELS_CONFIG", apps("shop").replace("s3cret", "parley-secret"));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> local(environment, RunMode.CHANNELS))
                .withMessageEndingWith("set another secret for app shop in CHANNELS_CONFIG");
    }

    @Test
    void a_tree_read_again_keeps_the_rules_of_the_first() {
        var environment = Map.of("CHANNELS_CONFIG", apps("shop"));
        var configuration = Configuration.read(environment, RunMode.EVERYTHING);
        var local = (Pusher.Local) configuration.pusher();

        var again = configuration.reread(local, apps("other"), RunMode.EVERYTHING);

        assertThat(again.apps()).extracting(App::id).containsExactly("other", "parley");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> configuration.reread(local, apps("parley"), RunMode.EVERYTHING))
                .withMessageContaining("that Parley itself signs with");
    }

    @Test
    void no_secret_of_an_app_shows_in_a_printed_configuration() {
        assertThat(tree(apps("shop"), RunMode.CHANNELS).toString())
                .contains("[redacted]")
                .doesNotContain("s3cret");
    }

    @Test
    void a_short_admin_token_is_refused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> local(Map.of("CHANNELS_ADMIN_TOKEN", "short"), RunMode.CHANNELS))
                .withMessage("CHANNELS_ADMIN_TOKEN has 5 characters, must have 16 or more");
    }

    private static String apps(String id) {
        return "{\"apps\": [{\"id\": \"" + id + "\", " + KEYS + "}]}";
    }

    private static ChannelsTree tree(String json, RunMode mode) {
        return local(Map.of("CHANNELS_CONFIG", json), mode).tree();
    }

    private static Pusher.Local local(Map<String, String> environment, RunMode mode) {
        return (Pusher.Local)
                Configuration.read(environment, mode, _ -> LocalSecrets.wellKnown()).pusher();
    }
}
