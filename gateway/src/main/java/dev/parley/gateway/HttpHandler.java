package dev.parley.gateway;

import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.http.Parameters;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns the server's requests into ours and our answers into the server's; decides nothing else.
final class HttpHandler implements Handler {
    private static final Logger log = LoggerFactory.getLogger(HttpHandler.class);

    private final Router router;
    private final int maxBodyBytes;

    HttpHandler(Router router, int maxBodyBytes) {
        this.router = router;
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        send(answer(request), request, response);
    }

    private ApiReply answer(ServerRequest request) throws IOException {
        var body = new byte[0];
        if (request.content().hasEntity()) {
            try (InputStream stream = request.content().inputStream()) {
                body = stream.readNBytes(maxBodyBytes + 1);
            }
        }
        if (body.length > maxBodyBytes) {
            return refused(
                    413, "The body of a request may have at most " + maxBodyBytes + " bytes");
        }
        return read(request, new String(body, StandardCharsets.UTF_8))
                .map(this::route)
                .orElseGet(() ->
                        refused(400, "The query string has a broken percent escape or a NUL"));
    }

    /// The top of the connection's thread: whatever went wrong ends here, as an answer a page can read.
    private ApiReply route(ApiRequest request) {
        try {
            return router.handle(request);
        } catch (RuntimeException e) {
            log.atError()
                    .setCause(e)
                    .addKeyValue("method", request.method())
                    .addKeyValue("path", request.path())
                    .log("request failed");
            return refused(500, "Internal error of the gateway: see its log");
        }
    }

    private static ApiReply refused(int status, String message) {
        return Cors.open(
                ApiReply.json(status, ApiError.of(status, "gateway_" + status, message).body()));
    }

    private static Optional<ApiRequest> read(ServerRequest request, String body) {
        var headers = new HashMap<String, String>();
        request.headers()
                .forEach(header ->
                        headers.put(
                                header.name().toLowerCase(Locale.ROOT),
                                String.join(", ", header.allValues())));
        return parameters(request.query().rawValue())
                .map(parameters ->
                        new ApiRequest(
                                request.prologue().method().text().toUpperCase(Locale.ROOT),
                                request.path().path(),
                                parameters,
                                headers,
                                body,
                                request.remotePeer().host()));
    }

    private static Optional<Parameters> parameters(String raw) {
        try {
            return Optional.of(Parameters.parse(raw));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void send(ApiReply reply, ServerRequest request, ServerResponse response) {
        response.status(reply.status());
        reply.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        if (reply.body().isEmpty() || "HEAD".equals(request.prologue().method().text())) {
            response.send();
        } else {
            response.send(reply.body().getBytes(StandardCharsets.UTF_8));
        }
    }
}
