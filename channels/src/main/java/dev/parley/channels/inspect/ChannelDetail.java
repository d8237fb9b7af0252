// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.inspect;

import java.util.List;

/// One channel and who is there.
///
/// @param channel the channel
/// @param members ids of the first distinct users of a presence channel
public record ChannelDetail(ChannelView channel, List<String> members) {
    /// Copies the list.
    public ChannelDetail {
        members = List.copyOf(members);
    }
}
