// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.channels.EmbeddedServer;
import dev.parley.channels.api.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/// Requests to the HTTP API: the first byte chooses method and signature, the rest of the first line
/// is the target, what follows the body. `~` stands for `/apps/fuzz`.
public final class ApiTarget {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] METHODS = {"GET", "POST", "DELETE", "get"};
    private static final Set<Integer> STATUSES = Set.of(200, 400, 401, 403, 404, 405, 413, 503);
    private static final int UNSIGNED = 0x10;

    private ApiTarget() {}

    /// Runs one input.
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int line = lineEnd(input);
        var method = METHODS[input[0] & 3];
        var target =
                new String(input, 1, line - 1, StandardCharsets.UTF_8)
                        .replaceFirst("^~", "/apps/" + EmbeddedServer.APP_ID);
        var body = Arrays.copyOfRange(input, Math.min(input.length, line + 1), input.length);
        try (var _ = new Defects();
                var server = new EmbeddedServer(1)) {
            boolean signed = (input[0] & UNSIGNED) == 0;
            check(
                    server.call(
                            method,
                            signed ? SignedCall.target(method, target, body) : target,
                            body));
        }
    }

    static void check(Answer answer) {
        if (!STATUSES.contains(answer.status())) {
            throw new AssertionError("an unexpected answer: " + answer);
        }
        if (answer.isJson()) {
            try {
                var _ = JSON.readTree(answer.body());
            } catch (JsonProcessingException e) {
                throw new AssertionError("an answer that is no JSON: " + answer, e);
            }
        }
    }

    private static int lineEnd(byte[] input) {
        for (int i = 1; i < input.length; i++) {
            if (input[i] == '\n') {
                return i;
            }
        }
        return input.length;
    }
}
