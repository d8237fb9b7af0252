// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.client;

import dev.parley.database.DatabaseUrl;
import dev.parley.protocol.AppCredentials;
import dev.parley.trials.checker.Screen;
import dev.parley.trials.checker.Table;
import dev.parley.trials.writer.Rooms;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// Many clients, each with some rooms open. Thread-safe.
public final class Crowd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder().executor(threads).build();
    private final Timers timers = new Timers();
    private final RoomReader reader;
    private final List<HeadlessClient> clients = new ArrayList<>();

    private Crowd(
            URI server,
            AppCredentials credentials,
            DatabaseUrl database,
            Rooms rooms,
            int count,
            int roomsEach) {
        this.reader = new RoomReader(database);
        var ids = rooms.ids();
        for (var i = 0; i < count; i++) {
            var name = "client-" + i;
            var person = rooms.readers().get(i % rooms.readers().size());
            var followers = new ArrayList<Follower>();
            for (var r = 0; r < Math.min(roomsEach, ids.size()); r++) {
                var room = ids.get((i * roomsEach + r) % ids.size());
                followers.add(new Follower(name, person, room, reader, threads, timers));
            }
            clients.add(new HeadlessClient(http, server, credentials, followers, timers));
        }
    }

    /// Connects clients and waits until all of them listen.
    ///
    /// @param server where the WebSockets are, such as `ws://127.0.0.1:6001`
    /// @param credentials sign the clients in to their channels
    /// @param database read as the rooms' readers
    /// @param count how many clients
    /// @param roomsEach how many rooms each has open; all rooms are shared out evenly
    public static Crowd connect(
            URI server,
            AppCredentials credentials,
            DatabaseUrl database,
            Rooms rooms,
            int count,
            int roomsEach) {
        var crowd = new Crowd(server, credentials, database, rooms, count, roomsEach);
        crowd.clients.forEach(HeadlessClient::connect);
        Awaitility.await("all clients to listen")
                .atMost(PATIENCE)
                .pollInterval(LOOK)
                .until(() -> crowd.clients.stream().allMatch(HeadlessClient::isSubscribed));
        return crowd;
    }

    /// Waits until every client shows the end of the log; gives up after a time, for the checker to say
    /// who is stuck.
    ///
    /// @return how long it took
    public Duration settle(Table table, Duration patience) {
        var began = System.nanoTime();
        var heads = table.heads();
        try {
            Awaitility.await()
                    .atMost(patience)
                    .pollInterval(LOOK)
                    .until(() ->
                            followers().stream()
                                    .allMatch(f ->
                                            f.isAt(
                                                    table.epoch(),
                                                    heads.getOrDefault(f.room(), 0L))));
        } catch (ConditionTimeoutException _) {
            // the checker names the clients
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /// Returns what every client showed of every room.
    public List<Screen> screens() {
        return followers().stream().map(Follower::screen).toList();
    }

    /// Returns what must not have happened to clients, such as a refused subscription.
    public List<String> problems() {
        return clients.stream().flatMap(client -> client.problems().stream()).toList();
    }

    private List<Follower> followers() {
        return clients.stream().flatMap(client -> client.followers().stream()).toList();
    }

    @Override
    public void close() {
        clients.forEach(HeadlessClient::close);
        timers.close();
        http.shutdownNow();
        threads.shutdownNow();
        reader.close();
    }
}
