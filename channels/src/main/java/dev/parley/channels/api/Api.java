// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.api;

import dev.parley.channels.app.LiveApp;
import dev.parley.channels.app.LiveApps;
import dev.parley.protocol.api.ApiAnswers;
import dev.parley.protocol.api.ApiException;
import dev.parley.protocol.api.RequestAuthentication;
import dev.parley.protocol.api.RequestTarget;
import dev.parley.protocol.api.Revocation;
import java.time.InstantSource;
import java.util.List;

/// Serves the HTTP API, see the [reference](https://pusher.com/docs/channels/library_auth_reference/rest-api/).
/// Thread-safe; every call returns without waiting, see [#isLong] for those that compute for long.
public final class Api {
    private final LiveApps apps;
    private final InstantSource clock;

    /// @param apps those the API is for
    /// @param clock checks the time of requests
    public Api(LiveApps apps, InstantSource clock) {
        this.apps = apps;
        this.clock = clock;
    }

    /// Returns whether a request may take too long for an event loop: a list of all channels, which
    /// takes some 200 ms for 100,000 of them.
    ///
    /// @param method upper case
    /// @param target path and query
    public static boolean isLong(String method, String target) {
        int mark = target.indexOf('?');
        return method.equals("GET")
                && (mark < 0 ? target : target.substring(0, mark)).endsWith("/channels");
    }

    /// Does what a request asks.
    ///
    /// @param method upper case
    /// @param target path and query, the server's own path prefix taken off
    /// @param body the body's very bytes, empty for none
    public Answer handle(String method, String target, byte[] body) {
        try {
            return answer(method, RequestTarget.parse(target), body);
        } catch (ApiException e) {
            return Answer.text(e.status(), e.reason());
        }
    }

    private Answer answer(String method, RequestTarget target, byte[] body) {
        var path = target.segments();
        if (path.size() < 3 || !path.getFirst().equals("apps")) {
            throw new ApiException(404, "Not found");
        }
        var app = apps.byId(path.get(1)).orElseThrow(() -> new ApiException(404, "No such app"));
        RequestAuthentication.check(app.settings().keys(), method, target, body, clock.instant());
        if (!app.settings().enabled()) {
            throw new ApiException(403, "The app is disabled");
        }
        var what = path.subList(2, path.size());
        return switch (method) {
            case "POST" -> post(app, what, target, body);
            case "GET" -> Answer.json(get(app, what, target));
            default -> throw new ApiException(405, "Only GET and POST are understood");
        };
    }

    private Answer post(LiveApp app, List<String> what, RequestTarget target, byte[] body) {
        if (what.equals(List.of("events"))) {
            var event = app.requests().event(target.query(), body);
            return Answer.json(Publishing.one(app, event));
        }
        if (what.equals(List.of("batch_events"))) {
            return Answer.json(Publishing.batch(app, app.requests().batch(body)));
        }
        if (what.size() == 3 && what.getLast().equals("events") && isOf(what, "channels")) {
            app.publish(List.of(app.requests().eventTo(what.get(1), target.query(), body)));
            return Answer.accepted();
        }
        if (what.size() == 3
                && what.getLast().equals("terminate_connections")
                && isOf(what, "users")) {
            app.users().terminate(what.get(1));
            return Answer.json(ApiAnswers.EMPTY);
        }
        if (what.size() == 3 && what.getLast().equals("revoke") && isOf(what, "users")) {
            app.revoke(what.get(1), Revocation.parse(body, app.settings().limits()));
            return Answer.json(ApiAnswers.EMPTY);
        }
        throw new ApiException(404, "Not found");
    }

    private static boolean isOf(List<String> what, String kind) {
        return what.getFirst().equals(kind);
    }

    private String get(LiveApp app, List<String> what, RequestTarget target) {
        var queries = new Queries(app, clock);
        if (what.getFirst().equals("channels")) {
            switch (what.size()) {
                case 1 -> {
                    return queries.channels(target);
                }
                case 2 -> {
                    return queries.channel(what.get(1), target);
                }
                case 3 -> {
                    if (what.get(2).equals("users")) {
                        return queries.users(what.get(1), target);
                    }
                    if (what.get(2).equals("stats")) {
                        return queries.stats(what.get(1));
                    }
                }
                default -> {}
            }
        }
        throw new ApiException(404, "Not found");
    }
}
