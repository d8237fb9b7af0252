// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.inspect;

import java.util.List;

/// The first channels of those that were asked for.
///
/// @param total how many there are
/// @param channels the first of them, in the order asked for
public record ChannelPage(int total, List<ChannelView> channels) {
    /// Copies the list.
    public ChannelPage {
        channels = List.copyOf(channels);
    }
}
