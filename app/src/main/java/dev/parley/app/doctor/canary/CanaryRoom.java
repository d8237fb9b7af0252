// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.canary;

import dev.parley.app.doctor.deployment.Deployment;
import java.sql.SQLException;
import java.util.List;

/// A room for one message; removed when closed.
///
/// @param deployment the database it is in
/// @param id its id
record CanaryRoom(Deployment deployment, String id) implements AutoCloseable {
    private static final String LOGGED =
            "select exists (select from public.room_events where room_id = cast(? as parley.room_id) and kind in ('new-message', 'room-updated'))";
    private static final String TAKEN =
            """
            select coalesce(string_agg(b.target, ','), '') from parley.bridge_cursors b
             where b.room_id = cast(? as parley.room_id) and b.published_rev >= (
               select c.last_rev from public.room_counters c where c.room_id = b.room_id)
            """;

    static CanaryRoom make(Deployment deployment) throws SQLException {
        return new CanaryRoom(
                deployment,
                deployment.value(
                        "insert into public.chat_rooms (name, created_by) values ('parley doctor', null) returning id"));
    }

    /// Returns the channels its message may come on, plain, encrypted, or by a webhook.
    List<String> channels() {
        return List.of("private-room-" + id, "private-encrypted-room-" + id, "room-" + id);
    }

    /// Writes the message; returns its id once it is committed.
    String say() throws SQLException {
        return deployment.value(
                "insert into public.messages (room_id, user_id, content)"
                        + " values (cast(? as parley.room_id), parley.nobody(), 'Is anybody there?') returning id",
                id);
    }

    /// Changes the room instead, where the app's own rules refuse a message of nobody.
    void change() throws SQLException {
        var _ =
                deployment.value(
                        "update public.chat_rooms set description = 'Is anybody there?' where id = cast(? as parley.room_id) returning id",
                        id);
    }

    boolean isLogged() throws SQLException {
        return deployment.value(LOGGED, id).equals("t");
    }

    /// Returns the targets that have taken everything in the room.
    List<String> takenBy() throws SQLException {
        var names = deployment.value(TAKEN, id);
        return names.isEmpty() ? List.of() : List.of(names.split(","));
    }

    @Override
    public void close() throws SQLException {
        var _ =
                deployment.value(
                        "with gone as (delete from public.chat_rooms where id = cast(? as parley.room_id) returning id)"
                                + " delete from parley.bridge_cursors b using gone where b.room_id = gone.id returning b.target",
                        id);
    }
}
