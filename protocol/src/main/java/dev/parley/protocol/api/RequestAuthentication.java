// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.api;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.RequestSignature;
import dev.parley.protocol.RequestSignature.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Decides whether a request to the HTTP API comes from somebody who knows an app's secret.
///
/// Rules: [HTTP API, authentication](https://pusher.com/docs/channels/library_auth_reference/rest-api/#authentication).
/// There is no nonce, so a request may be repeated within the clock window; that is the protocol's.
public final class RequestAuthentication {
    /// How far the client's clock may be from the server's, both ways.
    public static final Duration CLOCK_WINDOW = Duration.ofMinutes(10);

    private static final int MAX_QUOTED = 100;

    private RequestAuthentication() {}

    /// Lets a request pass or throws.
    ///
    /// @param keys the credentials of the app in the path
    /// @param method upper case
    /// @param body the very bytes received, empty for none
    /// @param now the server's time
    /// @throws ApiException 400 for missing parameters or a key of another app, 401 for a wrong
    ///     signature, clock or body checksum
    public static void check(
            List<AppCredentials> keys,
            String method,
            RequestTarget target,
            byte[] body,
            Instant now) {
        var key = required(target, "auth_key");
        var credentials =
                keys.stream()
                        .filter(candidate -> candidate.key().equals(key))
                        .findFirst()
                        .orElseThrow(() -> new ApiException(400, "Unknown auth_key"));
        if (!required(target, "auth_version").equals("1.0")) {
            throw new ApiException(400, "Unsupported auth_version: 1.0 is expected");
        }
        checkClock(required(target, "auth_timestamp"), now);
        checkBody(target, body);
        var signature = required(target, "auth_signature");
        var text = RequestSignature.textToSign(method, target.path(), target.query());
        if (!RequestSignature.verifies(credentials, text, signature)
                && otherReadings(method, target).stream()
                        .noneMatch(other ->
                                RequestSignature.verifies(credentials, other, signature))) {
            throw new ApiException(
                    401,
                    "Invalid signature: you should have sent HmacSHA256Hex(\""
                            + text
                            + "\", your_secret_key), but you sent \""
                            + signature.substring(0, Math.min(signature.length(), MAX_QUOTED))
                            + "\"");
        }
    }

    /// What else clients are known to sign: the request with `+` for a space, and as it came.
    private static List<String> otherReadings(String method, RequestTarget target) {
        var texts = new ArrayList<String>();
        if (target.rawQuery().stream().anyMatch(parameter -> parameter.value().contains("+"))) {
            var spaced =
                    target.rawQuery().stream()
                            .map(raw ->
                                    new Parameter(
                                            RequestTarget.decode(raw.name()),
                                            RequestTarget.decode(raw.value().replace('+', ' '))))
                            .toList();
            texts.add(RequestSignature.textToSign(method, target.path(), spaced));
        }
        texts.add(RequestSignature.textToSign(method, target.rawPath(), target.rawQuery()));
        return texts;
    }

    private static void checkClock(String timestamp, Instant now) {
        long seconds;
        try {
            seconds = Long.parseLong(timestamp);
        } catch (NumberFormatException e) {
            throw new ApiException(400, "auth_timestamp must be a number of seconds");
        }
        long apart = Math.absExact(Math.subtractExact(now.getEpochSecond(), bounded(seconds)));
        if (apart > CLOCK_WINDOW.toSeconds()) {
            throw new ApiException(
                    401,
                    "Timestamp expired: Given timestamp ("
                            + seconds
                            + ") not within "
                            + CLOCK_WINDOW.toSeconds()
                            + "s of server time ("
                            + now.getEpochSecond()
                            + ")");
        }
    }

    private static long bounded(long seconds) {
        return Math.clamp(seconds, Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
    }

    private static void checkBody(RequestTarget target, byte[] body) {
        var md5 = target.value("body_md5");
        if (md5.isEmpty() && body.length > 0) {
            throw new ApiException(400, "body_md5 is missing");
        }
        if (md5.isPresent() && !RequestSignature.verifiesBody(body, md5.get())) {
            throw new ApiException(401, "Invalid signature: body_md5 does not match the body");
        }
    }

    private static String required(RequestTarget target, String name) {
        return target.value(name).orElseThrow(() -> new ApiException(400, name + " is missing"));
    }
}
