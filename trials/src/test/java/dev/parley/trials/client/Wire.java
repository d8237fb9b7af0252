// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// One connection: puts the pieces of messages together and hands them on as frames, and sends. The
/// listener's calls come one at a time; any thread may send.
final class Wire implements WebSocket.Listener {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringBuilder message = new StringBuilder();
    private final Listener listener;

    @GuardedBy("this")
    private @Nullable WebSocket socket;

    /// The last send: a socket takes one at a time.
    @GuardedBy("this")
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

    /// A message of the Pusher protocol.
    ///
    /// @param channel empty when it belongs to none
    /// @param data which is sent as a text of its own, or as it is
    record Frame(String event, String channel, JsonNode data) {}

    /// Whoever the connection is for.
    interface Listener {
        void came(Wire from, Frame frame);

        /// The connection is gone, or a listener failed; may be called twice.
        void ended(Wire wire, @Nullable Throwable error);
    }

    Wire(Listener listener) {
        this.listener = listener;
    }

    /// Sends an event of the protocol; what cannot be sent is lost with the connection.
    synchronized void send(String event, JsonNode data) {
        var to = socket;
        if (to != null) {
            var text =
                    JSON.createObjectNode()
                            .put("event", event)
                            .<JsonNode>set("data", data)
                            .toString();
            sent = sent.thenCompose(_ -> to.sendText(text, true));
        }
    }

    /// Drops the connection without a word.
    synchronized void abort() {
        if (socket != null) {
            socket.abort();
        }
    }

    @Override
    public synchronized void onOpen(WebSocket opened) {
        socket = opened;
        opened.request(Long.MAX_VALUE);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
        message.append(piece);
        if (last) {
            var frame = parse(message.toString());
            message.setLength(0);
            var data = frame.path("data");
            listener.came(
                    this,
                    new Frame(
                            frame.path("event").asText(),
                            frame.path("channel").asText(),
                            data.isTextual() ? parse(data.asText()) : data));
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        listener.ended(this, null);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        listener.ended(this, error);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }
}
