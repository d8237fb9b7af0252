// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import dev.parley.bench.host.Child;
import dev.parley.bench.host.FreeAddress;
import dev.parley.bench.host.ProcessTree;
import dev.parley.bench.load.LoadException;
import dev.parley.bench.peer.LocalApp;
import dev.parley.database.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A running `./parley up` on ports and a data folder of its own.
final class Bridge implements AutoCloseable {
    private static final Duration STARTING = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Child child;
    private final InetSocketAddress worker;
    private final InetSocketAddress channels;
    private final InetSocketAddress database;
    private final Path data;

    private Bridge(
            Child child,
            InetSocketAddress worker,
            InetSocketAddress channels,
            InetSocketAddress database,
            Path data) {
        this.child = child;
        this.worker = worker;
        this.channels = channels;
        this.database = database;
        this.data = data;
    }

    /// Starts it and waits until the worker captures.
    ///
    /// @param home the repository
    /// @param folder for data and log; must not hold any
    static Bridge start(Path home, DeliveryPath path, Path folder) throws InterruptedException {
        var worker = FreeAddress.take();
        var channels = FreeAddress.take();
        var database = FreeAddress.take();
        var environment =
                Map.of(
                        "PARLEY_DATA",
                        folder.resolve("data").toString(),
                        "CAPTURE",
                        path.title(),
                        "CHANNELS_CONFIG",
                        LocalApp.CROWDED,
                        "PORT",
                        port(worker),
                        "CHANNELS_PORT",
                        port(channels),
                        "CHANNELS_ADMIN_PORT",
                        "0",
                        "GATEWAY_PORT",
                        port(FreeAddress.take()),
                        "DATABASE_PORT",
                        port(database));
        var child =
                Child.startAnywhere(
                        "parley up",
                        List.of(home.resolve("parley").toString(), "up"),
                        environment,
                        folder.resolve("up.log"),
                        worker);
        var bridge = new Bridge(child, worker, channels, database, folder.resolve("data/postgres"));
        try {
            bridge.awaitReady();
            return bridge;
        } catch (LoadException e) {
            bridge.close();
            throw e;
        }
    }

    /// Returns where subscribers connect.
    InetSocketAddress channels() {
        return channels;
    }

    /// Returns its processes: the service and its database.
    ProcessTree tree() {
        return child.tree();
    }

    /// Throws if it has ended.
    void check() {
        child.check();
    }

    /// Connects to the database as the role that migrations run as.
    Connection connect() throws SQLException {
        var url = EmbeddedDatabase.url(data, database.getPort());
        return DriverManager.getConnection(url.jdbcUrl(), url.login());
    }

    /// Connects as superuser to the database beside ours.
    Connection connectAside() throws SQLException {
        var url = EmbeddedDatabase.superuser(data, database.getPort());
        return DriverManager.getConnection(
                "jdbc:postgresql://" + url.host() + ":" + url.port() + "/template1", url.login());
    }

    @Override
    public void close() {
        child.close();
    }

    private void awaitReady() throws InterruptedException {
        var ready = URI.create("http://127.0.0.1:" + worker.getPort() + "/ready");
        var deadline = System.nanoTime() + STARTING.toNanos();
        var never = new CountDownLatch(1);
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(ready).timeout(STARTING).build();
            while (!isReady(http, request)) {
                if (System.nanoTime() > deadline) {
                    throw new LoadException(
                            "the worker was not ready within " + STARTING.toSeconds() + " s");
                }
                var _ = never.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private boolean isReady(HttpClient http, HttpRequest request) throws InterruptedException {
        check();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // between listening and serving
        }
    }

    private static String port(InetSocketAddress address) {
        return Integer.toString(address.getPort());
    }
}
