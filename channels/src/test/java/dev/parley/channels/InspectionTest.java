// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.channels.inspect.AppView;
import dev.parley.channels.inspect.ChannelOrder;
import dev.parley.channels.inspect.ChannelView;
import dev.parley.channels.inspect.EventView;
import dev.parley.channels.inspect.Inspection;
import dev.parley.protocol.ChannelType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InspectionTest {
    private final RunningServer server = new RunningServer();
    private final Inspection inspection = server.server().inspect();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void an_app_shows_its_connections_and_channels() {
        server.connect().join("room");
        server.connect();

        assertThat(inspection.apps())
                .containsExactly(new AppView(RunningServer.APP_ID, true, 2, 0, 1));
    }

    @Test
    void channels_are_filtered_sorted_and_cut_off() {
        var ada = server.connect();
        var bob = server.connect();
        ada.join("tea-1");
        ada.join("tea-2");
        bob.join("tea-2");
        ada.join("coffee");

        var page = channels("tea", ChannelOrder.SUBSCRIPTIONS, 1);

        assertThat(page).containsExactly(new ChannelView("tea-2", ChannelType.PUBLIC, 2, 0, false));
        assertThat(inspection.channels(RunningServer.APP_ID, "", ChannelOrder.NAME, 2))
                .hasValueSatisfying(found -> {
                    assertThat(found.total()).isEqualTo(3);
                    assertThat(found.channels())
                            .extracting(ChannelView::name)
                            .containsExactly("coffee", "tea-1");
                });
        assertThat(inspection.channels("nobody", "", ChannelOrder.NAME, 2)).isEmpty();
    }

    @Test
    void a_channel_shows_its_members_up_to_a_limit() {
        server.connect().joinAs("presence-room", "ada");
        server.connect().joinAs("presence-room", "bob");

        var all = inspection.channel(RunningServer.APP_ID, "presence-room", 10).orElseThrow();
        var first = inspection.channel(RunningServer.APP_ID, "presence-room", 1).orElseThrow();

        assertThat(all.members()).containsExactly("ada", "bob");
        assertThat(all.channel().users()).isEqualTo(2);
        assertThat(first.members()).containsExactly("ada");
        assertThat(inspection.channel(RunningServer.APP_ID, "not a name", 1)).isEmpty();
    }

    @Test
    void a_connection_shows_where_it_comes_from_and_what_it_hears() throws InterruptedException {
        var client = server.connect();
        client.join("room");

        var page = inspection.connections(RunningServer.APP_ID, 10).orElseThrow();

        assertThat(page.total()).isEqualTo(1);
        assertThat(page.connections())
                .singleElement()
                .satisfies(connection -> {
                    assertThat(connection.id().value()).isEqualTo(client.socketId());
                    assertThat(connection.address()).isEqualTo("127.0.0.1");
                    assertThat(connection.channels()).containsExactly("room");
                    assertThat(connection.userId()).isNull();
                });
    }

    @Test
    void events_are_kept_of_a_watched_channel_only_and_only_from_then_on() {
        server.connect().join("room");
        server.publish("room", "early", "1");
        assertThat(watch("room", 0)).isEmpty();

        server.publish("room", "later", "2");
        server.publish("other", "elsewhere", "3");

        assertThat(watch("room", 0))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.number()).isEqualTo(1);
                    assertThat(event.frame())
                            .contains("\"event\":\"later\"")
                            .doesNotContain("early");
                    assertThat(event.whole()).isTrue();
                });
        assertThat(watch("room", 1)).isEmpty();
    }

    @Test
    void an_event_without_subscribers_is_seen_by_who_watches() {
        assertThat(watch("nobody-here", 0)).isEmpty();

        server.publish("nobody-here", "hello", "1");

        assertThat(watch("nobody-here", 0)).hasSize(1);
    }

    @Test
    void only_so_many_channels_are_watched_at_once() {
        for (int i = 0; i < 20; i++) {
            watch("room-" + i, 0);
        }

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> watch("one-more", 0))
                .withMessageContaining("at most 20");
    }

    private List<EventView> watch(String channel, long after) {
        return inspection.watch(RunningServer.APP_ID, channel, after).orElseThrow();
    }

    private List<ChannelView> channels(String part, ChannelOrder order, int limit) {
        return inspection
                .channels(RunningServer.APP_ID, part, order, limit)
                .orElseThrow()
                .channels();
    }
}
