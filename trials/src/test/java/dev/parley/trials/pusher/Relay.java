// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.pusher;

import dev.parley.channels.ChannelServer;
import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.config.ConnectionLimits;
import dev.parley.channels.config.ServerLimits;
import dev.parley.http.HttpServer;
import dev.parley.http.HttpServerConfig;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.ResponseBody;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Secret;
import dev.parley.protocol.api.PublishEvent;
import dev.parley.protocol.api.PublishRequestReader;
import dev.parley.protocol.api.RequestTarget;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;

/// Our own channels server for many clients of this machine, and before it a record of what it took, repeats
/// included. Thread-safe.
public final class Relay implements Recorder {
    private static final String APP_ID = "trial";
    private static final AppCredentials APP =
            new AppCredentials("trial-key", new Secret("trial-secret"));
    private static final int MAX_BODY_BYTES = 1 << 20;

    /// One address may do what the whole server may.
    private static final int CONNECTIONS = 10_000;

    private final PublishRequestReader reader = new PublishRequestReader(Limits.defaults());
    private final RequestHistory history = new RequestHistory();
    private final ChannelServer channels;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
    private final HttpServer server;

    /// Starts both on free ports.
    public Relay() {
        var config =
                ChannelsConfig.of("127.0.0.1", 0, List.of(App.of(APP_ID, APP)), Clock.systemUTC());
        var limits =
                ServerLimits.defaults()
                        .with(new ConnectionLimits(CONNECTIONS, CONNECTIONS, CONNECTIONS));
        channels = ChannelServer.start(config.with(limits));
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
        return APP_ID;
    }

    @Override
    public AppCredentials app() {
        return APP;
    }

    @Override
    public int count() {
        return history.size();
    }

    @Override
    public long logCount() {
        return history.logged();
    }

    @Override
    public List<Received> takenAfter(int first) {
        return history.takenFrom(first);
    }

    @Override
    public void close() {
        server.close();
        client.shutdownNow();
        channels.close();
    }

    private Response pass(Request request) throws IOException, InterruptedException {
        var number = history.request();
        var body = request.body(MAX_BODY_BYTES);
        try {
            var answer = ask(request, body);
            if (answer.statusCode() / 100 == 2) {
                history.take(number, events(request, body));
            }
            return Response.of(
                    answer.statusCode(), "application/json", ResponseBody.of(answer.body()));
        } catch (IOException e) {
            return Response.text(502, e.toString());
        }
    }

    private List<PublishEvent> events(Request request, byte[] body) {
        var target = RequestTarget.parse(request.path() + "?" + request.query());
        return request.path().endsWith("/batch_events")
                ? reader.batch(body)
                : List.of(reader.event(target.query(), body));
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
