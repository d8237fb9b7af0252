// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.parley.client.PusherClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// One honest person in one public room: says something now and then under an id of its own, says it
/// again until it is accepted, and listens; what was missed while the connection was away is fetched.
final class Talker {
    private static final Duration RETRY = Duration.ofMillis(250);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration LISTEN = Duration.ofHours(1);

    private final Person person;
    private final UUID room;
    private final AtomicBoolean stopped;
    private final Set<UUID> heard = ConcurrentHashMap.newKeySet();
    private final Map<UUID, Long> said = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Duration> accepted = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Duration> arrived = new ConcurrentLinkedQueue<>();

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
        Thread.ofVirtual().name("talker-listens").start(this::listen);
        while (!stopped.get()) {
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

    /// Hears what is said, on one connection after the other.
    private void listen() {
        while (!stopped.get()) {
            try (var client =
                    PusherClient.connect(
                            person.http().newWebSocketBuilder(),
                            person.addresses().sockets(),
                            CONNECT)) {
                client.subscribe("room-" + room);
                while (true) {
                    hear(client.next("a message", event -> event.is("new-message"), LISTEN).data());
                }
            } catch (IOException _) {
                LockSupport.parkNanos(
                        RETRY.toNanos()); // closed: what is missed meanwhile is fetched
            } catch (InterruptedException _) {
                return;
            }
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
