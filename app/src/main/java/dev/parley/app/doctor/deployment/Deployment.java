// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.deployment;

import dev.parley.app.client.ClientSettings;
import dev.parley.app.configuration.Configuration;
import dev.parley.client.PusherClient;
import dev.parley.database.DatabaseUrl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One deployment of Parley, as this machine reaches it. One thread uses it.
public final class Deployment implements AutoCloseable {
    /// How long one answer may take.
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Configuration configuration;
    private final ClientSettings settings;
    private final boolean running;
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
    private @Nullable Connection connection;

    /// @param settings addresses and keys; those of what runs on this machine, when something does
    /// @param running whether a `parley up` runs on the data folder
    public Deployment(
            Configuration configuration, ClientSettings settings, boolean running, Clock clock) {
        this.configuration = configuration;
        this.settings = settings;
        this.running = running;
        this.clock = clock;
    }

    /// Returns what the operator has set.
    public Configuration configuration() {
        return configuration;
    }

    /// Returns the addresses and keys.
    public ClientSettings settings() {
        return settings;
    }

    /// Returns whether a `parley up` runs on the data folder.
    public boolean running() {
        return running;
    }

    /// Returns the time of day here.
    public Clock clock() {
        return clock;
    }

    /// Returns the database's address.
    public DatabaseUrl database() {
        return settings.databaseUrl();
    }

    /// Returns the one connection to the database, opened when first asked for.
    public Connection connection() throws SQLException {
        var known = connection;
        if (known == null || known.isClosed()) {
            var login = database().login();
            login.setProperty("ApplicationName", "parley-doctor");
            login.setProperty("loginTimeout", Long.toString(PATIENCE.toSeconds()));
            login.setProperty("socketTimeout", Long.toString(PATIENCE.toSeconds()));
            login.setProperty("prepareThreshold", "0");
            known = DriverManager.getConnection(database().jdbcUrl(), login);
            connection = known;
        }
        return known;
    }

    /// Returns the first column of a query's only row, as text.
    public String value(String sql, Object... values) throws SQLException {
        try (var query = connection().prepareStatement(sql)) {
            for (var i = 0; i < values.length; i++) {
                query.setObject(i + 1, values[i]);
            }
            try (var row = query.executeQuery()) {
                return row.next() ? String.valueOf(row.getString(1)) : "";
            }
        }
    }

    /// Returns the client of all HTTP requests.
    public HttpClient http() {
        return http;
    }

    /// Connects to the Pusher server as a program that is not a browser.
    public PusherClient connect() throws IOException, InterruptedException {
        return connect(http.newWebSocketBuilder());
    }

    /// Connects to the Pusher server as a page of `origin` does.
    public PusherClient connectFrom(String origin) throws IOException, InterruptedException {
        return connect(http.newWebSocketBuilder().header("Origin", origin));
    }

    private PusherClient connect(WebSocket.Builder handshake)
            throws IOException, InterruptedException {
        return PusherClient.connect(
                handshake, settings.pusher().socketAddress("parley-doctor"), PATIENCE);
    }

    /// Sends a request and waits for its answer.
    public HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    /// Begins a request to the HTTP API that Supabase or the gateway serves.
    public HttpRequest.Builder supabase(String path, String token) {
        return HttpRequest.newBuilder(URI.create(settings.supabaseUrl() + path))
                .header("apikey", settings.anonKey())
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json");
    }

    /// Begins a request to the worker's routes, as an operator where there is a token.
    public HttpRequest.Builder worker(String path) {
        var request = HttpRequest.newBuilder(URI.create(settings.parleyUrl() + path));
        configuration
                .monitoring()
                .token()
                .ifPresent(token -> request.header("authorization", "Bearer " + token.reveal()));
        return request;
    }

    /// Begins a POST to the worker's routes.
    public HttpRequest.Builder post(String path, String body) {
        return worker(path)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    @Override
    public void close() {
        http.shutdownNow();
        var known = connection;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException _) {
                connection = null; // it was gone already
            }
        }
    }
}
