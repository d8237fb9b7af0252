// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.canary;

import static dev.parley.app.doctor.check.Complaint.CONNECT;
import static dev.parley.app.doctor.check.Complaint.LIVE;
import static dev.parley.app.doctor.check.Complaint.MISSING;

import dev.parley.app.doctor.check.Check;
import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.deployment.Deployment;
import dev.parley.client.DeadlineExceededException;
import dev.parley.client.PusherClient;
import dev.parley.client.PusherEvent;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// A message from its commit to a browser's socket.
///
/// It is written into a private room that is made for it and removed again. Nobody is a participant of
/// that room, so nobody sees it; only who holds the app's secret can listen, as this check does.
public final class Canary {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int NANOS_PER_MILLI = 1_000_000;

    /// Class of the SQLSTATEs of keys, checks and columns that must not be null.
    private static final String INTEGRITY = "23";

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

    private static Finding look(Deployment deployment)
            throws SQLException, IOException, InterruptedException {
        try (var subscriber = deployment.connect();
                var room = CanaryRoom.make(deployment)) {
            for (var channel : room.channels()) {
                subscriber.subscribe(channel, deployment.settings().pusher().credentials());
            }
            return speak(deployment, room, subscriber);
        } catch (SQLException e) {
            if (!isAgainstRules(e)) {
                throw e;
            }
            return Finding.warn(
                    "the app's own rules refuse a room of the doctor: " + firstLine(e),
                    "send a message in your app and see that another browser shows it at once");
        }
    }

    /// A message of nobody breaks the rules of apps whose messages refer to accounts; a change of the room
    /// goes the same way.
    private static Finding speak(Deployment deployment, CanaryRoom room, PusherClient subscriber)
            throws SQLException, IOException, InterruptedException {
        try {
            var message = room.say();
            return await(
                    deployment, room, subscriber, "a message", event -> carries(event, message));
        } catch (SQLException e) {
            if (!isAgainstRules(e)) {
                throw e;
            }
            room.change();
            return await(
                    deployment,
                    room,
                    subscriber,
                    "a change of a room (a message is refused by the app's own rules)",
                    event -> event.is("room-updated"));
        }
    }

    private static Finding await(
            Deployment deployment,
            CanaryRoom room,
            PusherClient subscriber,
            String what,
            Predicate<PusherEvent> wanted)
            throws SQLException, IOException, InterruptedException {
        var committed = System.nanoTime();
        try {
            subscriber.next(what, wanted, PATIENCE);
        } catch (DeadlineExceededException _) {
            return lost(deployment, room);
        }
        return Finding.ok(
                "%s was received %d ms after its commit"
                        .formatted(what, (System.nanoTime() - committed) / NANOS_PER_MILLI));
    }

    private static boolean isAgainstRules(SQLException failure) {
        return String.valueOf(failure.getSQLState()).startsWith(INTEGRITY);
    }

    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    /// A message too large or encrypted has no id to read, but nothing else is said in that room.
    private static boolean carries(PusherEvent event, String message) {
        if (!event.is("new-message")) {
            return false;
        }
        var id = event.data().path("id");
        return id.isMissingNode() || id.asText().equals(message);
    }

    private static Finding lost(Deployment deployment, CanaryRoom room) throws SQLException {
        var seconds = PATIENCE.toSeconds();
        if (!room.isLogged()) {
            return Finding.fail(
                    "a change was committed, but no row of the log came of it",
                    "the triggers on public.messages do not work: see database.triggers");
        }
        var taken = room.takenBy();
        if (taken.isEmpty()) {
            return Finding.fail(
                    "a change is in the log, but no worker has published it within %d s"
                            .formatted(seconds),
                    "see /ready and the worker's log: is it the worker of this database, and does its target take"
                            + " anything?");
        }
        return Finding.fail(
                "a change was published to %s, but nobody on %s:%d received it within %d s"
                        .formatted(
                                String.join(", ", taken),
                                deployment.settings().pusher().host(),
                                deployment.settings().pusher().port(),
                                seconds),
                "the worker publishes to another app or server than browsers connect to: compare its PUSHER_APP_ID,"
                        + " PUSHER_CLUSTER and PUSHER_HOST with those of the page");
    }
}
