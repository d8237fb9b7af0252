// SPDX-License-Identifier: Apache-2.0
package dev.parley.client;

import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The messages that were received and not taken yet. The `HttpClient` calls it on one thread at a time;
/// another thread takes.
final class ReceiveQueue implements WebSocket.Listener {
    /// How many messages wait at most; the rest stays in the socket.
    private static final int CAPACITY = 1_024;

    /// The code that [RFC 6455](https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1) reserves for a
    /// connection that ends without a close frame.
    static final int ABNORMAL_CLOSURE = 1006;

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final StringBuilder message = new StringBuilder();
    private volatile boolean dropping;

    private sealed interface Arrival {
        record Message(String text, WebSocket from) implements Arrival {}

        record End(int code, String reason) implements Arrival {}
    }

    /// Takes the next message.
    ///
    /// @return null when none came in time
    /// @throws ConnectionClosedException when nothing more will come
    @Nullable String take(Duration deadline)
            throws ConnectionClosedException, InterruptedException {
        return switch (arrivals.poll(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
            case null -> null;
            case Arrival.Message(var text, var from) -> {
                from.request(1);
                yield text;
            }
            case Arrival.End end -> {
                arrivals.add(end); // the last there is: whoever asks again gets the same answer
                throw new ConnectionClosedException(end.code(), end.reason());
            }
        };
    }

    /// Drops what waits and what is still to come; the end is kept.
    void drop() {
        dropping = true;
        arrivals.removeIf(arrival -> {
            if (arrival instanceof Arrival.Message(_, var from)) {
                from.request(1);
                return true;
            }
            return false;
        });
    }

    @Override
    public void onOpen(WebSocket socket) {
        socket.request(CAPACITY);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
        if (dropping) {
            from.request(1);
            return null;
        }
        message.append(piece);
        if (last) {
            arrivals.add(new Arrival.Message(message.toString(), from));
            message.setLength(0);
        } else {
            from.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        arrivals.add(new Arrival.End(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        arrivals.add(new Arrival.End(ABNORMAL_CLOSURE, error.toString()));
    }
}
