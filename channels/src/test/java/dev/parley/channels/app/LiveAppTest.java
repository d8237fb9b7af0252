// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.meter.Uncounted;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import dev.parley.protocol.api.PublishEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveAppTest {
    @Test
    void an_event_whose_delivery_failed_may_come_again() {
        var config =
                ChannelsConfig.of(
                        "127.0.0.1",
                        0,
                        List.of(App.of("app", new AppCredentials("key", new Secret("secret")))),
                        () -> Instant.EPOCH);
        var app = new LiveApps(config, List.of(), Uncounted.METERS).byId("app").orElseThrow();
        var event = PublishEvent.to("news", "e", "").withId("1");
        var heard = new ArrayList<String>();
        app.channels()
                .debugListeners()
                .open(
                        "news",
                        _ -> {
                            throw new IllegalStateException("a defect");
                        });
        assertThatThrownBy(() -> app.publish(List.of(event)))
                .isInstanceOf(IllegalStateException.class);
        app.channels().debugListeners().open("news", _ -> heard.add("e"));

        app.publish(List.of(event, event));

        assertThat(heard).containsExactly("e");
    }
}
