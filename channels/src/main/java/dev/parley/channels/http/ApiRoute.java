// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.http;

import dev.parley.channels.api.Answer;
import dev.parley.channels.api.Api;
import dev.parley.channels.meter.ServerMeters;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

/// Answers what is no upgrade: the HTTP API and the health check. Thread-safe.
///
/// @param meters where the time of publishes is counted
public record ApiRoute(Api api, PathPrefix prefix, ServerMeters meters) {
    private static final String HEALTHY = "{\"status\":\"ok\"}";

    Answer answer(HttpRequest request, byte[] body) {
        var since = meters.start();
        var answer = compute(request, body);
        if (answer.status() == 200 && request.method().equals(HttpMethod.POST)) {
            meters.publishedIn(since);
        }
        return answer;
    }

    private Answer compute(HttpRequest request, byte[] body) {
        var target = RequestRules.pathAndQuery(request.uri());
        if (target.equals("/health") || target.startsWith("/health?")) {
            return new Answer(200, true, HEALTHY);
        }
        var path = prefix.strip(request);
        return path == null
                ? new Answer(404, false, "Not found")
                : api.handle(request.method().name(), path, body);
    }
}
