// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.gateway.auth.AuthApi;
import dev.parley.gateway.mail.Mailer;
import dev.parley.gateway.rest.RestApi;
import dev.parley.gateway.share.FairPool;
import dev.parley.gateway.share.Shares;
import dev.parley.gateway.token.Tokens;
import dev.parley.http.HttpServer;
import dev.parley.http.SpoolSpace;
import java.io.UncheckedIOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running gateway. Each request is answered on a virtual thread that blocks.
public final class Gateway implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);

    private final GatewayConfig config;
    private final HikariDataSource pool;
    private final AuthApi auth;
    private final HttpServer server;

    private Gateway(GatewayConfig config, Mailer mailer, Clock clock) {
        this.config = config;
        this.pool = Pool.open(config);
        var tokens = new Tokens(config.jwtSecret(), clock);
        var connections =
                new FairPool(
                        pool,
                        Shares.ofConnections(
                                config.limits().connections(), config.limits().connectionWait()));
        this.auth = new AuthApi(connections, config.auth(), tokens, mailer, this::issuer, clock);
        var router =
                new Router(
                        new KeyCheck(tokens),
                        new RestApi(
                                connections,
                                SpoolSpace.ofThisProcess(),
                                config.schema(),
                                config.limits().maxRows()),
                        auth);
        this.server = listen(new ApiHandler(router, config.limits().maxBodyBytes()), clock);
    }

    /// Starts a gateway; it answers when this returns, even if the database does not yet.
    ///
    /// @param mailer takes mails to people
    /// @param clock what tokens and sessions take the time from
    /// @throws IllegalStateException when it cannot listen on its port
    public static Gateway start(GatewayConfig config, Mailer mailer, Clock clock) {
        var gateway = new Gateway(config, mailer, clock);
        log.atInfo().addKeyValue("address", gateway.address()).log("gateway started");
        return gateway;
    }

    /// Returns whether it takes new connections.
    public boolean isListening() {
        return server.isListening();
    }

    /// Listens on its port again.
    ///
    /// @throws UncheckedIOException when it cannot
    public void listenAgain() {
        server.listenAgain();
    }

    /// Returns the port it listens on.
    public int port() {
        return server.port();
    }

    /// Stops listening, drains requests under way for at most two seconds, closes the connections.
    @Override
    public void close() {
        server.close();
        auth.close();
        pool.close();
        log.atInfo().addKeyValue("port", config.server().port()).log("gateway stopped");
    }

    private HttpServer listen(ApiHandler handler, Clock clock) {
        try {
            return HttpServer.start(config.server(), handler, ApiHandler.ERRORS, clock);
        } catch (UncheckedIOException e) {
            pool.close();
            throw new IllegalStateException("the gateway " + e.getMessage(), e);
        }
    }

    private String issuer() {
        var address = config.publicUrl();
        return (address == null ? address() : address.toString().replaceAll("/+$", ""))
                + "/auth/v1";
    }

    private String address() {
        return "http://" + host(config.server().bindAddress()) + ":" + port();
    }

    private static String host(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }
}
