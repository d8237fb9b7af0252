// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import dev.parley.http.peer.Peer;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One HTTP request, its body not read yet. Confined to the thread that answers it.
public final class Request {
    private final String method;
    private final RequestUri target;
    private final HttpHeaders headers;
    private final Peer peer;
    private final BodySource source;

    Request(String method, RequestUri target, HttpHeaders headers, Peer peer, BodySource source) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.peer = peer;
        this.source = source;
    }

    /// Where the body comes from.
    @FunctionalInterface
    interface BodySource {
        /// Waits for the whole body.
        byte[] read(int maxBytes) throws IOException, InterruptedException;
    }

    /// Returns the method, in the letters it was sent in.
    public String method() {
        return method;
    }

    /// Returns whether nothing but an answer is asked for: `GET` or `HEAD`.
    public boolean onlyReads() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /// Returns the decoded path, without a NUL.
    public String path() {
        return target.path();
    }

    /// Returns the query string as it was sent, without the `?`; may be empty.
    public String query() {
        return target.query();
    }

    /// Returns the decoded parameters of the query string; of a repeated one the first.
    ///
    /// @throws RequestRefusedException when a percent escape is broken
    public Map<String, String> parameters() {
        return target.parameters();
    }

    /// Returns a header; of a repeated one the first.
    ///
    /// @param name in any letters
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// Returns all headers by lower-case name; repeated ones joined by a comma.
    public Map<String, String> headers() {
        var all = new LinkedHashMap<String, String>();
        headers.forEach(header ->
                all.merge(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue(),
                        (first, more) -> first + ", " + more));
        return all;
    }

    /// Returns who sends it, the trusted proxies in front of us left out.
    public Peer peer() {
        return peer;
    }

    /// Waits for the body, which is read from the connection only now. May be called once.
    ///
    /// @param maxBytes how long it may be
    /// @throws RequestRefusedException when it is longer (413), late (408), broken (400), or too much is
    ///     being sent to the server at once (503)
    /// @throws IOException when the client is gone
    public byte[] body(int maxBytes) throws IOException, InterruptedException {
        return source.read(maxBytes);
    }
}
