// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.http;

import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/// What stands before every path but `/health`, such as `/pusher`; empty for nothing.
public record PathPrefix(String text) {
    /// Returns a request's path and query without the prefix; null for a place that has not got it.
    @Nullable String strip(HttpRequest request) {
        var target = RequestRules.pathAndQuery(request.uri());
        return target.startsWith(text + "/") ? target.substring(text.length()) : null;
    }
}
