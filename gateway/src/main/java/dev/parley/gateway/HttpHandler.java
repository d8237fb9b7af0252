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

/// Turns the server's requests into ours and our answers into the server's; decides nothing else.
final class HttpHandler implements Handler {
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
                .map(router::handle)
                .orElseGet(() -> refused(400, "The query string has a broken percent escape"));
    }

    private static ApiReply refused(int status, String message) {
        return Cors.open(ApiReply.json(status, ApiError.of(status, "PGRST100", message).body()));
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
