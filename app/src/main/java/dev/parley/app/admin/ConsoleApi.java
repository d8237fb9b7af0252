package dev.parley.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.app.strict.Members;
import dev.parley.app.strict.MistakeException;
import dev.parley.channels.ChannelServer;
import dev.parley.channels.inspect.ChannelOrder;
import dev.parley.protocol.api.ApiException;
import dev.parley.protocol.api.PublishEvent;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The console's data: `GET /api/overview`, `/api/channels`, `/api/channel`, `/api/connections`, and
/// `POST /api/events`. Thread-safe.
final class ConsoleApi {
    private static final int USUAL_LIMIT = 100;

    private final Access access;
    private final Gate gate;
    private final Metrics metrics;
    private final Rates rates;
    private final InstantSource clock;
    private final Supplier<@Nullable ChannelServer> server;

    /// @param server the server that is shown; null while it does not run yet
    ConsoleApi(
            Access access,
            Gate gate,
            Metrics metrics,
            Rates rates,
            InstantSource clock,
            Supplier<@Nullable ChannelServer> server) {
        this.access = access;
        this.gate = gate;
        this.metrics = metrics;
        this.rates = rates;
        this.clock = clock;
        this.server = server;
    }

    void addTo(HttpRouting.Builder routing) {
        routing.get(
                        "/api/overview",
                        (request, response) -> answer(request, response, this::overview))
                .get(
                        "/api/channels",
                        (request, response) -> answer(request, response, this::channels))
                .get(
                        "/api/channel",
                        (request, response) -> answer(request, response, this::channel))
                .get(
                        "/api/connections",
                        (request, response) -> answer(request, response, this::connections))
                .post(
                        "/api/events",
                        (request, response) -> answer(request, response, this::publish));
    }

    /// Answers one request.
    @FunctionalInterface
    private interface Answerer {
        JsonNode answer(ServerRequest request, ChannelServer running) throws InterruptedException;
    }

    private void answer(ServerRequest request, ServerResponse response, Answerer answerer)
            throws InterruptedException {
        var running = server.get();
        if (running == null) {
            refuse(response, Status.SERVICE_UNAVAILABLE_503, "The server is still starting");
            return;
        }
        try {
            var json = answerer.answer(request, running);
            response.header(HeaderNames.CONTENT_TYPE, "application/json");
            response.send(json.toString());
        } catch (ApiException e) {
            refuse(response, Status.create(e.status()), e.reason());
        } catch (MistakeException e) {
            refuse(response, Status.BAD_REQUEST_400, String.valueOf(e.getMessage()));
        }
    }

    private JsonNode overview(ServerRequest request, ChannelServer running) {
        var json = ConsoleJson.overview(running.inspect().apps());
        json.put("now", clock.instant().toString());
        json.put("connections", running.connections());
        json.put("port", running.port());
        json.put("mayPublish", access.token().isPresent());
        json.put("authorized", gate.showsBearer(request));
        json.set("rates", ConsoleJson.series(rates.perSecond()));
        json.set(
                "refused",
                ConsoleJson.counts(
                        metrics.byLabel("parley.channels.handshakes.refused", "reason")));
        json.set(
                "closed",
                ConsoleJson.counts(
                        metrics.byLabel("parley.channels.connections.closed", "reason")));
        return json;
    }

    private JsonNode channels(ServerRequest request, ChannelServer running) {
        return running.inspect()
                .channels(
                        app(request),
                        parameter(request, "filter").orElse(""),
                        order(request),
                        limit(request))
                .map(ConsoleJson::channels)
                .orElseThrow(ConsoleApi::noApp);
    }

    private JsonNode channel(ServerRequest request, ChannelServer running) {
        var name = parameter(request, "name").orElse("");
        var detail = running.inspect().channel(app(request), name, limit(request));
        var after = number(request, "after").orElse(0L);
        try {
            var events = running.inspect().watch(app(request), name, after);
            return ConsoleJson.channel(
                    name,
                    detail,
                    events.orElseThrow(() -> new ApiException(400, "That is no channel's name")));
        } catch (IllegalStateException _) {
            throw new ApiException(
                    429, "Too many channels are watched at once; wait half a minute");
        }
    }

    private JsonNode connections(ServerRequest request, ChannelServer running)
            throws InterruptedException {
        return running.inspect()
                .connections(app(request), limit(request))
                .map(ConsoleJson::connections)
                .orElseThrow(ConsoleApi::noApp);
    }

    private JsonNode publish(ServerRequest request, ChannelServer running) {
        var content = request.content();
        var body = Members.parse(content.hasEntity() ? content.as(String.class) : "");
        record Wanted(String app, PublishEvent event) {}
        var wanted =
                body.build(() ->
                        new Wanted(
                                body.requiredText("app"),
                                PublishEvent.to(
                                        body.requiredText("channel"),
                                        body.requiredText("name"),
                                        body.requiredText("data"))));
        try {
            running.publish(wanted.app(), List.of(wanted.event()));
        } catch (IllegalArgumentException _) {
            throw noApp();
        }
        return ConsoleJson.empty();
    }

    private static String app(ServerRequest request) {
        return parameter(request, "app").orElseThrow(ConsoleApi::noApp);
    }

    private static ChannelOrder order(ServerRequest request) {
        var wanted = parameter(request, "sort").orElse("subscriptions").toUpperCase(Locale.ROOT);
        return Stream.of(ChannelOrder.values())
                .filter(order -> order.name().equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        new ApiException(400, "sort must be name, type, subscriptions or users"));
    }

    private static int limit(ServerRequest request) {
        return number(request, "limit")
                .map(limit -> (int) Math.min(limit, 10_000))
                .orElse(USUAL_LIMIT);
    }

    private static Optional<Long> number(ServerRequest request, String name) {
        return parameter(request, name)
                .map(text -> {
                    if (!text.matches("[0-9]{1,15}")) {
                        throw new ApiException(400, name + " must be a whole number");
                    }
                    return Long.parseLong(text);
                });
    }

    private static Optional<String> parameter(ServerRequest request, String name) {
        return request.query().first(name).asOptional();
    }

    private static ApiException noApp() {
        return new ApiException(404, "There is no such app");
    }

    private static void refuse(ServerResponse response, Status status, String reason) {
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.send(reason + "\n");
    }
}
