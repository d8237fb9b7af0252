// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

/// How many of what a load is made of.
///
/// @param channels at least 1
/// @param socketsPerChannel subscribers of each channel, at least 1
/// @param dataBytes size of an event's data, at least [Marker#LENGTH]
public record LoadShape(int channels, int socketsPerChannel, int dataBytes) {
    /// Returns the number of subscribers.
    public int sockets() {
        return channels * socketsPerChannel;
    }

    /// Returns the name of a channel; all are equally long.
    String channel(int index) {
        return "bench-%05d".formatted(index);
    }
}
