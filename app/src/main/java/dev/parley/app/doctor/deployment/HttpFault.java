// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.deployment;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/// Why a server's answer is not the one that was asked for, in words that name the cause; where two causes
/// look the same from here, both are named.
public final class HttpFault {
    /// The status of an answer to headers that are too long.
    public static final int HEADERS_TOO_LONG = 431;

    /// What can be done about such an answer; who comes with all cookies of a host is refused first.
    public static final String MORE_HEADERS =
            "allow longer headers, cookies among them: HTTP_MAX_HEADER_BYTES (32768 unless set) for page, gateway and"
                    + " worker, limits.http.headerBytes in CHANNELS_CONFIG for the Pusher-compatible server, or the"
                    + " setting of the proxy in between";

    private static final Pattern TITLE =
            Pattern.compile("(?is)<title[^>]*>\\s*(.{1,80}?)\\s*</title>");

    private HttpFault() {}

    /// Explains why there was no answer.
    public static String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            var known = known(cause);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /// Says who answered, when it was not one of our servers or Supabase: those speak JSON.
    ///
    /// @return empty when the body is JSON, or there is none
    public static Optional<String> foreign(HttpResponse<String> answer) {
        var body = answer.body().strip();
        if (body.isEmpty() || body.startsWith("{") || body.startsWith("[")) {
            return Optional.empty();
        }
        var title = TITLE.matcher(body);
        if (title.find()) {
            return Optional.of(
                    "a web page answers, status %d, titled “%s”: a proxy or another program, not the server that was asked for"
                            .formatted(answer.statusCode(), title.group(1)));
        }
        return body.startsWith("<")
                ? Optional.of(
                        "a web page answers, status %d: a proxy or another program, not the server that was asked for"
                                .formatted(answer.statusCode()))
                : Optional.empty();
    }

    private static Optional<String> known(Throwable cause) {
        var said = String.valueOf(cause.getMessage());
        return Optional.ofNullable(
                switch (cause) {
                    case WebSocketHandshakeException refused
                            when refused.getResponse().statusCode() == HEADERS_TOO_LONG ->
                            "the headers of the request are too long for it (status 431): "
                                    + MORE_HEADERS;
                    case SSLHandshakeException _ when said.contains("certification path") ->
                            "its certificate is not one that this machine trusts";
                    case SSLHandshakeException _ when said.contains("subject alternative") ->
                            "its certificate is for another name";
                    case SSLException _ when said.contains("unrecognized SSL message") ->
                            "it speaks no TLS on this port: https or wss was used where http or ws is needed";
                    case SSLException _ -> "no TLS connection came about: " + said;
                    case UnresolvedAddressException _ -> "the name has no address (DNS)";
                    case HttpConnectTimeoutException _, TimeoutException _ ->
                            "no connection came about in time: a firewall, the wrong host, or, with https or wss, a port that"
                                    + " speaks no TLS";
                    case HttpTimeoutException _ -> "it took the request and did not answer in time";
                    case ConnectException _ -> "nothing listens there";
                    case ProtocolException _ -> notHttp();
                    case IOException _
                            when said.contains("header parser received no bytes")
                                    || said.contains("Invalid status line")
                                    || said.contains("EOF reached while reading") ->
                            notHttp();
                    default -> null;
                });
    }

    private static String notHttp() {
        return "it does not answer plain HTTP on this port: most likely the port speaks TLS (use https or wss), or it"
                + " is that of another protocol";
    }
}
