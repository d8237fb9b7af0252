// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.inspect;

import java.util.Comparator;

/// In which order channels are listed.
public enum ChannelOrder {
    /// By name.
    NAME,
    /// Those with the most subscriptions first.
    SUBSCRIPTIONS,
    /// Those with the most users first.
    USERS,
    /// By type, then name.
    TYPE;

    Comparator<ChannelView> comparator() {
        var byName = Comparator.comparing(ChannelView::name);
        return switch (this) {
            case NAME -> byName;
            case SUBSCRIPTIONS ->
                    Comparator.comparingInt(ChannelView::subscriptions)
                            .reversed()
                            .thenComparing(byName);
            case USERS ->
                    Comparator.comparingInt(ChannelView::users).reversed().thenComparing(byName);
            case TYPE -> Comparator.comparing(ChannelView::type).thenComparing(byName);
        };
    }
}
