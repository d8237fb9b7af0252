// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import dev.parley.app.client.Ports;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.LocalSecrets;
import dev.parley.database.file.PrivateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// The folder that one running Parley has to itself: the embedded database, the log, and a note of
/// the ports it listens on.
///
/// A marker file tells our folder from any other, so that nothing else is ever filled or emptied. Other
/// users of the machine cannot enter it. The lock goes when the process does, however it ends.
public final class DataFolder implements AutoCloseable {
    private static final String MARKER = "parley-data";
    private static final String MARKER_TEXT =
            "This folder holds the data of a local Parley. ./parley up --fresh empties it.\n";
    private static final String LOCK = "lock";
    private static final String LOG = "parley.log";
    private static final String SECRETS = "secrets.properties";
    private static final String RUNNING = "running.properties";

    private final Path root;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path root, FileChannel channel, FileLock lock) {
        this.root = root;
        this.channel = channel;
        this.lock = lock;
    }

    /// Takes a folder, which is made when missing.
    ///
    /// @throws StartException when it is not ours, or another Parley has it
    public static DataFolder open(Path folder) {
        var root = folder.toAbsolutePath().normalize();
        try {
            claim(root);
            var channel =
                    FileChannel.open(
                            root.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            var lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new StartException(alreadyRunning(root));
            }
            return new DataFolder(root, channel, lock);
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    /// Returns the secrets of a folder, which are made when missing, and the folder with them.
    ///
    /// @throws StartException when the folder is not ours
    public static LocalSecrets secrets(Path folder) {
        var root = folder.toAbsolutePath().normalize();
        try {
            claim(root);
            var place = PrivateFolder.at(root);
            if (place.read(SECRETS).isEmpty()) {
                place.write(SECRETS, LocalSecrets.random().text());
            }
            return kept(root, place.read(SECRETS).orElseThrow());
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    /// Returns the secrets of a folder as [#secrets] does, for a command that changes nothing: where there are
    /// none, some that nobody uses.
    public static LocalSecrets knownSecrets(Path folder) {
        var file = folder.toAbsolutePath().normalize().resolve(SECRETS);
        try {
            return kept(folder, Files.readString(file));
        } catch (IOException _) {
            return LocalSecrets.random(); // none yet, or not ours to read
        }
    }

    private static LocalSecrets kept(Path root, String text) {
        return LocalSecrets.parse(text)
                .orElseThrow(() ->
                        new StartException(
                                "%s is not as Parley wrote it: mend it, or remove it and get new secrets"
                                        .formatted(root.resolve(SECRETS))));
    }

    /// Returns the ports of the Parley that runs on a folder, if one does.
    public static Optional<Ports> runningOn(Path folder) {
        var root = folder.toAbsolutePath().normalize();
        var lockFile = root.resolve(LOCK);
        if (!Files.exists(lockFile)) {
            return Optional.empty();
        }
        try (var channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                var lock = tryLock(channel)) {
            return lock == null ? note(root).map(DataFolder::ports) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the data folder " + root, e);
        }
    }

    /// Removes everything in the folder but its lock, its marker and its secrets.
    public void empty() {
        try (var files = Files.walk(root)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                var kept =
                        List.of(
                                root,
                                root.resolve(MARKER),
                                root.resolve(LOCK),
                                root.resolve(SECRETS));
                if (!kept.contains(file)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    /// Notes the ports, for `parley env` and for a second start.
    public void note(Ports ports) {
        var note = new Properties();
        note.setProperty("pid", Long.toString(ProcessHandle.current().pid()));
        note.setProperty("page", Integer.toString(ports.page()));
        note.setProperty("channels", Integer.toString(ports.channels()));
        note.setProperty("admin", Integer.toString(ports.admin()));
        note.setProperty("gateway", Integer.toString(ports.gateway()));
        note.setProperty("database", Integer.toString(ports.database()));
        try (var writer = Files.newBufferedWriter(root.resolve(RUNNING))) {
            note.store(writer, "what runs on this folder now");
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    /// Returns the folder's full path.
    public Path path() {
        return root;
    }

    /// Returns where the embedded database keeps its files.
    public Path database() {
        return Configuration.databaseFolder(root);
    }

    /// Returns the log file, which is made when missing.
    public Path log() {
        try {
            if (!Files.exists(root.resolve(LOG))) {
                PrivateFolder.at(root).write(LOG, "");
            }
            return root.resolve(LOG);
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    /// Returns the port of a database server that an earlier run left behind here, 0 for none.
    int leftoverDatabasePort() {
        var pidFile = database().resolve("postmaster.pid");
        try {
            var lines = Files.exists(pidFile) ? Files.readAllLines(pidFile) : List.<String>of();
            var port = lines.size() < 4 ? "0" : lines.get(3).strip();
            return port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + pidFile, e);
        }
    }

    /// Gives the folder up; what is in it stays. May be called again.
    @Override
    public synchronized void close() {
        try (channel) {
            if (lock.isValid()) {
                Files.deleteIfExists(root.resolve(RUNNING));
                lock.release();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give up the data folder " + root, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // held by this very process, as when two services run in one
        }
    }

    private static void claim(Path root) throws IOException {
        var marker = root.resolve(MARKER);
        if (Files.exists(root, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(root)) {
            throw new StartException(
                    "the data folder %s is a file: set PARLEY_DATA to a folder".formatted(root));
        }
        if (!Files.exists(marker) && Files.exists(root)) {
            requireEmpty(root);
        }
        var folder = PrivateFolder.at(root);
        if (!Files.exists(marker)) {
            folder.write(MARKER, MARKER_TEXT);
        }
    }

    private static void requireEmpty(Path root) throws IOException {
        try (var entries = Files.list(root)) {
            if (entries.findAny().isPresent()) {
                throw new StartException(
                        "%s holds files that are not Parley's: set PARLEY_DATA to a folder of its own"
                                .formatted(root));
            }
        }
    }

    private static StartException unusable(Path root, IOException problem) {
        var reason =
                switch (problem) {
                    case AccessDeniedException _ -> "it may not be written to";
                    case FileSystemException e when e.getReason() != null -> e.getReason();
                    case FileSystemException e -> e.getFile() + " cannot be made or read";
                    default -> String.valueOf(problem.getMessage());
                };
        return new StartException(
                "cannot use the data folder %s: %s. Give it to the user that runs Parley, or set PARLEY_DATA to a folder of theirs"
                        .formatted(root, reason),
                problem);
    }

    private static String alreadyRunning(Path root) throws IOException {
        var who =
                note(root)
                        .map(note ->
                                " (process %s, http://127.0.0.1:%s)"
                                        .formatted(
                                                note.getProperty("pid"), note.getProperty("page")))
                        .orElse("");
        return "Parley runs on %s already%s: stop it, or set PARLEY_DATA and the ports for a second one"
                .formatted(root, who);
    }

    private static Optional<Properties> note(Path root) throws IOException {
        var file = root.resolve(RUNNING);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var note = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            note.load(reader);
        }
        return Optional.of(note);
    }

    private static Ports ports(Properties note) {
        return new Ports(
                number(note.getProperty("page")),
                number(note.getProperty("channels")),
                number(note.getProperty("admin")),
                number(note.getProperty("gateway")),
                number(note.getProperty("database")));
    }

    private static int number(@Nullable String text) {
        return text == null ? 0 : Integer.parseInt(text);
    }
}
