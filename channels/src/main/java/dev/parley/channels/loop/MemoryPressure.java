// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.loop;

import java.util.function.LongSupplier;

/// How hard up for memory the server is. While more is held than it may, what one socket may have
/// waiting is halved again and again, so that the slowest go first and the others never notice.
///
/// One loop calls [#adjust]; everything else is for any thread.
public final class MemoryPressure {
    private static final int MOST = 20;
    private static final int LEAST_ALLOWANCE = 1_024;

    private final LongSupplier held;
    private final long limit;
    private final int patience;

    private volatile int level;
    private volatile boolean shedding;
    private int waited;

    /// @param held how many bytes are held now; what is shared counts once
    /// @param limit how many may be
    /// @param patience how many looks the closing of slow sockets may take to free memory
    public MemoryPressure(LongSupplier held, long limit, int patience) {
        this.held = held;
        this.limit = limit;
        this.patience = patience;
    }

    /// Adjusts the allowance to what is held.
    ///
    /// @return whether sockets must be closed
    public boolean adjust() {
        long bytes = held.getAsLong();
        if (bytes > limit) {
            // Closed sockets hold their memory until they have read the reason or were cut off.
            if (!shedding || ++waited >= patience) {
                level = Math.min(level + 1, MOST);
                shedding = false;
                waited = 0;
            }
        } else if (bytes < limit / 2) {
            level = Math.max(level - 1, 0);
        }
        return bytes > limit;
    }

    /// Returns how many bytes are held now.
    public long heldBytes() {
        return held.getAsLong();
    }

    /// Returns whether nobody new should come in.
    public boolean isHigh() {
        return level > 0;
    }

    /// Returns how often the allowance was halved, 0 when all is well.
    public int level() {
        return level;
    }

    /// Returns what one socket may have waiting.
    ///
    /// @param bytes what it may have when all is well
    public int allowance(int bytes) {
        return Math.max(Math.min(bytes, LEAST_ALLOWANCE), bytes >> level);
    }

    /// Notes that a socket is being closed.
    public void shed() {
        shedding = true;
    }
}
