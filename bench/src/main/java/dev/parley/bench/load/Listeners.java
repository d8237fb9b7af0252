// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// Subscribed sockets to which others publish.
///
/// Its methods are for the thread that steers; what the sockets receive is told on the generator's loop.
public final class Listeners implements AutoCloseable {
    private static final Duration JOINING = Duration.ofMinutes(2);
    private static final Duration LEAVING = Duration.ofSeconds(30);

    private final Generator generator;
    private final Audience audience;

    private Listeners(Generator generator, Audience audience) {
        this.generator = generator;
        this.audience = audience;
    }

    /// Connects and subscribes them all.
    ///
    /// @param joins one for each socket
    /// @throws LoadException if the server refuses
    public static Listeners open(
            Generator generator, InetSocketAddress server, List<Join> joins, Recipient recipient)
            throws InterruptedException {
        var audience = new Audience(generator, server, joins::get, recipient);
        generator.await(
                "joining " + joins.size() + " sockets", JOINING, () -> audience.join(joins.size()));
        return new Listeners(generator, audience);
    }

    @Override
    public void close() {
        try {
            generator.await("closing the sockets", LEAVING, audience::leave);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
