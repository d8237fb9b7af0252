// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.relay;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.channels.ChannelServer;
import dev.parley.http.HttpServer;
import dev.parley.http.HttpServerConfig;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.ResponseBody;
import dev.parley.protocol.AppCredentials;
import dev.parley.trials.checker.Entry;
import dev.parley.trials.scene.Recorder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/// A channels server for many clients of this machine, and the record of what it took. Thread-safe.
public final class Relay implements Recorder {
    private static final int MAX_BODY_BYTES = 1 << 20;

    private final AppCredentials credentials;
    private final ChannelServer channels;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
    private final HttpServer server;

    @GuardedBy("this")
    private final List<Entry> taken = new ArrayList<>();

    /// Starts both on free ports.
    public Relay() {
        credentials = Channels.CREDENTIALS;
        channels = Channels.start();
        server =
                HttpServer.start(
                        HttpServerConfig.of("relay", "127.0.0.1", 0),
                        this::pass,
                        Response::text,
                        InstantSource.system());
    }

    /// Returns where clients connect to.
    public URI sockets() {
        return URI.create("ws://127.0.0.1:" + channels.port());
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public String appId() {
        return Channels.APP_ID;
    }

    @Override
    public AppCredentials app() {
        return credentials;
    }

    @Override
    public synchronized int count() {
        return taken.size();
    }

    @Override
    public synchronized List<Entry> takenAfter(int first) {
        return List.copyOf(taken.subList(Math.min(first, taken.size()), taken.size()));
    }

    @Override
    public void close() {
        server.close();
        client.shutdownNow();
        channels.close();
    }

    private Response pass(Request request) throws IOException, InterruptedException {
        var body = request.body(MAX_BODY_BYTES);
        try {
            var answer = ask(request, body);
            if (answer.statusCode() / 100 == 2) {
                var events = Body.events(body);
                synchronized (this) {
                    taken.addAll(events);
                }
            }
            return Response.of(
                    answer.statusCode(), "application/json", ResponseBody.of(answer.body()));
        } catch (IOException e) {
            return Response.text(502, e.toString());
        }
    }

    private HttpResponse<byte[]> ask(Request request, byte[] body)
            throws IOException, InterruptedException {
        var address =
                "http://127.0.0.1:%d%s?%s"
                        .formatted(channels.port(), request.path(), request.query());
        return client.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }
}
