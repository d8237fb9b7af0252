// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The right to start a server on a folder: one program has it at a time, and loses it however it ends.
final class DataLock implements AutoCloseable {
    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @param file is locked, and made when missing
    /// @param data the folder, to be named when another program has it
    /// @throws DataInUseException when another program has it
    static DataLock take(Path file, Path data) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new DataLock(channel);
            }
        } catch (OverlappingFileLockException _) {
            // held by this very program
        }
        channel.close();
        throw new DataInUseException(data);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
