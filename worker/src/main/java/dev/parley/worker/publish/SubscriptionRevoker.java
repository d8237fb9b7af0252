// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import java.time.Instant;
import java.util.List;

/// How a server is told whom to let listen no longer. Any thread may call it, many at once.
public interface SubscriptionRevoker {
    /// Tells whose connection asks to be let in, before it is decided whether it may.
    ///
    /// @param socketId the connection
    /// @param userId the person
    /// @param end when the person's time is over, unless a later end is told before
    /// @return whether the server sees to that end itself; otherwise [#dismiss] is due then
    boolean registerConnection(String socketId, String userId, Instant end);

    /// Takes a person out of channels, wherever the person is connected. Other channels of theirs may be
    /// interrupted for a moment.
    ///
    /// @param channels at least one
    /// @param reason a sentence for people
    /// @throws PublishException when the server has not done it, or may not have
    void revoke(String userId, List<String> channels, String reason)
            throws PublishException, InterruptedException;

    /// Ends the connections of a person whose time is over; who has a new right comes back.
    ///
    /// @throws PublishException when the server has not done it, or may not have
    void dismiss(String userId) throws PublishException, InterruptedException;
}
