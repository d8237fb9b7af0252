// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import dev.parley.channels.access.ProxyWarning;
import dev.parley.channels.app.LiveApp;
import dev.parley.channels.app.LiveApps;
import dev.parley.channels.config.App;
import dev.parley.channels.config.AppRules;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.connection.MessageHandlerFactory;
import dev.parley.channels.connection.Session;
import dev.parley.channels.http.PeerResolver;
import dev.parley.channels.inspect.Inspection;
import dev.parley.channels.loop.Capacity;
import dev.parley.channels.loop.Loop;
import dev.parley.channels.meter.ServerMeters;
import dev.parley.channels.tls.Certificates;
import dev.parley.channels.webhook.Webhooks;
import dev.parley.http.peer.TrustedProxies;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.api.ApiException;
import dev.parley.protocol.api.PublishEvent;
import dev.parley.protocol.api.Revocation;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running server. Thread-safe.
public final class ChannelServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChannelServer.class);
    private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final LiveApps apps;
    private final Webhooks webhooks;
    private final List<Loop> loops;
    private final Capacity capacity;
    private final EventLoopGroup group;
    private final ListeningSockets listeningSockets;
    private final Inspection inspection;
    private final Duration reconnectWindow;
    private final AtomicBoolean closing = new AtomicBoolean();

    private ChannelServer(
            LiveApps apps,
            Webhooks webhooks,
            List<Loop> loops,
            Capacity capacity,
            EventLoopGroup group,
            ListeningSockets listeningSockets,
            Inspection inspection,
            Duration reconnectWindow) {
        this.apps = apps;
        this.webhooks = webhooks;
        this.loops = loops;
        this.capacity = capacity;
        this.group = group;
        this.listeningSockets = listeningSockets;
        this.inspection = inspection;
        this.reconnectWindow = reconnectWindow;
    }

    /// Starts a server; it accepts connections when this returns.
    ///
    /// @throws UncheckedIOException if the address cannot be listened on, such as a taken port
    /// @throws IllegalArgumentException for a file of TLS that cannot be used, or a trusted proxy
    ///     that is no address
    public static ChannelServer start(ChannelsConfig config) {
        return start(config, sessions(config.limits()));
    }

    /// Starts a server on whose WebSockets something else is said.
    static ChannelServer start(ChannelsConfig config, MessageHandlerFactory messageHandlerFactory) {
        var certificates = config.tls() == null ? null : Certificates.of(config.tls());
        var peers =
                new PeerResolver(
                        new TrustedProxies(config.trustedProxies()),
                        new ProxyWarning(config.clock()));
        var transport = Transport.fastest();
        var group =
                new MultiThreadIoEventLoopGroup(
                        config.loops(), new DefaultThreadFactory("channels"), transport.handlers());
        var meters = new ServerMeters(config.meters());
        var loops = new ArrayList<Loop>();
        group.forEach(executor -> loops.add(new Loop((EventLoop) executor, ALLOCATOR, meters)));
        var webhooks = Webhooks.start(config);
        var apps =
                new LiveApps(
                        config,
                        loops.stream().map(Loop::taskQueue).toList(),
                        meters,
                        webhooks::listener);
        var ingress = Ingress.of(config, apps, peers, meters, certificates, messageHandlerFactory);
        ListeningSockets listeningSockets;
        try {
            listeningSockets =
                    ListeningSockets.open(
                            transport,
                            loops,
                            new InetSocketAddress(config.bindAddress(), config.port()),
                            config.limits().outbound().socketBytes(),
                            ingress.front()::accept);
        } catch (UncheckedIOException e) {
            webhooks.close();
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            throw e;
        }
        loops.forEach(loop -> loop.start(config.limits().sweepInterval()));
        new MaintenanceTasks(
                        apps,
                        webhooks,
                        loops,
                        ingress.pressure(),
                        ingress.addresses(),
                        ingress.refusals(),
                        certificates)
                .start();
        meters.show(
                "loop.queue.bytes",
                loops,
                all -> all.stream().mapToLong(loop -> loop.taskQueue().backlogBytes()).sum());
        var server =
                new ChannelServer(
                        apps,
                        webhooks,
                        List.copyOf(loops),
                        ingress.capacity(),
                        group,
                        listeningSockets,
                        new Inspection(apps, config.clock()),
                        config.limits().timeouts().reconnectWindow());
        log.atInfo()
                .addKeyValue("port", server.port())
                .addKeyValue("transport", transport.name())
                .addKeyValue("loops", loops.size())
                .log("channels server started");
        return server;
    }

    /// Returns the port listened on.
    public int port() {
        return listeningSockets.port();
    }

    /// Returns whether it takes new connections.
    public boolean isListening() {
        return listeningSockets.areListening();
    }

    /// Listens on its port again, after a listening socket was lost; connections stay. One thread calls
    /// it.
    ///
    /// @throws UncheckedIOException when it cannot listen
    public void listenAgain() {
        listeningSockets.listenAgain();
    }

    /// Returns how many connections there are, of HTTP and WebSocket together.
    public int connections() {
        return capacity.connections();
    }

    /// Returns a view of what goes on, for people who operate the server.
    public Inspection inspect() {
        return inspection;
    }

    /// Publishes events, in order; returns when they were handed to every event loop.
    ///
    /// @param appId the app whose subscribers are meant
    /// @throws IllegalArgumentException if there is no such app
    /// @throws ApiException 400 or 413 for an event that breaks a rule, 503 while the loops are too
    ///     far behind; then none of them was published
    public void publish(String appId, List<PublishEvent> events) {
        app(appId).publish(events);
    }

    /// Notes on whose behalf a connection is let into channels, as good as if it had signed in. Tell
    /// it before the right is looked at: then a revocation that follows finds the connection.
    ///
    /// @param end when the connection is told to come again (4203), unless a later end is noted before
    /// @throws IllegalArgumentException if there is no such app
    public void registerConnection(String appId, SocketId socket, String userId, Instant end) {
        app(appId).registerConnection(socket, userId, end);
    }

    /// Takes a user out of channels, on every connection that is signed in as the user or was registered
    /// for. Such a connection cannot join them again: it is told to connect anew, and then needs new
    /// signatures.
    ///
    /// @throws IllegalArgumentException if there is no such app
    public void revoke(String appId, String userId, Revocation revocation) {
        app(appId).revoke(userId, revocation);
    }

    /// Serves other apps from now on. Those that stay keep every connection and work by their new
    /// settings; connections of apps that are gone or switched off are closed with 4001 or 4003.
    /// Webhooks whose endpoint did not change keep what waits for them.
    ///
    /// @throws IllegalArgumentException if there is no app, or two share an id or a key; then
    ///     nothing was changed
    public synchronized void reload(List<App> others) {
        var checked = AppRules.check(others);
        // First, so that a new app's first event finds its endpoints, and that the going away of
        // all
        // clients of an app is not told as that of each channel.
        webhooks.reload(checked);
        apps.reload(checked);
        log.atInfo().addKeyValue("apps", checked.size()).log("apps reloaded");
    }

    private LiveApp app(String id) {
        return apps.byId(id)
                .orElseThrow(() -> new IllegalArgumentException("there is no app " + id));
    }

    /// Returns whether new connections are welcome: from the start until [#close] is called.
    public boolean accepting() {
        return !closing.get();
    }

    /// Drains and stops: takes no more connections, tells every client to reconnect elsewhere (4200), spread
    /// over the configured window, answers the requests that have begun, and returns when all are
    /// gone or about a second after the window. Calling again waits for the same end. An interrupt
    /// cuts the waiting short.
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            group.terminationFuture().awaitUninterruptibly();
            return;
        }
        capacity.stop();
        listeningSockets.close();
        // First, so that the going away of all clients is not told as that of each channel.
        webhooks.close();
        loops.forEach(loop -> loop.drain(reconnectWindow));
        try {
            capacity.awaitEmpty(reconnectWindow.plus(GOODBYE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        log.atInfo().log("channels server stopped");
    }

    /// Returns what is said on the product's WebSockets.
    static MessageHandlerFactory sessions(ServerLimits limits) {
        int subscribes = limits.messages().subscribesPerSecond();
        return (app, outbound, id, clock) -> new Session(app, outbound, id, clock, subscribes);
    }
}
