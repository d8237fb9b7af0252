// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Something of which there is so much in all, and so much for each holder, such as an address.
/// Thread-safe.
final class SharedBudget {
    private final long total;
    private final long each;
    private final AtomicLong used = new AtomicLong();
    private final ConcurrentMap<Object, Long> byHolder = new ConcurrentHashMap<>();

    /// @param total how much there is
    /// @param each how much of it one holder may have
    SharedBudget(long total, long each) {
        this.total = total;
        this.each = each;
    }

    /// Takes some, or nothing when too little is left.
    ///
    /// @param holder who takes it; null when only the total counts
    boolean take(@Nullable Object holder, long amount) {
        if (used.addAndGet(amount) > total) {
            used.addAndGet(-amount);
            return false;
        }
        if (holder != null && byHolder.merge(holder, amount, Long::sum) > each) {
            give(holder, amount);
            return false;
        }
        return true;
    }

    /// Gives back what was taken.
    void give(@Nullable Object holder, long amount) {
        used.addAndGet(-amount);
        if (holder != null) {
            byHolder.computeIfPresent(
                    holder, (_, held) -> held <= amount ? null : (Long) (held - amount));
        }
    }

    /// Returns how much is taken.
    long used() {
        return used.get();
    }

    long total() {
        return total;
    }
}
