// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A body that is being read. The loop of its connection fills it; the thread that answers waits.
final class BodyBuffer {
    private final int maxBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

    BodyBuffer(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    int maxBytes() {
        return maxBytes;
    }

    /// Returns whether so many more bytes would still be allowed.
    boolean holds(long more) {
        return bytes.size() + more <= maxBytes;
    }

    void add(ByteBuf part) {
        var copy = new byte[part.readableBytes()];
        part.readBytes(copy);
        bytes.writeBytes(copy);
    }

    void end() {
        whole.complete(bytes.toByteArray());
    }

    void fail(Exception reason) {
        whole.completeExceptionally(reason);
    }

    /// Waits for the end of the body.
    byte[] await() throws IOException, InterruptedException {
        try {
            return whole.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RequestRefusedException refused -> throw refused;
                case ClientGoneException gone -> throw gone;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
