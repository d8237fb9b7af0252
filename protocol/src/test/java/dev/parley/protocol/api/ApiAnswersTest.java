// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiAnswersTest {
    private static final ChannelInfo NOTHING = new ChannelInfo(null, null, null, null);

    @Test
    void channels_are_an_object_even_if_there_are_none() {
        var channels = new LinkedHashMap<String, ChannelInfo>();
        channels.put("presence-a", new ChannelInfo(null, 42, null, null));
        channels.put("b", new ChannelInfo(null, null, 13, null));
        channels.put("private-x", NOTHING);

        assertThat(ApiAnswers.channels(Map.of())).isEqualTo("{\"channels\":{}}");
        assertThat(ApiAnswers.channels(channels))
                .isEqualTo(
                        "{\"channels\":{\"presence-a\":{\"user_count\":42},"
                                + "\"b\":{\"subscription_count\":13},\"private-x\":{}}}");
    }

    @Test
    void a_batch_answers_index_by_index() {
        assertThat(ApiAnswers.batch(List.of(NOTHING, new ChannelInfo(null, 3, null, null))))
                .isEqualTo("{\"batch\":[{},{\"user_count\":3}]}");
    }

    @Test
    void a_channel_tells_what_was_asked() {
        var cache = new ChannelInfo.Cache("event data", 60);

        assertThat(ApiAnswers.channel(new ChannelInfo(true, null, 42, null)))
                .isEqualTo("{\"occupied\":true,\"subscription_count\":42}");
        assertThat(ApiAnswers.channel(new ChannelInfo(false, null, null, cache)))
                .isEqualTo("{\"occupied\":false,\"cache\":{\"data\":\"event data\",\"ttl\":60}}");
        assertThat(
                        ApiAnswers.channel(
                                new ChannelInfo(false, null, null, new ChannelInfo.Cache(null, 0))))
                .isEqualTo("{\"occupied\":false,\"cache\":null}");
    }

    @Test
    void users_are_objects_with_an_id() {
        assertThat(ApiAnswers.users(List.of("1", "2")))
                .isEqualTo("{\"users\":[{\"id\":\"1\"},{\"id\":\"2\"}]}");
        assertThat(ApiAnswers.users(List.of())).isEqualTo("{\"users\":[]}");
    }
}
