package dev.parley.channels;

import dev.parley.channels.api.Api;
import dev.parley.channels.app.LiveApp;
import dev.parley.channels.app.LiveApps;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.http.HttpFront;
import dev.parley.channels.loop.Capacity;
import dev.parley.channels.loop.Loop;
import dev.parley.channels.meter.ServerMeters;
import dev.parley.channels.session.Admission;
import dev.parley.channels.session.Conversations;
import dev.parley.channels.session.Session;
import dev.parley.channels.socket.SocketContext;
import dev.parley.channels.socket.WebSocketUpgrade;
import dev.parley.channels.webhook.Webhooks;
import dev.parley.protocol.api.ApiException;
import dev.parley.protocol.api.PublishEvent;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running server. Thread-safe.
public final class ChannelServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChannelServer.class);
    private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;
    private static final int BACKLOG = 4_096;
    private static final Duration GOODBYE = Duration.ofSeconds(1);
    private static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(1);
    private static final Duration TICK_INTERVAL = Duration.ofMillis(250);

    private final LiveApps apps;
    private final Webhooks webhooks;
    private final List<Loop> loops;
    private final Capacity capacity;
    private final EventLoopGroup group;
    private final Channel listener;

    private ChannelServer(
            LiveApps apps,
            Webhooks webhooks,
            List<Loop> loops,
            Capacity capacity,
            EventLoopGroup group,
            Channel listener) {
        this.apps = apps;
        this.webhooks = webhooks;
        this.loops = loops;
        this.capacity = capacity;
        this.group = group;
        this.listener = listener;
    }

    /// Starts a server; it accepts connections when this returns.
    ///
    /// @throws UncheckedIOException if the address cannot be listened on, such as a taken port
    public static ChannelServer start(ChannelsConfig config) {
        return start(config, Session::new);
    }

    /// Starts a server on whose WebSockets something else is said.
    static ChannelServer start(ChannelsConfig config, Conversations conversations) {
        var transport = Transport.fastest();
        var group =
                new MultiThreadIoEventLoopGroup(
                        config.loops(), new DefaultThreadFactory("channels"), transport.handlers());
        var meters = new ServerMeters(config.meters());
        Map<EventExecutor, Loop> byExecutor = new HashMap<>();
        group.forEach(executor -> byExecutor.put(executor, new Loop(executor, ALLOCATOR, meters)));
        var loops = List.copyOf(byExecutor.values());
        var webhooks = Webhooks.start(config);
        var apps =
                new LiveApps(
                        config,
                        loops.stream().map(Loop::mailbox).toList(),
                        meters,
                        webhooks::listener);
        var capacity = new Capacity(config.limits().connections().total());
        var front = front(config, apps, capacity, meters, conversations);
        var bound =
                bootstrap(group, transport, config.limits().outbound().socketBytes())
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        front.accept(channel, loopOf(channel, byExecutor));
                                    }
                                })
                        .bind(config.bindAddress(), config.port())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            webhooks.close();
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            throw new UncheckedIOException(
                    "cannot listen on " + config.bindAddress() + ":" + config.port(),
                    new IOException(bound.cause()));
        }
        loops.forEach(loop -> loop.start(config.limits().sweepInterval()));
        var server = new ChannelServer(apps, webhooks, loops, capacity, group, bound.channel());
        server.expireRegularly();
        server.tickRegularly();
        log.atInfo()
                .addKeyValue("port", server.port())
                .addKeyValue("transport", transport.name())
                .addKeyValue("loops", loops.size())
                .log("channels server started");
        return server;
    }

    /// Returns the port listened on.
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
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
        listener.close().awaitUninterruptibly();
        // First, so that the going away of all clients is not told as that of each channel.
        webhooks.close();
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

    private void tick() {
        apps.all().forEach(LiveApp::tick);
        webhooks.tick();
    }

    private void tickRegularly() {
        long millis = TICK_INTERVAL.toMillis();
        var loop = loops.getFirst();
        var _ =
                loop.executor()
                        .scheduleWithFixedDelay(
                                // Through the mailbox, where a defect does not end the schedule.
                                () -> loop.mailbox().call(this::tick),
                                millis,
                                millis,
                                TimeUnit.MILLISECONDS);
    }

    private static ServerBootstrap bootstrap(
            EventLoopGroup group, Transport transport, int highWater) {
        return new ServerBootstrap()
                .group(group)
                .channel(transport.channel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, ALLOCATOR)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(highWater / 2, highWater));
    }

    /// Makes what every connection begins with.
    static HttpFront front(
            ChannelsConfig config,
            LiveApps apps,
            Capacity capacity,
            ServerMeters meters,
            Conversations conversations) {
        var context = new SocketContext(config.limits(), config.clock(), meters, conversations);
        return new HttpFront(
                new Api(apps, config.clock()),
                new WebSocketUpgrade(context),
                new Admission(apps),
                capacity,
                config.limits(),
                config.pathPrefix());
    }

    private static Loop loopOf(Channel channel, Map<EventExecutor, Loop> loops) {
        var loop = loops.get(channel.eventLoop());
        if (loop == null) {
            throw new IllegalStateException("a channel runs on a loop of another server");
        }
        return loop;
    }
}
