// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import java.util.Optional;

/// How a socket becomes a subscriber of one channel.
///
/// @param path of the upgrade request
/// @param subscribe the text sent after the server's first frame; empty where the path alone
///     subscribes
public record Join(String path, Optional<String> subscribe) {
    /// What a Pusher server's answer to a subscription contains.
    static final String CONFIRMATION = "subscription_succeeded";
}
