// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/// Lines of `postgresql.conf`.
///
/// @param values by name, as PostgreSQL reads them, without quotes
record Settings(Map<String, String> values) {
    Settings {
        values = Map.copyOf(values);
    }

    /// Returns what every server here has: the settings of the embedded database, on less memory.
    static Settings defaults() {
        return new Settings(
                Map.ofEntries(
                        Map.entry("listen_addresses", "127.0.0.1"),
                        Map.entry("unix_socket_directories", ""),
                        Map.entry("wal_level", "logical"),
                        Map.entry("max_replication_slots", "10"),
                        Map.entry("max_wal_senders", "10"),
                        Map.entry("max_connections", "100"),
                        Map.entry("shared_buffers", "32MB"),
                        Map.entry("timezone", "UTC"),
                        Map.entry("fsync", "on"),
                        Map.entry("synchronous_commit", "on"),
                        Map.entry("full_page_writes", "on"),
                        Map.entry("log_min_messages", "warning")));
    }

    /// Adds them to a data folder; the last line with a name counts.
    void write(Path data) throws IOException {
        var lines =
                new TreeMap<>(values)
                        .entrySet().stream()
                                .map(e ->
                                        "%s = '%s'"
                                                .formatted(
                                                        e.getKey(),
                                                        e.getValue().replace("'", "''")))
                                .toList();
        Files.write(data.resolve("postgresql.conf"), lines, StandardOpenOption.APPEND);
    }
}
