// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.parley.trials.node.Node;
import dev.parley.trials.node.NodePlan;
import dev.parley.trials.rig.Latencies;
import dev.parley.trials.rig.Printout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// All attacks at once against the whole product in one process with a small heap, while a hundred honest
/// people talk. Expected: nobody honest waits, nothing is lost, and the memory comes back.
final class AttackTest {
    private static final Duration LENGTH =
            Duration.ofMinutes(Integer.getInteger("trials.attack.minutes", 15));
    private static final Duration CALM = Duration.ofSeconds(45);
    private static final Duration PACE = Duration.ofSeconds(4);
    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final Duration MEMORY_PATIENCE = Duration.ofMinutes(5);
    private static final int PEOPLE = 100;
    private static final int ROOMS = 10;
    private static final double MEMORY_BACK = 1.3;

    private final AtomicBoolean calm = new AtomicBoolean();
    private final AtomicBoolean stopped = new AtomicBoolean();

    @Test
    @Tag("long")
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void a_quarter_of_an_hour_of_attacks_stops_nobody_and_loses_nothing(@TempDir Path data)
            throws Exception {
        var plan =
                NodePlan.everything(data.resolve("parley"))
                        .withJava("-Xmx256m")
                        .withOpenFiles(1_024);
        try (var node = Node.start("attack", plan).awaitReady();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var addresses = site(node);
            var talkers = talkers(addresses);
            var talks = talkers.stream().map(talker -> threads.submit(() -> talk(talker))).toList();
            TimeUnit.SECONDS.sleep(CALM.toSeconds());
            var before = node.residentBytes();

            var attacks = attacks(addresses);
            attacks.forEach(attack -> {
                var _ = threads.submit(() -> repeat(attack)); // ends with the attack
            });
            TimeUnit.SECONDS.sleep(LENGTH.toSeconds() / 2);
            killDatabase(data);
            TimeUnit.SECONDS.sleep(LENGTH.toSeconds() / 2);
            calm.set(true);
            stopped.set(true);
            for (var talk : talks) {
                talk.get();
            }

            var accepted = latencies(talkers, Talker::accepted);
            var arrived = latencies(talkers, Talker::arrived);
            Printout.print(
                    "attack",
                    "accepted %s%narrived %s%nmemory %d MiB before, %d MiB at the end of the attacks"
                            .formatted(
                                    describe(accepted),
                                    describe(arrived),
                                    before >> 20,
                                    node.residentBytes() >> 20));
            requireNothingLost(talkers);
            assertThat(accepted.percentile(99)).isLessThan(WAIT);
            assertThat(arrived.percentile(99)).isLessThan(WAIT);
            Awaitility.await("the memory to come back, %d MiB before".formatted(before >> 20))
                    .atMost(MEMORY_PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> node.residentBytes() < before * MEMORY_BACK);
        }
    }

    private List<Attack> attacks(ProductAddresses addresses)
            throws IOException, InterruptedException {
        var everywhere = List.of(addresses.gateway(), addresses.page(), socketsOverHttp(addresses));
        var insider = Person.signUp(addresses, address(77, 1), "mallory");
        var room = UUID.randomUUID();
        insider.call(
                "create_room",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("name", "Den")
                        .put("visibility", "public")
                        .put("id", room.toString()));
        return List.of(
                HalfRequests.bodies(addresses.gateway(), addresses(66, 4), 260),
                HalfRequests.heads(everywhere, addresses(67, 4), 300),
                new Volley(
                        "slow nested reads",
                        12,
                        _ ->
                                insider.get(
                                        "/rest/v1/chat_rooms?select=*,messages(*,chat_rooms(*,messages(*,chat_rooms(*,messages(*)))))")),
                new Volley(
                        "changes of one's account",
                        80,
                        _ ->
                                insider.send(
                                        "PUT",
                                        "/auth/v1/user",
                                        JsonNodeFactory.instance
                                                .objectNode()
                                                .put("password", "another horse battery"))),
                new Volley(
                        "copies of one's entry",
                        1,
                        _ ->
                                insider.send(
                                        "POST",
                                        "/rest/v1/room_participants",
                                        copies(insider, room))),
                new Volley(
                        "rooms",
                        1,
                        _ -> insider.send("POST", "/rest/v1/chat_rooms", rooms(insider))),
                new Volley(
                        "large texts",
                        20,
                        _ ->
                                insider.call(
                                        "send_message",
                                        JsonNodeFactory.instance
                                                .objectNode()
                                                .put("id", UUID.randomUUID().toString())
                                                .put("room", room.toString())
                                                .put("content", "x".repeat(900_000)))));
    }

    private static ArrayNode copies(Person person, UUID room) {
        var copies = JsonNodeFactory.instance.arrayNode();
        for (var i = 0; i < 9_000; i++) {
            copies.addObject()
                    .put("room_id", room.toString())
                    .put("user_id", person.id().toString());
        }
        return copies;
    }

    private static ArrayNode rooms(Person person) {
        var rooms = JsonNodeFactory.instance.arrayNode();
        for (var i = 0; i < 2_000; i++) {
            rooms.addObject().put("name", "Room " + i).put("created_by", person.id().toString());
        }
        return rooms;
    }

    private Void repeat(Attack attack) throws InterruptedException {
        while (!calm.get()) {
            try {
                attack.strike();
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception _) {
                TimeUnit.MILLISECONDS.sleep(100); // refused: tried again
            }
        }
        return null;
    }

    private List<Talker> talkers(ProductAddresses addresses)
            throws IOException, InterruptedException {
        var rooms = new ArrayList<UUID>();
        var talkers = new ArrayList<Talker>();
        for (var i = 0; i < PEOPLE; i++) {
            var person = Person.signUp(addresses, address(1 + i / 200, 1 + i % 200), "honest" + i);
            if (i < ROOMS) {
                var room = UUID.randomUUID();
                require(
                        person.call(
                                "create_room",
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("name", "Room " + i)
                                        .put("visibility", "public")
                                        .put("id", room.toString())));
                rooms.add(room);
            } else {
                require(
                        person.call(
                                "join_room",
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("room", rooms.get(i % ROOMS).toString())));
            }
            talkers.add(new Talker(person, rooms.get(i % ROOMS), stopped));
        }
        return talkers;
    }

    private static Void talk(Talker talker) throws InterruptedException {
        talker.run(PACE);
        return null;
    }

    /// Who came back after a cut fetches what was missed, as the component does.
    private static void requireNothingLost(List<Talker> talkers)
            throws IOException, InterruptedException {
        for (var room : talkers.stream().map(Talker::room).distinct().toList()) {
            var members = talkers.stream().filter(talker -> talker.room().equals(room)).toList();
            var said = new HashSet<UUID>();
            members.forEach(member -> said.addAll(member.said()));
            for (var member : members) {
                member.catchUp();
                assertThat(member.heard()).containsAll(said);
            }
        }
    }

    /// As the kernel does when memory is short.
    private static void killDatabase(Path data) throws IOException {
        try (var files = Files.walk(data)) {
            var note = files.filter(file -> file.endsWith("postmaster.pid")).findFirst();
            var pid = Long.parseLong(Files.readAllLines(note.orElseThrow()).getFirst().strip());
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static Latencies latencies(
            List<Talker> talkers, Function<Talker, Iterable<Duration>> of) {
        var all = new ArrayList<Duration>();
        talkers.forEach(talker -> of.apply(talker).forEach(all::add));
        return new Latencies(all);
    }

    private static String describe(Latencies times) {
        return "%d, p50 %d ms, p99 %d ms, p99.9 %d ms"
                .formatted(
                        times.sorted().size(),
                        times.percentile(50).toMillis(),
                        times.percentile(99).toMillis(),
                        times.percentile(99.9).toMillis());
    }

    private static ProductAddresses site(Node node) throws IOException {
        return ProductAddresses.of(
                node.address().orElseThrow(),
                new ObjectMapper().readTree(node.get("/config.json").orElseThrow().body()));
    }

    private static URI socketsOverHttp(ProductAddresses addresses) {
        return URI.create("http://127.0.0.1:" + addresses.sockets().getPort());
    }

    private static void require(Person.Reply reply) throws IOException {
        if (!reply.ok()) {
            throw new IOException("refused: " + reply);
        }
    }

    private static List<InetAddress> addresses(int third, int count) throws IOException {
        var addresses = new ArrayList<InetAddress>();
        for (var i = 1; i <= count; i++) {
            addresses.add(address(third, i));
        }
        return addresses;
    }

    private static InetAddress address(int third, int last) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, (byte) third, (byte) last});
    }
}
