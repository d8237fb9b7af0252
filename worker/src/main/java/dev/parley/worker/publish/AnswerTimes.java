// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an HTTP answer says about time. Headers that cannot be read count as missing.
///
/// @param headers the answer's
/// @param now our time when it came
record AnswerTimes(HttpHeaders headers, Instant now) {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    /// `Date` has no fraction of a second, and the answer was under way.
    private static final Duration UNKNOWABLE = Duration.ofSeconds(2);

    /// Returns how long the server asks to be left alone, in seconds or
    /// [until a date](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3) of its own clock.
    Optional<Duration> retryAfter() {
        return headers.firstValue("Retry-After")
                .map(String::strip)
                .flatMap(value ->
                        SECONDS.matcher(value).matches()
                                ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
                                : parse(value)
                                        .map(until -> Duration.between(date().orElse(now), until)))
                .filter(Duration::isPositive);
    }

    /// Returns by how much our clock is ahead of the server's, negative when behind; empty when they
    /// agree or it does not say.
    Optional<Duration> clockAhead() {
        return date().map(theirs -> Duration.between(theirs, now))
                .filter(ahead -> ahead.abs().compareTo(UNKNOWABLE) > 0);
    }

    private Optional<Instant> date() {
        return headers.firstValue("Date").flatMap(AnswerTimes::parse);
    }

    private static Optional<Instant> parse(String date) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException _) { // not ours to mend: as if it were not there
            return Optional.empty();
        }
    }
}
