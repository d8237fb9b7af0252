package dev.parley.app.doctor.canary;

import static dev.parley.app.doctor.check.Complaint.CONNECT;
import static dev.parley.app.doctor.check.Complaint.LIVE;
import static dev.parley.app.doctor.check.Complaint.MISSING;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.app.doctor.check.Check;
import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.site.Site;
import dev.parley.app.doctor.site.Socket;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// A message from its commit to a browser's socket.
///
/// It is written into a private room that is made for it and removed again. Nobody is a participant of
/// that room, so nobody sees it; only who holds the app's secret can listen, as this check does.
public final class Canary {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int NANOS_PER_MILLI = 1_000_000;

    private Canary() {}

    public static Check check() {
        return new Check(
                "canary.arrives",
                List.of(
                        "database.migrations",
                        "database.triggers",
                        "worker.ready",
                        "pusher.socket",
                        "pusher.keys"),
                Set.of(LIVE, CONNECT, MISSING),
                Canary::look);
    }

    private static Finding look(Site site) throws SQLException, IOException, InterruptedException {
        try (var socket = Socket.connect(site.http(), site.settings().pusher());
                var room = Room.make(site)) {
            for (var channel : room.channels()) {
                socket.join(channel);
            }
            var message = room.say();
            var committed = System.nanoTime();
            var event = socket.await(frame -> carries(frame, message), PATIENCE);
            if (event == null) {
                return lost(site, room);
            }
            return Finding.ok(
                    "a message was received %d ms after its commit"
                            .formatted((System.nanoTime() - committed) / NANOS_PER_MILLI));
        }
    }

    /// A message too large or encrypted has no id to read, but nothing else is said in that room.
    private static boolean carries(JsonNode frame, UUID message) {
        if (!Socket.isNamed(frame, "new-message")) {
            return false;
        }
        var id = Socket.data(frame).path("id");
        return id.isMissingNode() || id.asText().equals(message.toString());
    }

    private static Finding lost(Site site, Room room) throws SQLException {
        var seconds = PATIENCE.toSeconds();
        if (!room.isLogged()) {
            return Finding.fail(
                    "a message was committed, but no row of the log came of it",
                    "the triggers on public.messages do not work: see database.triggers");
        }
        var taken = room.takenBy();
        if (taken.isEmpty()) {
            return Finding.fail(
                    "a message is in the log, but no worker has published it within %d s"
                            .formatted(seconds),
                    "see /ready and the worker's log: is it the worker of this database, and does its target take"
                            + " anything?");
        }
        return Finding.fail(
                "a message was published to %s, but nobody on %s:%d received it within %d s"
                        .formatted(
                                String.join(", ", taken),
                                site.settings().pusher().host(),
                                site.settings().pusher().port(),
                                seconds),
                "the worker publishes to another app or server than browsers connect to: compare its PUSHER_APP_ID,"
                        + " PUSHER_CLUSTER and PUSHER_HOST with those of the page");
    }
}
