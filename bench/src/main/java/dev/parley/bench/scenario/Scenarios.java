// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.scenario;

import dev.parley.bench.load.LoadShape;
import java.util.List;

/// All scenarios, in the order they run.
public final class Scenarios {
    private static final int MOST_IN_FLIGHT = 64;
    private static final int AUDIENCE = 1_000;

    private Scenarios() {}

    /// Returns them.
    ///
    /// @param dataBytes size of an event's data
    /// @param connections how many join, and how many are idle
    public static List<Scenario> all(int dataBytes, int connections) {
        return List.of(
                new Throughput(
                        "fanout",
                        AUDIENCE + " sockets on one channel",
                        new LoadShape(1, AUDIENCE, dataBytes),
                        List.of(1, 8, MOST_IN_FLIGHT),
                        Throughput.Counted.DELIVERIES),
                new Latency(new LoadShape(1, AUDIENCE, dataBytes), 100),
                new Throughput(
                        "publish",
                        "one subscriber",
                        new LoadShape(1, 1, dataBytes),
                        List.of(MOST_IN_FLIGHT),
                        Throughput.Counted.PUBLISHES),
                new Throughput(
                        "channels",
                        "100 channels of 10 subscribers, published to in turn",
                        new LoadShape(100, 10, dataBytes),
                        List.of(MOST_IN_FLIGHT),
                        Throughput.Counted.PUBLISHES),
                new Joins(connections),
                new Idle(connections),
                new Slow());
    }
}
