// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import dev.parley.channels.access.AccessLog;
import dev.parley.channels.api.Api;
import dev.parley.channels.app.LiveApps;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.connection.ConnectionPolicy;
import dev.parley.channels.connection.MessageHandlerFactory;
import dev.parley.channels.http.AdmissionControl;
import dev.parley.channels.http.ApiRoute;
import dev.parley.channels.http.HttpFront;
import dev.parley.channels.http.PathPrefix;
import dev.parley.channels.http.PeerResolver;
import dev.parley.channels.http.RequestLog;
import dev.parley.channels.http.UpgradeRoute;
import dev.parley.channels.loop.Capacity;
import dev.parley.channels.loop.MemoryPressure;
import dev.parley.channels.meter.ServerMeters;
import dev.parley.channels.peer.Addresses;
import dev.parley.channels.socket.SocketContext;
import dev.parley.channels.socket.WebSocketUpgrade;
import dev.parley.channels.tls.Certificates;
import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// What connections come in by, put together, and what the server itself needs of it.
///
/// @param front what every connection begins with
/// @param capacity counts the connections
/// @param addresses counts the WebSockets of each address
/// @param pressure says when memory is short
/// @param refusals where refusals are written down
record Ingress(
        HttpFront front,
        Capacity capacity,
        Addresses addresses,
        MemoryPressure pressure,
        AccessLog refusals) {
    /// Puts it together.
    ///
    /// @param peers tells who sends requests
    /// @param certificates what connections are encrypted with; null for plain TCP
    static Ingress of(
            ChannelsConfig config,
            LiveApps apps,
            PeerResolver peers,
            ServerMeters meters,
            @Nullable Certificates certificates,
            MessageHandlerFactory messageHandlerFactory) {
        var limits = config.limits();
        var clock = config.clock();
        var capacity = new Capacity(limits.connections().total());
        var addresses = new Addresses(limits.connections(), clock);
        var pressure = pressure(config);
        var refusals = new AccessLog(clock);
        var prefix = new PathPrefix(config.pathPrefix());
        var log = new RequestLog(peers, refusals, meters);
        var admission =
                new AdmissionControl(capacity, addresses, pressure, new ConnectionPolicy(apps));
        var sockets =
                new SocketContext(limits, clock, meters, refusals, pressure, messageHandlerFactory);
        var front =
                new HttpFront(
                        admission,
                        new ApiRoute(new Api(apps, clock), prefix, meters),
                        new UpgradeRoute(
                                new WebSocketUpgrade(sockets), prefix, admission, peers, log),
                        log,
                        certificates,
                        limits);
        meters.show("connections", capacity, Capacity::connections);
        meters.show("addresses", addresses, Addresses::remembered);
        meters.show("outbound.bytes", pressure, MemoryPressure::heldBytes);
        meters.show("outbound.pressure", pressure, MemoryPressure::level);
        return new Ingress(front, capacity, addresses, pressure, refusals);
    }

    private static MemoryPressure pressure(ChannelsConfig config) {
        var limits = config.limits();
        // What a closed socket held is free when it has read why or was cut off, at the latest.
        int looks =
                (int)
                        (limits.timeouts().closeTimeout().plus(limits.sweepInterval()).toMillis()
                                / MaintenanceTasks.LOOK.toMillis());
        return new MemoryPressure(
                PooledByteBufAllocator.DEFAULT::pinnedDirectMemory,
                limits.outbound().totalBytes(),
                looks);
    }
}
