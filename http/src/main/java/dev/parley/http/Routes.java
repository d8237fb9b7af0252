// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Sends each request to the handler of its path and method. `HEAD` is answered as `GET`, without the
/// body. Immutable.
public final class Routes implements RequestHandler {
    private final Map<String, Map<String, RequestHandler>> paths;
    private final RequestHandler otherwise;
    private final RequestHandler filtered;

    private Routes(Builder builder) {
        this.paths = Map.copyOf(builder.paths);
        this.otherwise = builder.otherwise;
        RequestHandler chain = this::dispatch;
        for (var filter : builder.filters.reversed()) {
            chain = filter.before(chain);
        }
        this.filtered = chain;
    }

    /// Returns a builder without routes.
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Response handle(Request request) throws IOException, InterruptedException {
        return filtered.handle(request);
    }

    private Response dispatch(Request request) throws IOException, InterruptedException {
        var methods = paths.get(request.path());
        if (methods == null) {
            return otherwise.handle(request);
        }
        var handler = methods.get(request.method().equals("HEAD") ? "GET" : request.method());
        if (handler != null) {
            return handler.handle(request);
        }
        var allowed = new TreeSet<>(methods.keySet());
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return Response.text(405, "This address answers " + String.join(", ", allowed))
                .with("Allow", String.join(", ", allowed));
    }

    /// Collects routes; confined to one thread.
    public static final class Builder {
        private final Map<String, Map<String, RequestHandler>> paths = new HashMap<>();
        private final List<RequestFilter> filters = new ArrayList<>();
        private RequestHandler otherwise =
                request -> {
                    throw new RequestRefusedException(404, "There is nothing at " + request.path());
                };

        private Builder() {}

        /// Adds what answers `GET` and `HEAD`.
        public Builder get(String path, RequestHandler handler) {
            return on("GET", path, handler);
        }

        /// Adds what answers `POST`.
        public Builder post(String path, RequestHandler handler) {
            return on("POST", path, handler);
        }

        /// Adds what answers `OPTIONS`.
        public Builder options(String path, RequestHandler handler) {
            return on("OPTIONS", path, handler);
        }

        /// Sets what answers where no route is.
        public Builder otherwise(RequestHandler handler) {
            this.otherwise = handler;
            return this;
        }

        /// Adds what stands before all routes, behind the filters that were added earlier.
        public Builder filter(RequestFilter filter) {
            filters.add(filter);
            return this;
        }

        /// Returns the routes.
        public Routes build() {
            return new Routes(this);
        }

        private Builder on(String method, String path, RequestHandler handler) {
            paths.computeIfAbsent(path, _ -> new HashMap<>()).put(method, handler);
            return this;
        }
    }
}
