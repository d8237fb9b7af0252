// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.http.Parameters;
import dev.parley.http.ErrorForm;
import dev.parley.http.Request;
import dev.parley.http.RequestHandler;
import dev.parley.http.RequestRefusedException;
import dev.parley.http.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Turns the server's requests into ours and our answers into the server's. A body is read only when
/// the router answers without one.
final class ApiHandler implements RequestHandler {
    /// The server's errors, as any page may read them.
    static final ErrorForm ERRORS =
            (status, reason) ->
                    response(
                            Cors.open(
                                    ApiReply.json(
                                            status,
                                            ApiError.of(status, "gateway_" + status, reason)
                                                    .body())));

    private final Router router;
    private final int maxBodyBytes;

    ApiHandler(Router router, int maxBodyBytes) {
        this.router = router;
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    public Response handle(Request request) throws IOException, InterruptedException {
        var head = head(request);
        var early = router.answerWithoutBody(head);
        if (early.isPresent()) {
            return response(early.get());
        }
        var body = new String(request.body(maxBodyBytes), StandardCharsets.UTF_8);
        return response(router.handle(head.withBody(body)));
    }

    private static ApiRequest head(Request request) {
        return new ApiRequest(
                request.method().toUpperCase(Locale.ROOT),
                request.path(),
                parameters(request.query()),
                request.headers(),
                "",
                request.peer().toString());
    }

    private static Parameters parameters(String query) {
        try {
            return Parameters.parse(query);
        } catch (IllegalArgumentException _) {
            throw new RequestRefusedException(
                    400, "The query string has a broken percent escape or a NUL");
        }
    }

    private static Response response(ApiReply reply) {
        return new Response(reply.status(), reply.headers(), reply.body());
    }
}
