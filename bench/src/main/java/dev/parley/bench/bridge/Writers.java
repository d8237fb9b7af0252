// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import dev.parley.bench.load.LoadException;
import dev.parley.bench.load.Marker;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Connections that insert messages on a schedule, whatever happens to them: one row, one transaction.
///
/// Writer w of n writes messages w, w + n, w + 2n …; the number of rooms is a multiple of n, so each
/// room belongs to one writer and its messages are committed in the order of their numbers.
final class Writers implements AutoCloseable {
    private static final String INSERT =
            "insert into public.messages (room_id, user_id, content) values (cast(? as parley.room_id), ?, ?)";
    private static final int CONTENT_BYTES = 64;

    private final List<Connection> connections = new ArrayList<>();
    private final Rooms rooms;
    private volatile @Nullable Exception failure;

    Writers(Bridge bridge, Rooms rooms, int count) throws SQLException {
        if (rooms.count() % count != 0) {
            throw new IllegalArgumentException(
                    "%d rooms cannot be shared out to %d writers".formatted(rooms.count(), count));
        }
        this.rooms = rooms;
        for (var i = 0; i < count; i++) {
            connections.add(bridge.connect());
        }
    }

    /// Writes messages of a schedule, the first one now; returns when the last one is committed.
    ///
    /// @param from the first, from 0
    /// @param to behind the last
    /// @throws LoadException if an insert fails
    void write(Schedule schedule, int from, int to, MessageTimes times)
            throws InterruptedException {
        var start = System.nanoTime() - schedule.dueNanos(from);
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < connections.size(); i++) {
            var writer = i;
            var first = from + Math.floorMod(writer - from, connections.size());
            var own = new Share(connections.get(writer), schedule, start, first, to, times);
            threads.add(Thread.ofPlatform().name("writer-" + i).start(() -> write(own)));
        }
        for (var thread : threads) {
            thread.join();
        }
        if (failure != null) {
            throw new LoadException("a message was not committed: " + failure.getMessage());
        }
    }

    @Override
    public void close() throws SQLException {
        for (var connection : connections) {
            connection.close();
        }
    }

    /// What one writer has to do.
    private record Share(
            Connection connection,
            Schedule schedule,
            long start,
            int first,
            int to,
            MessageTimes times) {}

    private void write(Share own) {
        var author = UUID.randomUUID();
        var content = Marker.data(CONTENT_BYTES).getBytes(StandardCharsets.US_ASCII);
        try (var insert = own.connection().prepareStatement(INSERT)) {
            for (var message = own.first();
                    message < own.to() && failure == null;
                    message += connections.size()) {
                awaitDue(own.start() + own.schedule().dueNanos(message));
                Marker.write(content, 0, message + 1);
                fill(insert, message, author, new String(content, StandardCharsets.US_ASCII));
                own.times().sent(message, System.nanoTime());
                insert.executeUpdate();
                own.times().committed(message, System.nanoTime());
            }
        } catch (SQLException | RuntimeException e) { // top of the thread
            failure = e;
        }
    }

    private void fill(PreparedStatement insert, int message, UUID author, String content)
            throws SQLException {
        insert.setString(1, rooms.ids().get(rooms.indexOf(message)));
        insert.setObject(2, author);
        insert.setString(3, content);
    }

    private static void awaitDue(long due) {
        for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
