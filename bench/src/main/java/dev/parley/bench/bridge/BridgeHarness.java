// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import dev.parley.bench.load.Generator;
import dev.parley.bench.load.Listeners;
import dev.parley.bench.load.LoadException;
import dev.parley.bench.peer.LocalApp;
import dev.parley.bench.peer.PusherDialect;
import dev.parley.bench.report.Metric;
import dev.parley.bench.scenario.LoadHarness.Notes;
import dev.parley.bench.scenario.Pace;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A started bridge and all that is needed to load it. Its methods are for the thread that steers.
///
/// @param generator holds the sockets that are not pusher-js
/// @param home the repository
/// @param folder for logs
/// @param pace how long to measure
/// @param notes takes what was measured
record BridgeHarness(
        Bridge bridge, Generator generator, Path home, Path folder, Pace pace, Notes notes) {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    Rooms rooms(int count) throws SQLException {
        try (var database = bridge.connect()) {
            return Rooms.make(database, count);
        }
    }

    /// Subscribes a socket to each room.
    Subscribers listeners(Rooms rooms, ReceivedMessages received) throws InterruptedException {
        var joins =
                rooms.channels().stream()
                        .map(channel -> PusherDialect.join(LocalApp.KEY, channel))
                        .toList();
        return Listeners.open(generator, bridge.channels(), joins, received)::close;
    }

    /// Subscribes real Pusher clients to the rooms.
    Subscribers pusherJs(Rooms rooms, ReceivedMessages received) {
        return PusherJs.start(
                home,
                bridge.channels(),
                rooms.channels(),
                folder.resolve("pusher-js.log"),
                received);
    }

    Writers writers(Rooms rooms, int count) throws SQLException {
        return new Writers(bridge, rooms, count);
    }

    /// Waits until all messages have come, or none has for some time.
    ///
    /// @param patience how long without any
    void awaitArrivals(ReceivedMessages received, int wanted, Duration patience)
            throws InterruptedException {
        var never = new CountDownLatch(1);
        var seen = received.count();
        var deadline = System.nanoTime() + patience.toNanos();
        while (seen < wanted && System.nanoTime() < deadline) {
            var _ = never.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
            if (received.count() > seen) {
                deadline = System.nanoTime() + patience.toNanos();
            }
            seen = received.count();
            check(received);
        }
    }

    void note(Metric metric, double value) {
        notes.note(metric, value);
    }

    /// Fails the measurement when something has ended, or a message is missing, repeated or out of place.
    void checkAll(ReceivedMessages received) {
        check(received);
        if (!received.faults().isNone()) {
            throw new LoadException(
                    "messages were not delivered once and in order: " + received.faults());
        }
    }

    private void check(ReceivedMessages received) {
        bridge.check();
        var failure = received.failure();
        if (failure != null) {
            throw new LoadException(failure);
        }
    }
}
