// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.database.DatabaseUrl;
import dev.parley.database.embedded.EmbeddedDatabase;
import dev.parley.gateway.auth.AuthSettings;
import dev.parley.gateway.auth.Redirects;
import dev.parley.gateway.http.Json;
import dev.parley.gateway.mail.Inbox;
import dev.parley.gateway.token.Tokens;
import dev.parley.http.HttpServerConfig;
import dev.parley.protocol.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// A database with the schema of the tests and a gateway in front of it.
public final class Project implements AutoCloseable {
    /// Supabase's well-known local secret.
    public static final Secret SECRET =
            new Secret("super-secret-jwt-token-with-at-least-32-characters-long");

    /// Where the links of its mails lead who may not go where they want to.
    public static final URI SITE = URI.create("https://app.example.org");

    private final EmbeddedDatabase database;
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-01T12:00:00Z"));
    private final Inbox inbox = new Inbox(clock);
    private final Gateway gateway;

    private Project(EmbeddedDatabase database) {
        this.database = database;
        this.gateway =
                Gateway.start(config(database.url(), AuthSettings.Rates.defaults()), inbox, clock);
    }

    /// Starts both; what was started is stopped again when the rest fails.
    static Project start() throws SQLException, IOException {
        var database = EmbeddedDatabase.temporary();
        try {
            execute(database.url(), resource("schema.sql"));
            return new Project(database);
        } catch (SQLException | IOException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /// Returns how the gateway of the tests runs, with other rates.
    public static GatewayConfig config(DatabaseUrl url, AuthSettings.Rates rates) {
        return new GatewayConfig(
                HttpServerConfig.of("gateway", "127.0.0.1", 0),
                null,
                url,
                SECRET,
                "public",
                new GatewayConfig.Limits(100, 16_384, 4, Duration.ofSeconds(2)),
                new AuthSettings(
                        Duration.ofHours(1),
                        Duration.ofSeconds(10),
                        true,
                        true,
                        6,
                        4,
                        rates,
                        new Redirects(
                                SITE,
                                List.of("https://*.example.com/**", "myapp://callback"),
                                true)));
    }

    /// Returns the address of the database.
    public DatabaseUrl url() {
        return database.url();
    }

    /// Returns the mails that people got.
    public Inbox inbox() {
        return inbox;
    }

    /// Returns the clock the gateway goes by.
    public MovableClock clock() {
        return clock;
    }

    /// Returns the port of the gateway.
    public int port() {
        return gateway.port();
    }

    /// Returns what makes tokens of this project.
    public Tokens tokens() {
        return new Tokens(SECRET, clock);
    }

    /// Returns a caller without a user.
    public Caller anon() {
        return new Caller(gateway.port(), ApiKeys.of(SECRET).anon(), "");
    }

    /// Returns a caller that no policy holds back.
    public Caller service() {
        return new Caller(gateway.port(), ApiKeys.of(SECRET).serviceRole().reveal(), "");
    }

    /// Returns a caller with a fresh user of its own, who is one of the people.
    public Caller user() {
        var id = UUID.randomUUID();
        var caller = anon().as(token(id));
        var reply =
                caller.post(
                        "/rest/v1/people",
                        "{\"id\":\"%s\",\"name\":\"%s\"}"
                                .formatted(id, id.toString().substring(0, 8)));
        if (reply.status() != 201) {
            throw new IllegalStateException(reply.body());
        }
        return caller;
    }

    /// Returns an access token for a user.
    public String token(UUID user) {
        var now = clock.instant().getEpochSecond();
        return tokens().sign(
                        Json.object()
                                .put("sub", user.toString())
                                .put("role", "authenticated")
                                .put("aud", "authenticated")
                                .put("iat", now)
                                .put("exp", now + 3600));
    }

    /// Runs SQL as the owner.
    public void execute(String sql) throws SQLException {
        execute(database.url(), sql);
    }

    /// Returns a connection of the owner.
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url().jdbcUrl(), url().login());
    }

    private static void execute(DatabaseUrl url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Reads JSON that must be JSON.
    public static JsonNode json(String text) {
        return Json.parse(text).orElseThrow(() -> new AssertionError("no JSON: " + text));
    }

    @Override
    public void close() {
        gateway.close();
        database.close();
    }

    private static String resource(String name) throws IOException {
        try (var stream = Project.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
