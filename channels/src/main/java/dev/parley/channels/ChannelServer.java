package dev.parley.channels;

import dev.parley.channels.api.Api;
import dev.parley.channels.app.LiveApps;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.http.HttpFront;
import dev.parley.channels.loop.Capacity;
import dev.parley.channels.loop.Loop;
import dev.parley.channels.meter.ServerMeters;
import dev.parley.channels.session.Admission;
import dev.parley.channels.socket.SocketContext;
import dev.parley.channels.socket.WebSocketUpgrade;
import dev.parley.protocol.api.ApiException;
import dev.parley.protocol.api.PublishEvent;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running server. Thread-safe.
public final class ChannelServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChannelServer.class);
    private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;
    private static final Duration GOODBYE = Duration.ofSeconds(1);
    private static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(1);

    private final LiveApps apps;
    private final List<Loop> loops;
    private final Capacity capacity;
    private final EventLoopGroup group;
    private final Listeners listeners;

    private ChannelServer(
            LiveApps apps,
            List<Loop> loops,
            Capacity capacity,
            EventLoopGroup group,
            Listeners listeners) {
        this.apps = apps;
        this.loops = loops;
        this.capacity = capacity;
        this.group = group;
        this.listeners = listeners;
    }

    /// Starts a server; it accepts connections when this returns.
    ///
    /// @throws UncheckedIOException if the address cannot be listened on, such as a taken port
    public static ChannelServer start(ChannelsConfig config) {
        var transport = Transport.fastest();
        var group =
                new MultiThreadIoEventLoopGroup(
                        config.loops(), new DefaultThreadFactory("channels"), transport.handlers());
        var meters = new ServerMeters(config.meters());
        var loops = new ArrayList<Loop>();
        group.forEach(executor -> loops.add(new Loop((EventLoop) executor, ALLOCATOR, meters)));
        var apps = new LiveApps(config, loops.stream().map(Loop::mailbox).toList(), meters);
        var capacity = new Capacity(config.limits().connections().total());
        var front = front(config, apps, capacity, meters);
        Listeners listeners;
        try {
            listeners =
                    Listeners.open(
                            transport,
                            loops,
                            new InetSocketAddress(config.bindAddress(), config.port()),
                            config.limits().outbound().socketBytes(),
                            front::accept);
        } catch (UncheckedIOException e) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            throw e;
        }
        loops.forEach(loop -> loop.start(config.limits().sweepInterval()));
        var server = new ChannelServer(apps, List.copyOf(loops), capacity, group, listeners);
        server.expireRegularly();
        log.atInfo()
                .addKeyValue("port", server.port())
                .addKeyValue("transport", transport.name())
                .addKeyValue("loops", loops.size())
                .log("channels server started");
        return server;
    }

    /// Returns the port listened on.
    public int port() {
        return listeners.port();
    }

    /// Returns how many connections there are, of HTTP and WebSocket together.
    public int connections() {
        return capacity.connections();
    }

    /// Publishes events, in order; returns when they were handed to every event loop.
    ///
    /// @param appId the app whose subscribers are meant
    /// @throws IllegalArgumentException if there is no such app
    /// @throws ApiException 400 or 413 for an event that breaks a rule, 503 while the loops are too
    ///     far behind; then none of them was published
    public void publish(String appId, List<PublishEvent> events) {
        apps.byId(appId)
                .orElseThrow(() -> new IllegalArgumentException("there is no app " + appId))
                .publish(events);
    }

    /// Stops: takes no more connections, tells every client to reconnect elsewhere (4200), and
    /// returns when they are gone or after about a second.
    @Override
    public void close() {
        listeners.close();
        for (var loop : loops) {
            loop.mailbox().call(loop.sweeper()::stop);
        }
        try {
            capacity.awaitEmpty(GOODBYE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        log.atInfo().log("channels server stopped");
    }

    private void expireRegularly() {
        long seconds = EXPIRY_INTERVAL.toSeconds();
        var _ =
                loops.getFirst()
                        .executor()
                        .scheduleAtFixedRate(
                                () -> apps.all().forEach(app -> app.rooms().expire()),
                                seconds,
                                seconds,
                                TimeUnit.SECONDS);
    }

    private static HttpFront front(
            ChannelsConfig config, LiveApps apps, Capacity capacity, ServerMeters meters) {
        var context = new SocketContext(config.limits(), config.clock(), meters);
        return new HttpFront(
                new Api(apps, config.clock()),
                new WebSocketUpgrade(context),
                new Admission(apps),
                capacity,
                config.limits(),
                config.pathPrefix());
    }
}
