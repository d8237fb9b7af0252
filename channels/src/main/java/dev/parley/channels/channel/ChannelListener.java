// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

/// Hears what happens in an app's channels. Publishes of the application are not announced, so that
/// they cost the same whether or not somebody listens.
@FunctionalInterface
public interface ChannelListener {
    /// Takes note of an event. What happens in one channel is told in its order. Called by any thread,
    /// under the channel's lock: must neither wait nor throw.
    void on(ChannelEvent event);
}
