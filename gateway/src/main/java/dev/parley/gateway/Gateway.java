package dev.parley.gateway;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.gateway.auth.AuthApi;
import dev.parley.gateway.rest.RestApi;
import dev.parley.gateway.share.FairPool;
import dev.parley.gateway.share.Shares;
import dev.parley.gateway.token.Tokens;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running gateway. Each connection is a virtual thread that blocks.
public final class Gateway implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);

    /// Filters such as `id=in.(…)` make long addresses.
    private static final int MAX_HEAD_BYTES = 64 * 1_024;

    private final GatewayConfig config;
    private final HikariDataSource pool;
    private final WebServer server;

    private Gateway(GatewayConfig config, Clock clock) {
        this.config = config;
        this.pool = Pool.open(config);
        var tokens = new Tokens(config.jwtSecret(), clock);
        var connections =
                new FairPool(
                        pool,
                        Shares.ofConnections(
                                config.limits().connections(), config.limits().connectionWait()));
        var router =
                new Router(
                        new KeyCheck(tokens),
                        new RestApi(connections, config.schema(), config.limits().maxRows()),
                        new AuthApi(connections, config.auth(), tokens, this::issuer, clock));
        this.server =
                WebServer.builder()
                        .host(config.bindAddress())
                        .port(config.port())
                        .shutdownHook(false)
                        // Head and body are two writes: with Nagle's algorithm the second would
                        // wait 40 ms
                        // for the peer's delayed acknowledgement of the first.
                        .connectionOptions(socket -> socket.tcpNoDelay(true))
                        .shutdownGracePeriod(Duration.ofSeconds(2))
                        .addProtocol(
                                Http1Config.builder()
                                        .maxPrologueLength(MAX_HEAD_BYTES)
                                        .maxHeadersSize(MAX_HEAD_BYTES)
                                        .build())
                        .routing(routing ->
                                routing.any(
                                        new HttpHandler(router, config.limits().maxBodyBytes())))
                        .build();
    }

    /// Starts a gateway; it answers when this returns, even if the database does not yet.
    ///
    /// @param clock what tokens and sessions take the time from
    /// @throws IllegalStateException when it cannot listen on its port
    public static Gateway start(GatewayConfig config, Clock clock) {
        var gateway = new Gateway(config, clock);
        gateway.server.start();
        // The server logs why it could not listen, and throws nothing.
        if (!gateway.server.isRunning()) {
            gateway.pool.close();
            throw new IllegalStateException(
                    "the gateway cannot listen on %s:%d"
                            .formatted(config.bindAddress(), config.port()));
        }
        log.atInfo().addKeyValue("address", gateway.address()).log("gateway started");
        return gateway;
    }

    /// Returns the port it listens on.
    public int port() {
        return server.port();
    }

    /// Stops listening, lets requests under way end for at most two seconds, closes the connections.
    @Override
    public void close() {
        server.stop();
        pool.close();
        log.atInfo().addKeyValue("port", config.port()).log("gateway stopped");
    }

    private String issuer() {
        var address = config.publicUrl();
        return (address == null ? address() : address.toString().replaceAll("/+$", ""))
                + "/auth/v1";
    }

    private String address() {
        return "http://" + host(config.bindAddress()) + ":" + port();
    }

    private static String host(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }
}
