// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.training;

import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Looks for one awaited event among those that come. Any thread may ask; the socket's calls come one at
/// a time.
final class AwaitedFrames implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();
    private volatile Awaited awaited = new Awaited("", new CompletableFuture<>());

    private record Awaited(String event, CompletableFuture<String> frame) {}

    /// Returns the next frame that names an event; who asks again gives up what was asked for before.
    CompletableFuture<String> expect(String event) {
        var next = new Awaited("\"" + event + "\"", new CompletableFuture<>());
        awaited = next;
        return next.frame();
    }

    @Override
    public void onOpen(WebSocket socket) {
        socket.request(Long.MAX_VALUE);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence piece, boolean last) {
        if (awaited.frame().isDone()) {
            return null;
        }
        message.append(piece);
        if (last) {
            var frame = message.toString();
            message.setLength(0);
            if (frame.contains(awaited.event())) {
                awaited.frame().complete(frame);
            }
        }
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        awaited.frame().completeExceptionally(error);
    }
}
