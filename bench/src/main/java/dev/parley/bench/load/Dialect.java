// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

/// How one kind of server is spoken to.
public interface Dialect {
    /// Returns how a socket becomes a subscriber of a channel.
    Join join(String channel);

    /// Returns a publish to a channel.
    ///
    /// @param data the event's data, a [Marker] in it; needs no escape in JSON
    RequestTemplate publish(String channel, String data);
}
