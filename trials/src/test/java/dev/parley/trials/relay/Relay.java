package dev.parley.trials.relay;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.channels.ChannelServer;
import dev.parley.protocol.AppCredentials;
import dev.parley.trials.checker.Entry;
import dev.parley.trials.scene.Recorder;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/// A channels server for many clients of this machine, and the record of what it took. Thread-safe.
public final class Relay implements Recorder {
    private final AppCredentials credentials;
    private final ChannelServer channels;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
    private final WebServer server;

    @GuardedBy("this")
    private final List<Entry> taken = new ArrayList<>();

    /// Starts both on free ports.
    public Relay() {
        credentials = Channels.CREDENTIALS;
        channels = Channels.start();
        server =
                WebServer.builder()
                        .address(InetAddress.getLoopbackAddress())
                        .port(0)
                        .shutdownHook(false)
                        .addRouting(HttpRouting.builder().post("/apps/*", this::pass))
                        .build()
                        .start();
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
        server.stop();
        client.shutdownNow();
        channels.close();
    }

    private void pass(ServerRequest request, ServerResponse response) {
        var body = request.content().as(byte[].class);
        try {
            var answer = ask(request, body);
            if (answer.statusCode() / 100 == 2) {
                var events = Body.events(body);
                synchronized (this) {
                    taken.addAll(events);
                }
            }
            response.status(answer.statusCode()).send(answer.body());
        } catch (IOException e) {
            response.status(Status.BAD_GATEWAY_502).send(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            response.status(Status.SERVICE_UNAVAILABLE_503).send();
        }
    }

    private HttpResponse<byte[]> ask(ServerRequest request, byte[] body)
            throws IOException, InterruptedException {
        var address =
                "http://127.0.0.1:%d%s?%s"
                        .formatted(
                                channels.port(),
                                request.path().rawPath(),
                                request.query().rawValue());
        return client.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }
}
