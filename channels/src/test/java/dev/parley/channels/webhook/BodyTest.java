// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.channel.ChannelEvent;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.SocketId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BodyTest {
    private static final ChannelName ROOM = ChannelName.parse("presence-room", 164);

    @Test
    void every_kind_of_event_has_its_members() {
        assertThat(
                        text(
                                new ChannelEvent.Occupied(ROOM),
                                new ChannelEvent.Vacated(ROOM),
                                new ChannelEvent.MemberAdded(ROOM, "10"),
                                new ChannelEvent.MemberRemoved(ROOM, "10"),
                                new ChannelEvent.CacheMissed(ROOM),
                                new ChannelEvent.Counted(ROOM, 3)))
                .isEqualTo(
                        """
                        {"time_ms":1327078148132,"events":[\
                        {"name":"channel_occupied","channel":"presence-room"},\
                        {"name":"channel_vacated","channel":"presence-room"},\
                        {"name":"member_added","channel":"presence-room","user_id":"10"},\
                        {"name":"member_removed","channel":"presence-room","user_id":"10"},\
                        {"name":"cache_miss","channel":"presence-room"},\
                        {"name":"subscription_count","channel":"presence-room","subscription_count":3}]}\
                        """);
    }

    @Test
    void data_of_a_client_event_is_a_string_whatever_the_client_sent() {
        assertThat(text(sent("{\"a\": 1}", "7")))
                .contains(
                        "\"event\":\"client-x\",\"data\":\"{\\\"a\\\": 1}\","
                                + "\"socket_id\":\"1.2\",\"user_id\":\"7\"}");
        assertThat(text(sent("\"te\\\"xt\"", null)))
                .contains("\"data\":\"te\\\"xt\",\"socket_id\":\"1.2\"}");
        assertThat(text(sent("7", null))).contains("\"data\":\"7\"");
        assertThat(text(sent("null", null))).contains("\"data\":\"null\"");
        assertThat(text(sent(null, null))).doesNotContain("\"data\"").doesNotContain("user_id");
    }

    private static ChannelEvent sent(@Nullable String data, @Nullable String userId) {
        return new ChannelEvent.ClientSent(ROOM, new SocketId("1.2"), "client-x", data, userId);
    }

    private static String text(ChannelEvent... events) {
        return new String(Body.of(1_327_078_148_132L, List.of(events)), StandardCharsets.UTF_8);
    }
}
