// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.share;

import java.time.Duration;

/// How much of something there is, and how much of it one may have.
///
/// @param permits how many there are, 1 or more
/// @param perPerson most that one person holds
/// @param perNetwork most that the people of one network hold together
/// @param waitingPerPerson most requests of one person that wait
/// @param waitingPerNetwork most requests of one network that wait
/// @param patience how long a request waits
public record Shares(
        int permits,
        int perPerson,
        int perNetwork,
        int waitingPerPerson,
        int waitingPerNetwork,
        Duration patience) {
    /// Returns the shares of database connections: a third for one person, two thirds for one network.
    public static Shares ofConnections(int connections, Duration patience) {
        return new Shares(
                connections,
                Math.max(1, connections / 3),
                Math.max(1, connections * 2 / 3),
                100,
                400,
                patience);
    }

    /// Returns the shares of hashing, which takes a core for a twentieth of a second or longer: one
    /// at a time for one person, two thirds for one network.
    public static Shares ofHashing(int cores, Duration patience) {
        return new Shares(cores, 1, Math.max(1, cores * 2 / 3), 4, 100, patience);
    }
}
