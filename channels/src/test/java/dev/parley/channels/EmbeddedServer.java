// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import dev.parley.channels.access.ProxyWarning;
import dev.parley.channels.api.Answer;
import dev.parley.channels.api.Api;
import dev.parley.channels.app.LiveApp;
import dev.parley.channels.app.LiveApps;
import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.http.PeerResolver;
import dev.parley.channels.loop.Loop;
import dev.parley.channels.meter.ServerMeters;
import dev.parley.http.peer.TrustedProxies;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The product's pipeline without sockets, threads and passing time. Each connection has a loop of
/// its own; everything due on all loops is done before a call returns. [#close] fails when a buffer
/// was not released.
public final class EmbeddedServer implements AutoCloseable {
    /// The key of the one app.
    public static final AppCredentials KEY = new AppCredentials("fuzz-key", new Secret("secret"));

    /// The id of the one app.
    public static final String APP_ID = "fuzz";

    /// The time, always.
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final int TURNS = 1_000;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private final LiveApps apps;
    private final Api api;

    /// Opens connections that have said nothing yet.
    public EmbeddedServer(int connections) {
        var config =
                ChannelsConfig.of(
                        "127.0.0.1", 0, List.of(App.of(APP_ID, KEY)), InstantSource.fixed(NOW));
        var meters = new ServerMeters(config.meters());
        var loops = new ArrayList<Loop>();
        for (int i = 0; i < connections; i++) {
            var channel = new EmbeddedChannel();
            channel.config().setAllocator(allocator);
            channels.add(channel);
            loops.add(new Loop(channel.eventLoop(), allocator, meters));
        }
        apps = new LiveApps(config, loops.stream().map(Loop::taskQueue).toList(), meters);
        api = new Api(apps, config.clock());
        var front =
                Ingress.of(
                                config,
                                apps,
                                new PeerResolver(
                                        new TrustedProxies(List.of()),
                                        new ProxyWarning(config.clock())),
                                meters,
                                null,
                                ChannelServer.sessions(config.limits()))
                        .front();
        for (int i = 0; i < connections; i++) {
            loops.get(i).start(config.limits().sweepInterval());
            front.accept(channels.get(i), loops.get(i));
        }
    }

    /// Returns the one app.
    public LiveApp app() {
        return apps.all().iterator().next();
    }

    /// Calls the HTTP API.
    public Answer call(String method, String target, byte[] body) {
        var answer = api.handle(method, target, body);
        settle();
        return answer;
    }

    /// Lets bytes arrive on a connection; does nothing once it is closed.
    public void receive(int connection, byte[] bytes) {
        var channel = channels.get(connection);
        if (channel.isOpen()) {
            channel.writeInbound(allocator.directBuffer(bytes.length + 1).writeBytes(bytes));
        }
        settle();
    }

    /// Returns whether the server has not closed a connection yet.
    public boolean isOpen(int connection) {
        return channels.get(connection).isOpen();
    }

    /// Ends a connection as its peer would.
    public void cut(int connection) {
        var _ = channels.get(connection).close();
        settle();
    }

    /// Lets time pass on all loops.
    public void pass(Duration time) {
        for (var channel : channels) {
            channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
            channel.runScheduledPendingTasks();
        }
        settle();
    }

    /// Takes what was sent on a connection since it was last asked for.
    public byte[] sent(int connection) {
        var bytes = new ByteArrayOutputStream();
        var channel = channels.get(connection);
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            var part = new byte[next.readableBytes()];
            next.readBytes(part);
            bytes.writeBytes(part);
            next.release();
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        for (var channel : channels) {
            channel.finishAndReleaseAll();
        }
        settle();
        channels.forEach(EmbeddedChannel::releaseOutbound);
        long left = allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
        if (left != 0) {
            throw new AssertionError(left + " bytes of buffers were not released");
        }
    }

    private void settle() {
        for (int turn = 0; turn < TURNS; turn++) {
            channels.forEach(EmbeddedChannel::runPendingTasks);
            if (channels.stream().noneMatch(EmbeddedChannel::hasPendingTasks)) {
                return;
            }
        }
        throw new AssertionError("the loops never come to rest");
    }
}
