// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.pusher;

import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.deployment.Deployment;
import dev.parley.app.doctor.deployment.HttpFault;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Whether the server takes what we sign: app id, key, secret and clock.
final class Keys {
    private static final int OK = 200;
    private static final Duration ALLOWED = Duration.ofMinutes(10);
    private static final Duration NOTABLE = Duration.ofSeconds(30);
    private static final int SHOWN = 160;

    private Keys() {}

    static Finding look(Deployment deployment) throws InterruptedException {
        var api = PusherApi.of(deployment);
        try {
            return judge(deployment, deployment.send(api.channels(deployment)));
        } catch (IOException e) {
            return Finding.fail(
                    "the HTTP API at %s:%d does not answer: %s"
                            .formatted(api.host(), api.port(), HttpFault.of(e)),
                    "check PUSHER_HOST, PUSHER_PORT and PUSHER_TLS");
        }
    }

    private static Finding judge(Deployment deployment, HttpResponse<String> answer) {
        var app = deployment.settings().pusher();
        var foreign = HttpFault.foreign(answer);
        if (foreign.isPresent()) {
            return Finding.fail(
                    "instead of a Pusher server " + foreign.get(),
                    "check PUSHER_HOST and PUSHER_PORT, and that a proxy in between hands on /apps");
        }
        var skew = skew(deployment, answer);
        var off = skew.filter(span -> span.abs().compareTo(NOTABLE) > 0);
        if (answer.statusCode() == OK) {
            return off.map(span ->
                            Finding.warn(
                                    "keys of app %s are taken, but the clock here is %s"
                                            .formatted(app.appId(), told(span)),
                                    "let the clock be kept by NTP: at 600 s every publish is refused"))
                    .orElseGet(() -> Finding.ok("keys of app %s are taken".formatted(app.appId())));
        }
        return off.filter(span -> span.abs().compareTo(ALLOWED) >= 0)
                .map(span ->
                        Finding.fail(
                                "the clock here is %s, so every signature is refused"
                                        .formatted(told(span)),
                                "set the clock and let it be kept by NTP"))
                .orElseGet(() -> refused(app.appId(), answer));
    }

    private static Finding refused(String appId, HttpResponse<String> answer) {
        var said = said(answer.body());
        return switch (answer.statusCode()) {
            case 401 ->
                    Finding.fail(
                            "the server refuses our signature: " + said,
                            "copy PUSHER_SECRET (and PUSHER_KEY) again from the app's keys");
            case 400 ->
                    Finding.fail(
                            "the server does not know our key: " + said,
                            "copy PUSHER_KEY again: it must be a key of app %s".formatted(appId));
            case 403 ->
                    Finding.fail(
                            "app %s is disabled or over its quota: %s".formatted(appId, said),
                            "see the app's page at the service");
            case 404 ->
                    Finding.fail(
                            "there is no app %s on this server: %s".formatted(appId, said),
                            "check PUSHER_APP_ID, and that PUSHER_CLUSTER is the app's own cluster");
            case HttpFault.HEADERS_TOO_LONG ->
                    Finding.fail(
                            "the server refuses the headers of a request as too long: " + said,
                            HttpFault.MORE_HEADERS);
            default ->
                    Finding.fail(
                            "the server answers %d: %s".formatted(answer.statusCode(), said),
                            "try again; if it stays, see the service's status page");
        };
    }

    /// Returns by how much the clock here is ahead of the server's.
    private static Optional<Duration> skew(Deployment deployment, HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Date")
                .flatMap(Keys::parsed)
                .map(theirs -> Duration.between(theirs.toInstant(), deployment.clock().instant()));
    }

    private static Optional<ZonedDateTime> parsed(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException _) {
            return Optional.empty(); // not a date, so nothing to compare with
        }
    }

    private static String told(Duration span) {
        return "%d s %s".formatted(span.abs().toSeconds(), span.isNegative() ? "slow" : "fast");
    }

    /// The text of a refusal may quote what was signed; what stands before a line's end says enough.
    private static String said(String body) {
        var line = body.lines().findFirst().orElse("").strip();
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
