// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import java.time.Duration;
import java.util.regex.Pattern;

/// How the room log is captured.
///
/// @param slot name of the replication slot, lower-case letters, digits and `_`, 1 to 63, the first no digit
/// @param publication name of the publication that lists the tables
/// @param statusInterval how often the position is confirmed to the server, 100 ms to 10 s
/// @param senderTimeout after what silence the server gives this worker up, 1 s to 10 min
/// @param maxUnconfirmedBytes how much log may wait for slow targets before their events are left to
///     the tables, at least 1 MiB
/// @param fastPoll time between two looks at the tables while there is traffic, at least 1 ms
/// @param slowPoll the same while there is none, at least `fastPoll`
/// @param rehearsal how often a better way of capturing than the running one is tried, at least 100 ms
public record CaptureConfig(
        String slot,
        String publication,
        Duration statusInterval,
        Duration senderTimeout,
        long maxUnconfirmedBytes,
        Duration fastPoll,
        Duration slowPoll,
        Duration rehearsal) {
    private static final Pattern SLOT = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final long MEBIBYTE = 1L << 20;

    /// Refuses values out of range.
    public CaptureConfig {
        if (!SLOT.matcher(slot).matches()) {
            throw new IllegalArgumentException(
                    "slot is '"
                            + slot
                            + "', must be 1 to 63 of a to z, 0 to 9 and _, the first no digit");
        }
        between("status interval", statusInterval, Duration.ofMillis(100), Duration.ofSeconds(10));
        between("sender timeout", senderTimeout, Duration.ofSeconds(1), Duration.ofMinutes(10));
        between("fast poll", fastPoll, Duration.ofMillis(1), Duration.ofMinutes(1));
        between("slow poll", slowPoll, fastPoll, Duration.ofMinutes(1));
        between("rehearsal", rehearsal, Duration.ofMillis(100), Duration.ofHours(1));
        if (maxUnconfirmedBytes < MEBIBYTE) {
            throw new IllegalArgumentException(
                    "unconfirmed bytes are "
                            + maxUnconfirmedBytes
                            + ", must be "
                            + MEBIBYTE
                            + " or more");
        }
    }

    /// Returns the values for a single worker on its own database.
    public static CaptureConfig defaults() {
        return new CaptureConfig(
                "parley",
                "parley",
                Duration.ofMillis(250),
                Duration.ofSeconds(10),
                256 * MEBIBYTE,
                Duration.ofMillis(20),
                Duration.ofMillis(250),
                Duration.ofSeconds(30));
    }

    /// Returns the same under another name of slot and publication.
    public CaptureConfig named(String otherSlot, String otherPublication) {
        return new CaptureConfig(
                otherSlot,
                otherPublication,
                statusInterval,
                senderTimeout,
                maxUnconfirmedBytes,
                fastPoll,
                slowPoll,
                rehearsal);
    }

    /// Returns the same with another bound on the log that waits for targets.
    public CaptureConfig withMaxUnconfirmedBytes(long bytes) {
        return new CaptureConfig(
                slot,
                publication,
                statusInterval,
                senderTimeout,
                bytes,
                fastPoll,
                slowPoll,
                rehearsal);
    }

    /// Returns the same in another rhythm.
    ///
    /// @param status how often the position is confirmed
    /// @param better how often a better way is tried
    public CaptureConfig withRhythm(Duration status, Duration better) {
        return new CaptureConfig(
                slot,
                publication,
                status,
                senderTimeout,
                maxUnconfirmedBytes,
                fastPoll,
                slowPoll,
                better);
    }

    private static void between(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "%s is %s, must be %s to %s".formatted(name, value, least, most));
        }
    }
}
