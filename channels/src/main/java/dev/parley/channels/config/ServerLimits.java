// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.config;

import dev.parley.protocol.Range;
import java.time.Duration;

/// What peers may take of the server. Durations are counted in sweeps, so they are exact to one
/// [#sweepInterval()].
///
/// @param connections how many connections there may be
/// @param http what a request may be
/// @param messages what a client may send
/// @param outbound what may wait to be sent
/// @param timeouts how long silence is borne
/// @param sweepInterval how often deadlines are looked at
public record ServerLimits(
        ConnectionLimits connections,
        HttpLimits http,
        MessageLimits messages,
        OutboundLimits outbound,
        Timeouts timeouts,
        Duration sweepInterval) {

    /// Refuses values outside their ranges.
    public ServerLimits {
        Range.check("sweepInterval in ms", sweepInterval.toMillis(), 10, 10_000);
    }

    /// Returns the defaults of the documentation.
    public static ServerLimits defaults() {
        return new ServerLimits(
                ConnectionLimits.defaults(),
                HttpLimits.defaults(),
                MessageLimits.defaults(),
                OutboundLimits.defaults(),
                Timeouts.defaults(),
                Duration.ofSeconds(1));
    }

    /// Returns these limits with other connections.
    public ServerLimits with(ConnectionLimits other) {
        return new ServerLimits(other, http, messages, outbound, timeouts, sweepInterval);
    }

    /// Returns these limits with other requests.
    public ServerLimits with(HttpLimits other) {
        return new ServerLimits(connections, other, messages, outbound, timeouts, sweepInterval);
    }

    /// Returns these limits with other messages.
    public ServerLimits with(MessageLimits other) {
        return new ServerLimits(connections, http, other, outbound, timeouts, sweepInterval);
    }

    /// Returns these limits with another bound of what waits.
    public ServerLimits with(OutboundLimits other) {
        return new ServerLimits(connections, http, messages, other, timeouts, sweepInterval);
    }

    /// Returns these limits with other waiting times.
    public ServerLimits with(Timeouts other) {
        return new ServerLimits(connections, http, messages, outbound, other, sweepInterval);
    }

    /// Returns these limits with another time between two looks at the deadlines.
    public ServerLimits withSweepInterval(Duration interval) {
        return new ServerLimits(connections, http, messages, outbound, timeouts, interval);
    }

    /// Returns how many sweeps a duration lasts, at least one.
    public long sweeps(Duration duration) {
        long interval = sweepInterval.toNanos();
        return Math.max(1, (duration.toNanos() + interval - 1) / interval);
    }
}
