// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.http.Response;

/// Answers in JSON.
public final class Answers {
    private static final String ANY_ORIGIN = "Access-Control-Allow-Origin";

    private Answers() {}

    /// Returns a new object to fill.
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// Returns an answer of JSON that nobody may store.
    public static Response json(int status, JsonNode body) {
        return Response.json(status, body.toString()).with("Cache-Control", "no-cache");
    }

    /// Returns the answer `{"error": reason}`.
    ///
    /// @param reason a sentence for people
    public static Response refusal(int status, String reason) {
        return json(status, object().put("error", reason));
    }

    /// Returns a refusal that scripts of any origin may read, such as one the server makes before it
    /// knows what was asked for.
    public static Response openRefusal(int status, String reason) {
        return openToAnyOrigin(refusal(status, reason));
    }

    /// Lets scripts of any origin read an answer. Cookies play no part, so no origin can act in
    /// another one's name.
    public static Response openToAnyOrigin(Response response) {
        return response.with(ANY_ORIGIN, "*");
    }

    /// Returns the answer to a browser that asks whether it may post.
    public static Response preflight() {
        return openToAnyOrigin(Response.empty(204))
                .with("Access-Control-Allow-Methods", "POST, OPTIONS")
                .with(
                        "Access-Control-Allow-Headers",
                        "authorization, content-type, x-requested-with")
                .with("Access-Control-Max-Age", "600");
    }
}
