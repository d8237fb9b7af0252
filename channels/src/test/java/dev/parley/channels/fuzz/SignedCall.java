// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.fuzz;

import dev.parley.channels.EmbeddedServer;
import dev.parley.protocol.api.ApiException;
import dev.parley.protocol.api.RequestTarget;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.stream.Collectors;

/// Signs requests, so that fuzzing gets past the signature.
final class SignedCall {
    private SignedCall() {}

    /// Returns a target with a right signature; one that cannot be read stays as it is.
    static String target(String method, String target, byte[] body) {
        try {
            var read = RequestTarget.parse(target);
            var query = new HashMap<String, String>();
            for (var parameter : read.query()) {
                query.put(parameter.name().toLowerCase(Locale.ROOT), parameter.value());
            }
            return read.rawPath()
                    + "?"
                    + EmbeddedServer.KEY
                            .signRequest(
                                    method,
                                    read.path(),
                                    query,
                                    body,
                                    EmbeddedServer.NOW.getEpochSecond())
                            .entrySet()
                            .stream()
                            .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                            .collect(Collectors.joining("&"));
        } catch (ApiException e) {
            return target;
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
