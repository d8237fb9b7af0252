// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.protocol.api.PublishEvent;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChannelServerTest {
    private final RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_published_event_reaches_every_subscriber_unchanged() {
        var first = server.connect();
        var second = server.connect();
        first.join("news");
        second.join("news");

        var answer = server.publish("news", "headline", "{\\\"n\\\":1}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        for (var client : List.of(first, second)) {
            assertThat(client.nextText())
                    .isEqualTo(
                            """
                            {"event":"headline","channel":"news","data":"{\\"n\\":1}"}\
                            """);
        }
    }

    @Test
    void an_event_published_in_process_reaches_subscribers() {
        var client = server.connect();
        client.join("news");

        server.server()
                .publish(
                        RunningServer.APP_ID,
                        List.of(
                                PublishEvent.to("news", "a", "1"),
                                PublishEvent.to("other", "b", "2"),
                                PublishEvent.to("news", "c", "3")));

        client.next("a");
        client.next("c");
    }

    @Test
    void publishing_for_an_unknown_app_is_refused() {
        assertThatThrownBy(() -> server.server().publish("nobody", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_taken_port_is_a_clear_error() {
        var config =
                ChannelsConfig.of(
                        "127.0.0.1",
                        server.port(),
                        List.of(App.of("x", RunningServer.KEY)),
                        Clock.systemUTC());

        assertThatThrownBy(() -> ChannelServer.start(config))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot listen on 127.0.0.1:" + server.port());
    }

    @Test
    void a_taken_port_is_a_clear_error_with_several_loops_too() {
        try (var first = new RunningServer(config -> config.withLoops(2))) {
            var second =
                    ChannelsConfig.of(
                                    "127.0.0.1",
                                    first.port(),
                                    List.of(App.of("x", RunningServer.KEY)),
                                    Clock.systemUTC())
                            .withLoops(2);

            assertThatThrownBy(() -> ChannelServer.start(second))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("cannot listen on 127.0.0.1:" + first.port());
        }
    }
}
