// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.config.ConnectionLimits;
import dev.parley.channels.config.Features;
import dev.parley.channels.config.HttpLimits;
import dev.parley.channels.config.MessageLimits;
import dev.parley.channels.config.OutboundLimits;
import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.config.Timeouts;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// Changes to a configuration, for tests that need other limits.
final class Change {
    private Change() {}

    static UnaryOperator<ChannelsConfig> app(UnaryOperator<App> change) {
        return config -> config.withApps(config.apps().stream().map(change).toList());
    }

    /// Lets subscribers be counted.
    static App counting(App app) {
        return app.with(new Features(true, true, true, false, null));
    }

    static UnaryOperator<ChannelsConfig> limits(UnaryOperator<ServerLimits> change) {
        return config -> config.with(change.apply(config.limits()));
    }

    /// Lets one address have as many connections as it wants, as fast as it can, for tests that open many.
    static ServerLimits crowded(ServerLimits limits) {
        return limits.with(new ConnectionLimits(100_000, 100_000, 100_000));
    }

    /// Sets how many WebSockets one address may have, and how many it may open in a second.
    static ServerLimits withPerAddress(ServerLimits limits, int open, int perSecond) {
        return limits.with(new ConnectionLimits(limits.connections().total(), open, perSecond));
    }

    /// Sets over what time a stopping server sends its clients away.
    static ServerLimits withWindow(ServerLimits limits, Duration window) {
        var timeouts = limits.timeouts();
        return limits.with(
                new Timeouts(
                        timeouts.activityTimeout(),
                        timeouts.pongTimeout(),
                        timeouts.closeTimeout(),
                        window));
    }

    /// Sets how many bytes may wait in the whole server.
    static ServerLimits withTotalBytes(ServerLimits limits, long bytes) {
        var outbound = limits.outbound();
        return limits.with(
                new OutboundLimits(
                        outbound.socketBytes(),
                        outbound.stall(),
                        bytes,
                        outbound.loopQueueBytes()));
    }

    /// Makes an app take TLS only.
    static Features tlsOnly(Features features) {
        return new Features(
                features.clientEvents(),
                features.subscriptionCounts(),
                features.watchlists(),
                true,
                features.authorizationTimeout());
    }

    /// Makes the server not wait long for the answer to a close.
    static ServerLimits quickToClose(ServerLimits limits) {
        var timeouts = limits.timeouts();
        return limits.with(
                        new Timeouts(
                                timeouts.activityTimeout(),
                                timeouts.pongTimeout(),
                                Duration.ofMillis(100),
                                timeouts.reconnectWindow()))
                .withSweepInterval(Duration.ofMillis(20));
    }

    /// Makes everything that takes seconds take a fraction of one.
    static ServerLimits impatient(ServerLimits limits) {
        var moment = Duration.ofMillis(200);
        var http = limits.http();
        return limits.with(
                        new HttpLimits(
                                http.headerBytes(), http.bodyBytes(), moment, moment, moment))
                .with(new Timeouts(moment, moment, moment, Duration.ZERO))
                .withSweepInterval(Duration.ofMillis(20));
    }

    /// Makes a message's fragments come soon.
    static ServerLimits withMessageTimeout(ServerLimits limits, Duration timeout) {
        var messages = limits.messages();
        return limits.with(
                new MessageLimits(
                        messages.bytes(),
                        messages.fragments(),
                        timeout,
                        messages.controlFramesPerSecond(),
                        messages.bytesPerSecond(),
                        messages.subscribesPerSecond()));
    }

    /// Sets what may wait for one socket.
    static ServerLimits withOutbound(ServerLimits limits, int bytes, Duration stall) {
        var outbound = limits.outbound();
        return limits.with(
                new OutboundLimits(bytes, stall, outbound.totalBytes(), outbound.loopQueueBytes()));
    }

    /// Sets how many connections there may be.
    static ServerLimits withConnections(ServerLimits limits, int total) {
        var connections = limits.connections();
        return limits.with(
                new ConnectionLimits(
                        total, connections.perAddress(), connections.handshakesPerSecond()));
    }
}
