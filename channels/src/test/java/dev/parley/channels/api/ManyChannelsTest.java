// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.app.LiveApps;
import dev.parley.channels.channel.LoopTaskQueue;
import dev.parley.channels.channel.Subscriber;
import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.meter.Uncounted;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Secret;
import dev.parley.protocol.api.RequestTarget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManyChannelsTest {
    private static final int CHANNELS = 100_000;

    @Test
    void every_channel_of_very_many_is_listed_once() {
        var key = new AppCredentials("key", new Secret("secret"));
        var config =
                ChannelsConfig.of("127.0.0.1", 0, List.of(App.of("app", key)), () -> Instant.EPOCH);
        var taskQueue =
                new LoopTaskQueue(_ -> {}, UnpooledByteBufAllocator.DEFAULT, Uncounted.METERS);
        var app =
                new LiveApps(config, List.of(taskQueue), Uncounted.METERS)
                        .byId("app")
                        .orElseThrow();
        var subscriber = new Deaf(taskQueue);
        for (int i = 0; i < CHANNELS; i++) {
            app.channels().join(ChannelName.parse("channel-" + i, 164), subscriber, null);
        }
        var queries = new Queries(app, () -> Instant.EPOCH);
        var target = RequestTarget.parse("/apps/app/channels");

        var answer = queries.channels(target);

        assertThat(answer.split("\":\\{}", -1)).hasSize(CHANNELS + 1);
        assertThat(answer).startsWith("{\"channels\":{\"channel-").endsWith("\":{}}}");
    }

    private record Deaf(LoopTaskQueue taskQueue) implements Subscriber {
        @Override
        public void write(ByteBuf frames) {
            frames.release();
        }

        @Override
        public void flush() {}

        @Override
        public void abandon() {}
    }
}
