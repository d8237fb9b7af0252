// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// What has been opened and must be closed, last first.
///
/// Opening and closing exclude each other, so a close that comes while something is being opened
/// waits for it and closes it too; after that nothing can be opened. Safe for any thread.
final class CloseStack implements AutoCloseable {
    @GuardedBy("this")
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @GuardedBy("this")
    private boolean closed;

    /// Opens one more.
    ///
    /// @throws StartException when the stack is closed already
    /// @throws Exception what `opener` throws
    synchronized <T extends AutoCloseable> T open(Callable<T> opener) throws Exception {
        if (closed) {
            throw new StartException("stopped while starting");
        }
        var opened = opener.call();
        open.push(opened);
        return opened;
    }

    /// Closes all, last first, whatever one of them throws; the first failure carries the others.
    @Override
    public synchronized void close() {
        closed = true;
        @Nullable RuntimeException failure = null;
        while (!open.isEmpty()) {
            failure = close(open.pop(), failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    // a part may fail to close in any way, and the parts under it must be closed all the same
    private static @Nullable RuntimeException close(
            AutoCloseable part, @Nullable RuntimeException earlier) {
        try {
            part.close();
            return earlier;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (earlier != null) {
                earlier.addSuppressed(e);
                return earlier;
            }
            return new IllegalStateException("cannot close " + part.getClass().getSimpleName(), e);
        }
    }
}
