// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The publishers of one loop.
final class PublisherConnections implements PublisherConnection.Listener {
    private final List<PublisherConnection> publishers;
    private final InFlightEvents inFlight;
    private final Consumer<PublisherConnection> onFree;
    private boolean closed;

    /// @param count how many
    /// @param onFree told of a lane whose publish was answered
    PublisherConnections(
            int count,
            Generator generator,
            InetSocketAddress server,
            InFlightEvents inFlight,
            Consumer<PublisherConnection> onFree) {
        this.inFlight = inFlight;
        this.onFree = onFree;
        this.publishers =
                Stream.generate(() -> new PublisherConnection(generator, server, this))
                        .limit(count)
                        .toList();
    }

    List<PublisherConnection> all() {
        return publishers;
    }

    void close() {
        closed = true;
        publishers.forEach(PublisherConnection::close);
    }

    @Override
    public void onAnswer(PublisherConnection publisher, int sequence) {
        inFlight.onAnswer(sequence);
        onFree.accept(publisher);
    }

    @Override
    public void onRefused(String why) {
        if (!closed) {
            inFlight.fail(why);
        }
    }
}
