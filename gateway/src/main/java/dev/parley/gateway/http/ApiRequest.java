// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.http;

import java.util.Map;
import java.util.Optional;

/// One HTTP request.
///
/// @param method upper-case method
/// @param path decoded path below the API's prefix, starting with `/`
/// @param parameters the query string
/// @param headers by lower-case name; repeated ones joined by a comma
/// @param body the body as text, empty when there was none
/// @param remote address of the client, without port; that of a trusted proxy is left out
public record ApiRequest(
        String method,
        String path,
        Parameters parameters,
        Map<String, String> headers,
        String body,
        String remote) {
    /// Copies the headers.
    public ApiRequest {
        headers = Map.copyOf(headers);
    }

    /// Returns a header.
    ///
    /// @param name in lower case
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// Returns this request with a body.
    public ApiRequest withBody(String text) {
        return new ApiRequest(method, path, parameters, headers, text, remote);
    }

    /// Returns this request as a GET when it is a HEAD: the server leaves the body out.
    public ApiRequest headAsGet() {
        return method.equals("HEAD")
                ? new ApiRequest("GET", path, parameters, headers, body, remote)
                : this;
    }

    /// Returns this request with another path, as seen by an API below a prefix.
    public ApiRequest below(String prefix) {
        var rest = path.substring(prefix.length());
        return new ApiRequest(
                method, rest.isEmpty() ? "/" : rest, parameters, headers, body, remote);
    }
}
