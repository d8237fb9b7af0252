// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/// Makes the indexes over all messages without keeping writers out, as no migration in a transaction can.
///
/// The migrations make those that are missing, by the same names.
final class ConcurrentIndexes {
    private static final List<Index> ALL =
            List.of(
                    new Index(
                            "messages_room_id_seq_key",
                            "create unique index concurrently messages_room_id_seq_key on public.messages (room_id, seq)"),
                    new Index(
                            "messages_user_id_idx",
                            "create index concurrently messages_user_id_idx on public.messages (user_id)"),
                    new Index(
                            "messages_thread_root_idx",
                            """
                            create index concurrently messages_thread_root_idx
                              on public.messages (thread_root, seq) where thread_root is not null
                            """),
                    new Index(
                            "messages_search_idx",
                            """
                            create index concurrently messages_search_idx
                              on public.messages using gin (parley.search_words(room_id::text, content))
                              with (gin_pending_list_limit = 256)
                            """));

    private final Connection connection;
    private final Consumer<String> progress;

    ConcurrentIndexes(Connection connection, Consumer<String> progress) {
        this.connection = connection;
        this.progress = progress;
    }

    private record Index(String name, String create) {}

    void make() throws SQLException {
        for (var index : ALL) {
            if (!isThere(index)) {
                progress.accept("makes the index " + index.name() + "; the app goes on");
                try (var statement = connection.createStatement()) {
                    statement.execute("set lock_timeout = 0");
                    // what was begun and not ended is there, but nobody uses it
                    statement.execute("drop index concurrently if exists public." + index.name());
                    statement.execute(index.create());
                }
            }
        }
    }

    private boolean isThere(Index index) throws SQLException {
        return SingleAnswer.flag(
                connection,
                """
                select exists (select from pg_index i
                                where i.indexrelid = to_regclass('public.%s') and i.indisvalid)
                """
                        .formatted(index.name()));
    }
}
