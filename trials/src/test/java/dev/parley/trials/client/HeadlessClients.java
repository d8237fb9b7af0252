// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.database.DatabaseUrl;
import dev.parley.gateway.ApiKeys;
import dev.parley.gateway.Gateway;
import dev.parley.gateway.GatewayConfig;
import dev.parley.gateway.mail.MailException;
import dev.parley.gateway.token.Tokens;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import dev.parley.trials.checker.Screen;
import dev.parley.trials.checker.Table;
import dev.parley.trials.writer.Rooms;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// Many clients, each with some rooms open, all in one process of Node.js. Thread-safe.
public final class HeadlessClients implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration TOKEN_LIFE = Duration.ofHours(2);
    private static final Secret JWT_SECRET = new Secret("a secret of trials, 32 bytes or more");

    private final ReportedScreens screens = new ReportedScreens();
    private final Tokens tokens = new Tokens(JWT_SECRET, Clock.systemUTC());
    private final Gateway gateway;
    private final NodeProgram program;

    private HeadlessClients(
            URI sockets,
            AppCredentials app,
            DatabaseUrl database,
            Rooms rooms,
            int count,
            int roomsEach) {
        this.program = NodeProgram.start("headless-clients", screens::take, screens::problem);
        this.gateway =
                Gateway.start(
                        GatewayConfig.local(0, database, JWT_SECRET),
                        () -> {
                            throw new MailException("no mails are sent in trials");
                        },
                        Clock.systemUTC());
        var instructions = services(sockets, app);
        var clients = instructions.putArray("clients");
        for (var i = 0; i < count; i++) {
            var person = rooms.readers().get(i % rooms.readers().size());
            var first = i * roomsEach;
            clients.add(client("client-" + i, person, shared(rooms.ids(), first, roomsEach)));
        }
        program.tell(instructions);
    }

    /// Connects clients and waits until all of them are level with the database and listen.
    ///
    /// @param sockets where the WebSockets are, such as `ws://127.0.0.1:6001`
    /// @param app signs the clients in to their channels
    /// @param database read as the rooms' readers
    /// @param count how many clients
    /// @param roomsEach how many rooms each has open; all rooms are shared out evenly
    public static HeadlessClients connect(
            URI sockets,
            AppCredentials app,
            DatabaseUrl database,
            Rooms rooms,
            int count,
            int roomsEach) {
        var clients = new HeadlessClients(sockets, app, database, rooms, count, roomsEach);
        try {
            Awaitility.await("all clients to be connected")
                    .atMost(PATIENCE)
                    .pollInterval(LOOK)
                    .failFast(clients::requireNoProblems)
                    .until(clients.screens::isReady);
            return clients;
        } catch (RuntimeException e) {
            clients.close();
            throw e;
        }
    }

    /// Waits until every client shows the end of the log; gives up after a time, for the checker to say
    /// who is stuck.
    ///
    /// @return how long it took
    public Duration settle(Table table, Duration patience) {
        var began = System.nanoTime();
        try {
            Awaitility.await()
                    .atMost(patience)
                    .pollInterval(LOOK)
                    .until(() -> screens.areAt(table));
        } catch (ConditionTimeoutException _) {
            // the checker names the clients
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /// Returns what every client showed of every room.
    public List<Screen> screens() {
        return screens.all();
    }

    /// Returns what must not have happened to clients, such as a refusal of a room.
    public List<String> problems() {
        return screens.problems();
    }

    private void requireNoProblems() {
        if (!problems().isEmpty()) {
            throw new AssertionError("clients have problems: " + problems());
        }
    }

    private static List<UUID> shared(List<UUID> rooms, int first, int count) {
        return IntStream.range(first, first + Math.min(count, rooms.size()))
                .mapToObj(i -> rooms.get(i % rooms.size()))
                .toList();
    }

    private ObjectNode services(URI sockets, AppCredentials app) {
        var services = JsonNodeFactory.instance.objectNode();
        services.put("supabaseUrl", "http://127.0.0.1:" + gateway.port())
                .put("anonKey", ApiKeys.of(JWT_SECRET).anon())
                .putObject("pusher")
                .put("host", sockets.getHost())
                .put("port", sockets.getPort())
                .put("key", app.key())
                .put("secret", app.secret().reveal());
        return services;
    }

    private ObjectNode client(String name, UUID person, List<UUID> rooms) {
        var client =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("name", name)
                        .put("person", person.toString())
                        .put("token", token(person));
        var open = client.putArray("rooms");
        for (var room : rooms) {
            open.add(room.toString());
            screens.add(name, room);
        }
        return client;
    }

    private String token(UUID person) {
        var expires = Clock.systemUTC().instant().plus(TOKEN_LIFE).getEpochSecond();
        return tokens.sign(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("sub", person.toString())
                        .put("role", "authenticated")
                        .put("aud", "authenticated")
                        .put("exp", expires));
    }

    @Override
    public void close() {
        program.close();
        gateway.close();
    }
}
