// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.app.strict.InvalidValueException;
import dev.parley.app.strict.StrictJsonObject;
import dev.parley.channels.ChannelServer;
import dev.parley.channels.inspect.ChannelOrder;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import dev.parley.protocol.api.ApiException;
import dev.parley.protocol.api.PublishEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    private static final int MAX_BODY_BYTES = 1 << 20;

    private final AccessGuard guard;
    private final Metrics metrics;
    private final Rates rates;
    private final InstantSource clock;
    private final Supplier<@Nullable ChannelServer> server;

    /// @param server the server that is shown; null while it does not run yet
    ConsoleApi(
            AccessGuard guard,
            Metrics metrics,
            Rates rates,
            InstantSource clock,
            Supplier<@Nullable ChannelServer> server) {
        this.guard = guard;
        this.metrics = metrics;
        this.rates = rates;
        this.clock = clock;
        this.server = server;
    }

    void addTo(Routes.Builder routes) {
        routes.get("/api/overview", request -> answer(request, this::overview))
                .get("/api/channels", request -> answer(request, this::channels))
                .get("/api/channel", request -> answer(request, this::channel))
                .get("/api/connections", request -> answer(request, this::connections))
                .post("/api/events", request -> answer(request, this::publish));
    }

    /// Answers one request.
    @FunctionalInterface
    private interface Answerer {
        JsonNode answer(Request request, ChannelServer running)
                throws IOException, InterruptedException;
    }

    private Response answer(Request request, Answerer answerer)
            throws IOException, InterruptedException {
        var running = server.get();
        if (running == null) {
            return Response.text(503, "The server is still starting");
        }
        try {
            return Response.json(200, answerer.answer(request, running).toString());
        } catch (ApiException e) {
            return Response.text(e.status(), e.reason());
        } catch (InvalidValueException e) {
            return Response.text(400, String.valueOf(e.getMessage()));
        }
    }

    private JsonNode overview(Request request, ChannelServer running) {
        var json = ConsoleJson.overview(running.inspect().apps());
        json.put("now", clock.instant().toString());
        json.put("connections", running.connections());
        json.put("port", running.port());
        json.put("mayPublish", guard.token().isPresent());
        json.put("authorized", guard.showsBearer(request));
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

    private JsonNode channels(Request request, ChannelServer running) {
        return running.inspect()
                .channels(
                        app(request),
                        parameter(request, "filter").orElse(""),
                        order(request),
                        limit(request))
                .map(ConsoleJson::channels)
                .orElseThrow(ConsoleApi::noApp);
    }

    private JsonNode channel(Request request, ChannelServer running) {
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

    private JsonNode connections(Request request, ChannelServer running)
            throws InterruptedException {
        return running.inspect()
                .connections(app(request), limit(request))
                .map(ConsoleJson::connections)
                .orElseThrow(ConsoleApi::noApp);
    }

    private JsonNode publish(Request request, ChannelServer running)
            throws IOException, InterruptedException {
        var text = new String(request.body(MAX_BODY_BYTES), StandardCharsets.UTF_8);
        var body = StrictJsonObject.parse(text);
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

    private static String app(Request request) {
        return parameter(request, "app").orElseThrow(ConsoleApi::noApp);
    }

    private static ChannelOrder order(Request request) {
        var wanted = parameter(request, "sort").orElse("subscriptions").toUpperCase(Locale.ROOT);
        return Stream.of(ChannelOrder.values())
                .filter(order -> order.name().equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        new ApiException(400, "sort must be name, type, subscriptions or users"));
    }

    private static int limit(Request request) {
        return number(request, "limit")
                .map(limit -> (int) Math.min(limit, 10_000))
                .orElse(USUAL_LIMIT);
    }

    private static Optional<Long> number(Request request, String name) {
        return parameter(request, name)
                .map(text -> {
                    if (!text.matches("[0-9]{1,15}")) {
                        throw new ApiException(400, name + " must be a whole number");
                    }
                    return Long.parseLong(text);
                });
    }

    private static Optional<String> parameter(Request request, String name) {
        return Optional.ofNullable(request.parameters().get(name));
    }

    private static ApiException noApp() {
        return new ApiException(404, "There is no such app");
    }
}
