// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/// A folder that only the user of this program may enter: mode 0700, and theirs.
public final class PrivateFolder {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final boolean wasOpen;

    private PrivateFolder(Path path, boolean wasOpen) {
        this.path = path;
        this.wasOpen = wasOpen;
    }

    /// Makes the folder when it is missing, and closes it to others when it was open to them.
    ///
    /// @throws FileSystemException when it belongs to somebody else, or cannot be made or written to
    public static PrivateFolder at(Path wanted) throws IOException {
        var folder = wanted.toAbsolutePath().normalize();
        if (!Files.exists(folder)) {
            make(folder);
        }
        var real = folder.toRealPath();
        requireOwn(real);
        var wasOpen = !Files.getPosixFilePermissions(real).equals(OWNER_ONLY);
        if (wasOpen) {
            Files.setPosixFilePermissions(real, OWNER_ONLY);
        }
        return new PrivateFolder(folder, wasOpen);
    }

    /// Returns the folder's full path.
    public Path path() {
        return path;
    }

    /// Returns whether others could enter it until now, and so may have put in what is there.
    public boolean wasOpen() {
        return wasOpen;
    }

    /// Returns a private folder in this one.
    public PrivateFolder folder(String name) throws IOException {
        return at(path.resolve(name));
    }

    /// Returns a file's text; nothing when there is no such file.
    public Optional<String> read(String name) throws IOException {
        try {
            return Optional.of(Files.readString(path.resolve(name)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// Writes a file of mode 0600, whole or not at all, in the place of the one of this name.
    public void write(String name, String text) throws IOException {
        var making = Files.createTempFile(path, name, ".new"); // of mode 0600
        Files.writeString(making, text);
        Files.move(making, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /// Removes what has this name, with all that is in it.
    public void remove(String name) throws IOException {
        delete(path.resolve(name));
    }

    /// Removes the folder with all that is in it.
    public void remove() throws IOException {
        delete(path);
    }

    private static void delete(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (NoSuchFileException _) {
            // there is nothing to remove
        }
    }

    private static void make(Path folder) throws IOException {
        var parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException _) {
            // made by another program since we looked, and examined like any other
        }
    }

    /// Compares the folder's owner with that of a file we make: no name of a user is needed, which a
    /// container may not have.
    private static void requireOwn(Path folder) throws IOException {
        var probe = Files.createTempFile(folder, ".owner", "");
        try {
            var owner = Files.getOwner(folder);
            if (!owner.equals(Files.getOwner(probe))) {
                throw new FileSystemException(
                        folder.toString(), null, "it belongs to " + owner.getName());
            }
        } finally {
            Files.delete(probe);
        }
    }
}
