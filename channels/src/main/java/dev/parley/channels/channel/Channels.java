// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import dev.parley.channels.wire.TextFrame;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.PresenceData;
import dev.parley.protocol.frame.ServerFrame;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// The channels of one app. A channel exists while somebody is subscribed, or while an event of a cache
/// channel is remembered. Thread-safe.
public final class Channels {
    private static final Duration MEMORY = Duration.ofMinutes(30);

    private final ConcurrentMap<String, Channel> channels = new ConcurrentHashMap<>();
    private final DebugListeners debugListeners = new DebugListeners();
    private final ChannelContext context;

    /// Channels whose subscribers have yet to be told the subscription count.
    private final Set<Channel> counting = ConcurrentHashMap.newKeySet();

    /// @param context what the channels have in common
    public Channels(ChannelContext context) {
        this.context = context;
    }

    /// Returns a channel by its name, if it exists.
    public Optional<Channel> find(ChannelName name) {
        return Optional.ofNullable(channels.get(name.value()));
    }

    /// Returns all channels, as they come and go.
    public Collection<Channel> all() {
        return Collections.unmodifiableCollection(channels.values());
    }

    /// Subscribes a connection. The reply is written before this returns. Called on the subscriber's loop.
    ///
    /// @param who the user, on a presence channel; else null
    /// @return nothing if the presence channel is full
    public Optional<Subscription> join(
            ChannelName name, Subscriber subscriber, @Nullable PresenceData who) {
        while (true) {
            var channel = open(name);
            switch (channel.join(subscriber, who, context.clock().instant())) {
                case Channel.Joining.Joined(var subscription) -> {
                    subscriber.taskQueue().add(subscription);
                    return Optional.of(subscription);
                }
                case Channel.Joining.Full _ -> {
                    return Optional.empty();
                }
                case Channel.Joining.Closed _ -> Thread.onSpinWait();
            }
        }
    }

    /// Delivers an event to a channel's subscribers.
    ///
    /// @param except the connection that is left out, or null
    public void publish(ChannelName name, String event, String data, @Nullable Subscriber except) {
        if (name.type().isCached()) {
            var until = context.clock().instant().plus(MEMORY);
            var cached = new CachedEvent(data, frame(name, event, data), until);
            while (!open(name).remember(cached, except)) {
                Thread.onSpinWait();
            }
            return;
        }
        var channel = channels.get(name.value());
        if (channel != null) {
            channel.publish(frame(name, event, data), except);
        } else if (debugListeners.isOn(name.value())) {
            debugListeners.heard(name.value(), frame(name, event, data));
        }
    }

    /// Returns who listens in, whether or not a channel is there.
    public DebugListeners debugListeners() {
        return debugListeners;
    }

    /// Tells subscribers the numbers that are due. Called every second or so.
    public void tellCounts() {
        if (!counting.isEmpty()) {
            var now = context.clock().instant();
            counting.forEach(channel -> channel.tellOwed(now));
        }
    }

    /// Forgets events remembered long enough.
    public void expire() {
        var now = context.clock().instant();
        for (var channel : channels.values()) {
            if (channel.name().type().isCached()) {
                channel.expire(now);
            }
        }
    }

    void countLater(Channel channel) {
        counting.add(channel);
    }

    void counted(Channel channel) {
        counting.remove(channel);
    }

    void remove(Channel channel) {
        channels.remove(channel.name().value(), channel);
    }

    private Channel open(ChannelName name) {
        return channels.computeIfAbsent(name.value(), _ -> new Channel(name, this, context));
    }

    private static TextFrame frame(ChannelName channel, String event, String data) {
        return TextFrame.of(new ServerFrame.Event(channel.value(), event, data));
    }
}
