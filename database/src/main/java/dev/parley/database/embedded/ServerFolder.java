// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

import dev.parley.database.file.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/// The files of one server: its data, and beside them its passwords, its lock and its log.
///
/// @param place holds them all
/// @param data the folder with the data
record ServerFolder(PrivateFolder place, Path data) {
    private static final long MAX_LOG_BYTES = 10 << 20;
    private static final int LAST_LINES = 12;
    private static final String LOGS = "logs";
    private static final String LOG = "postgres.log";

    /// Nobody is let in without a password, from outside this machine nobody at all.
    private static final String ACCESS =
            """
            # Written by Parley at each start.
            local all         all              scram-sha-256
            host  all         all 127.0.0.1/32 scram-sha-256
            host  replication all 127.0.0.1/32 scram-sha-256
            """;

    static ServerFolder at(Path data) throws IOException {
        var folder = data.toAbsolutePath().normalize();
        var place = Objects.requireNonNull(folder.getParent(), "the data has a folder of its own");
        return new ServerFolder(PrivateFolder.at(place), folder);
    }

    Path lockFile() {
        return place.path().resolve(name() + ".lock");
    }

    RolePasswords passwords() throws IOException {
        return RolePasswords.in(place, passwordFile(data));
    }

    static String passwordFile(Path data) {
        return Objects.requireNonNull(data.getFileName(), "a folder has a name") + ".passwords";
    }

    /// Makes the data when there are none; one that was interrupted leaves none behind.
    void initialize(Programs programs, String superuser, RolePasswords passwords)
            throws IOException {
        if (Files.exists(data.resolve("PG_VERSION"))) {
            return;
        }
        var making = name() + ".new";
        place.remove(making);
        programs.makeFolder(place.path().resolve(making), superuser, passwords.superuser(), place);
        Files.move(place.path().resolve(making), data, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Says who may connect.
    void writeAccess() throws IOException {
        PrivateFolder.at(data).write("pg_hba.conf", ACCESS);
    }

    /// Returns the log for a server to append to.
    Path log() throws IOException {
        var logs = place.folder(LOGS);
        if (!Files.exists(logs.path().resolve(LOG))) {
            logs.write(LOG, "");
        }
        trimLog();
        return logs.path().resolve(LOG);
    }

    /// Sets a log aside that is too long, in the place of what was before; the server may be writing to it.
    void trimLog() throws IOException {
        var log = place.path().resolve(LOGS).resolve(LOG);
        if (Files.size(log) > MAX_LOG_BYTES) {
            place.folder(LOGS).write(LOG + ".1", Files.readString(log));
            Files.writeString(log, ""); // the server appends, so it goes on at the beginning
        }
    }

    /// Returns the last lines of the log.
    List<String> lastWords() throws IOException {
        var lines = Files.readAllLines(log());
        return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    }

    private String name() {
        return String.valueOf(data.getFileName());
    }
}
