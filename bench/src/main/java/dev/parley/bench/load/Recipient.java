// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import java.util.function.IntConsumer;

/// Who is told what sockets receive, on the generator's loop.
public interface Recipient {
    /// Returns who is told the number of each event that a socket receives.
    ///
    /// @param socket from 0, in the order of joining
    IntConsumer eventsOf(int socket);

    /// Bytes arrived; the events in them follow.
    void onRead();

    /// Something happened that makes the measurement worthless.
    void fail(String why);
}
