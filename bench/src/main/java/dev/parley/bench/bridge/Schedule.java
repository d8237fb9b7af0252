// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import java.time.Duration;
import java.util.List;

/// When each message is to be sent: phases of a steady rate, one after the other.
///
/// @param phases in order; the last one is what counts
record Schedule(List<Phase> phases) {
    private static final double NANOS = 1e9;

    Schedule {
        phases = List.copyOf(phases);
    }

    /// Messages at a steady rate.
    ///
    /// @param perSecond how many; 0 for all at once
    /// @param messages how many
    record Phase(int perSecond, int messages) {
        /// Returns as many messages as are sent at that rate in that time.
        static Phase of(int perSecond, Duration time) {
            return new Phase(perSecond, Math.toIntExact(perSecond * time.toMillis() / 1_000));
        }

        private long nanos(int sent) {
            return perSecond == 0 ? 0 : Math.round(sent * NANOS / perSecond);
        }
    }

    int messages() {
        return phases.stream().mapToInt(Phase::messages).sum();
    }

    /// Returns the number of the first message that counts, from 0.
    int firstCounted() {
        return messages() - phases.getLast().messages();
    }

    /// Returns when a message is due.
    ///
    /// @param message its number, from 0
    /// @return nanoseconds after the start
    long dueNanos(int message) {
        var left = message;
        long nanos = 0;
        for (var phase : phases) {
            if (left < phase.messages()) {
                return nanos + phase.nanos(left);
            }
            left -= phase.messages();
            nanos += phase.nanos(phase.messages());
        }
        return nanos;
    }
}
