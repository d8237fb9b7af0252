package dev.parley.gateway;

import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.http.Parameters;
import dev.parley.gateway.share.Requester;
import dev.parley.http.ErrorForm;
import dev.parley.http.Request;
import dev.parley.http.RequestHandler;
import dev.parley.http.RequestRefusedException;
import dev.parley.http.Response;
import dev.parley.http.ResponseBody;
import dev.parley.http.Spool;
import dev.parley.http.SpoolSpace;
import java.io.IOException;
import java.io.OutputStreamWriter;
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

    /// From where on an answer is not kept in memory until it is sent.
    private static final int LONG_CHARACTERS = 64 << 10;

    private final Router router;
    private final int maxBodyBytes;
    private final SpoolSpace space = SpoolSpace.ofThisProcess();

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
        return spooled(head, router.handle(head.withBody(body)));
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
        return new Response(
                reply.status(),
                reply.headers(),
                ResponseBody.of(reply.body().getBytes(StandardCharsets.UTF_8)));
    }

    /// Returns an answer of any length, which holds no memory while its client does not read.
    private Response spooled(ApiRequest request, ApiReply reply) throws IOException {
        if (reply.body().length() < LONG_CHARACTERS) {
            return response(reply);
        }
        try (var spool = new Spool(space, Requester.network(request.remote()))) {
            var writer = new OutputStreamWriter(spool, StandardCharsets.UTF_8);
            writer.write(reply.body());
            writer.flush();
            return new Response(reply.status(), reply.headers(), spool.body());
        }
    }
}
