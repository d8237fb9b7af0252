package dev.parley.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;

/// Answers in JSON.
public final class Answers {
    private Answers() {}

    /// Returns a new object to fill.
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// Answers with JSON that nobody may store.
    public static void send(ServerResponse response, Status status, JsonNode body) {
        response.status(status)
                .header(HeaderValues.CONTENT_TYPE_JSON)
                .header(HeaderValues.CACHE_NO_CACHE)
                .send(body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// Answers with `{"error": reason}`.
    ///
    /// @param reason a sentence for people
    public static void refuse(ServerResponse response, Status status, String reason) {
        send(response, status, object().put("error", reason));
    }

    /// Lets scripts of any origin read the answer. Cookies play no part, so no origin can act in
    /// another one's name.
    public static void openToAnyOrigin(ServerResponse response) {
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }

    /// Answers the question of a browser whether it may post.
    public static void preflight(ServerResponse response) {
        openToAnyOrigin(response);
        response.status(Status.NO_CONTENT_204)
                .header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST, OPTIONS")
                .header(
                        HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
                        "authorization, content-type, x-requested-with")
                .header(HeaderNames.ACCESS_CONTROL_MAX_AGE, "600")
                .send();
    }
}
