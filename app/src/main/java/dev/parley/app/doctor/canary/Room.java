package dev.parley.app.doctor.canary;

import dev.parley.app.doctor.site.Site;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// A room for one message; removed when closed.
///
/// @param site the database it is in
/// @param id its id
record Room(Site site, UUID id) implements AutoCloseable {
    private static final String LOGGED =
            "select exists (select from public.room_events where room_id = ? and kind in ('new-message', 'room-updated'))";
    private static final String TAKEN =
            """
            select coalesce(string_agg(b.target, ','), '') from parley.bridge_cursors b
             where b.room_id = ? and b.published_rev >= (
               select c.last_rev from public.room_counters c where c.room_id = b.room_id)
            """;

    static Room make(Site site) throws SQLException {
        var id = UUID.randomUUID();
        var _ =
                site.value(
                        "insert into public.chat_rooms (id, name, created_by) values (?, 'parley doctor', null) returning id",
                        id);
        return new Room(site, id);
    }

    /// Returns the channels its message may come on, plain, encrypted, or by a webhook.
    List<String> channels() {
        return List.of("private-room-" + id, "private-encrypted-room-" + id, "room-" + id);
    }

    /// Writes the message; returns its id once it is committed.
    UUID say() throws SQLException {
        var message = UUID.randomUUID();
        var _ =
                site.value(
                        "insert into public.messages (id, room_id, user_id, content) values (?, ?, ?, 'Is anybody there?') returning id",
                        message,
                        id,
                        new UUID(0, 0));
        return message;
    }

    /// Changes the room instead, where the app's own rules refuse a message of nobody.
    void change() throws SQLException {
        var _ =
                site.value(
                        "update public.chat_rooms set description = 'Is anybody there?' where id = ? returning id",
                        id);
    }

    boolean isLogged() throws SQLException {
        return site.value(LOGGED, id).equals("t");
    }

    /// Returns the targets that have taken everything in the room.
    List<String> takenBy() throws SQLException {
        var names = site.value(TAKEN, id);
        return names.isEmpty() ? List.of() : List.of(names.split(","));
    }

    @Override
    public void close() throws SQLException {
        var _ =
                site.value(
                        "with gone as (delete from public.chat_rooms where id = ? returning id)"
                                + " delete from parley.bridge_cursors b using gone where b.room_id = gone.id returning b.target",
                        id);
    }
}
