// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.client.channel.PresenceChannelEventListener;
import com.pusher.client.channel.PrivateEncryptedChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.channel.User;
import com.pusher.client.connection.ConnectionEventListener;
import com.pusher.client.connection.ConnectionState;
import com.pusher.client.connection.ConnectionStateChange;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a client was told, as short sentences.
final class OfficialLog
        implements ConnectionEventListener,
                PresenceChannelEventListener,
                PrivateEncryptedChannelEventListener {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    void next(String expected) throws InterruptedException {
        assertThat(lines.poll(5, TimeUnit.SECONDS)).isEqualTo(expected);
    }

    void expectNothing() {
        assertThat(lines).filteredOn(line -> !line.startsWith("note")).isEmpty();
    }

    @Override
    public void onConnectionStateChange(ConnectionStateChange change) {
        var state = change.getCurrentState();
        if (state == ConnectionState.CONNECTED || state == ConnectionState.DISCONNECTED) {
            lines.add(state.name());
        }
    }

    @Override
    public void onError(String message, @Nullable String code, @Nullable Exception e) {
        if (code != null) {
            lines.add("error " + code);
        }
    }

    @Override
    public void onSubscriptionSucceeded(String channel) {
        lines.add("subscribed " + channel);
    }

    @Override
    public void onEvent(PusherEvent event) {
        lines.add(event.getEventName() + " " + event.getData());
    }

    @Override
    public void onAuthenticationFailure(String message, Exception e) {
        lines.add("refused " + message);
    }

    @Override
    public void onUsersInformationReceived(String channel, Set<User> users) {
        lines.add("members " + users.stream().map(User::getId).sorted().toList());
    }

    @Override
    public void userSubscribed(String channel, User user) {
        lines.add("joined " + user.getId() + " " + user.getInfo());
    }

    @Override
    public void userUnsubscribed(String channel, User user) {
        lines.add("left " + user.getId());
    }

    @Override
    public void onDecryptionFailure(String event, String reason) {
        lines.add("unreadable " + event);
    }
}
