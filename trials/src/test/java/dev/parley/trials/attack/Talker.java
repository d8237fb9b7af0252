// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One honest person in one public room: says something now and then under an id of its own, says it
/// again until it is accepted, and listens; what was missed while the connection was away is fetched.
final class Talker implements WebSocket.Listener {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration RETRY = Duration.ofMillis(250);
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Person person;
    private final UUID room;
    private final AtomicBoolean stopped;
    private final Set<UUID> heard = ConcurrentHashMap.newKeySet();
    private final Map<UUID, Long> said = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Duration> accepted = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Duration> arrived = new ConcurrentLinkedQueue<>();
    private final StringBuilder text = new StringBuilder();
    private volatile @Nullable WebSocket socket;

    /// @param stopped whether to say nothing more
    Talker(Person person, UUID room, AtomicBoolean stopped) {
        this.person = person;
        this.room = room;
        this.stopped = stopped;
    }

    UUID room() {
        return room;
    }

    /// The ids of what was accepted of this person.
    Set<UUID> said() {
        return Set.copyOf(said.keySet());
    }

    /// The ids of what this person has heard or fetched.
    Set<UUID> heard() {
        return Set.copyOf(heard);
    }

    /// How long each message took from the first try until it was accepted.
    Iterable<Duration> accepted() {
        return accepted;
    }

    /// How long each own message took from the first try until it came back over the socket.
    Iterable<Duration> arrived() {
        return arrived;
    }

    /// Listens, and talks every `pace`, until told to stop.
    void run(Duration pace) throws InterruptedException {
        while (!stopped.get()) {
            listenAgain();
            say();
            TimeUnit.NANOSECONDS.sleep(pace.toNanos());
        }
    }

    /// Fetches what was missed.
    void catchUp() throws IOException, InterruptedException {
        var after = 0L;
        JsonNode page;
        do {
            var reply =
                    person.call(
                            "messages_page",
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("room", room.toString())
                                    .put("after_seq", after)
                                    .put("limit", 200));
            if (!reply.ok()) {
                throw new IOException("a page was refused: " + reply);
            }
            page = reply.body();
            for (var message : page.path("messages")) {
                heard.add(UUID.fromString(message.path("id").asText()));
                after = message.path("seq").asLong();
            }
        } while (page.path("has_newer").asBoolean());
    }

    private void say() throws InterruptedException {
        var id = UUID.randomUUID();
        var began = System.nanoTime();
        said.put(id, began);
        var message =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id.toString())
                        .put("room", room.toString())
                        .put("content", "hello " + id);
        while (!isAccepted(message)) {
            TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
        }
        accepted.add(Duration.ofNanos(System.nanoTime() - began));
    }

    private boolean isAccepted(JsonNode message) throws InterruptedException {
        try {
            return person.call("send_message", message).ok();
        } catch (IOException _) {
            return false; // said again under the same id
        }
    }

    private void listenAgain() throws InterruptedException {
        var open = socket;
        if (open != null && !open.isInputClosed()) {
            return;
        }
        try {
            socket =
                    person.http()
                            .newWebSocketBuilder()
                            .connectTimeout(CONNECT)
                            .buildAsync(person.addresses().sockets(), this)
                            .get(CONNECT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException _) {
            socket = null; // tried again before the next message
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        opened.request(Long.MAX_VALUE);
        var _ =
                opened.sendText(
                        "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"room-%s\"}}"
                                .formatted(room),
                        true); // a socket that is gone is opened again
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
        text.append(piece);
        if (last) {
            var frame = text.toString();
            text.setLength(0);
            take(from, frame);
        }
        return null;
    }

    private void take(WebSocket from, String text) {
        try {
            var frame = JSON.readTree(text);
            switch (frame.path("event").asText()) {
                case "pusher:ping" -> {
                    var _ = from.sendText("{\"event\":\"pusher:pong\",\"data\":{}}", true);
                }
                case "new-message" -> hear(JSON.readTree(frame.path("data").asText()));
                default -> {}
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }

    private void hear(JsonNode message) {
        var id = UUID.fromString(message.path("id").asText());
        var began = said.get(id);
        if (heard.add(id) && began != null) {
            arrived.add(Duration.ofNanos(System.nanoTime() - began));
        }
    }
}
