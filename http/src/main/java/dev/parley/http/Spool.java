// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// An answer that is written first and sent later, so that what it comes from, such as a database
/// connection, is free at once. It lies in memory as long as it is short, then in a temporary file that
/// has no name any more and ends with the spool. Confined to one thread.
public final class Spool extends OutputStream {
    private static final int MEMORY_BYTES = 256 << 10;

    private final SpoolSpace space;
    private final @Nullable String client;
    private ByteArrayOutputStream memory = new ByteArrayOutputStream(0);
    private @Nullable FileChannel file;
    private long length;

    /// What is taken from the space; more than the length after a write that failed.
    private long memoryBytes;

    private long diskBytes;
    private boolean handedOver;

    /// @param space what it may take
    /// @param client whose part of it, such as a network; null for one that may have all
    public Spool(SpoolSpace space, @Nullable String client) {
        this.space = space;
        this.client = client;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    /// Adds bytes.
    ///
    /// @throws RequestRefusedException when there is no space left (503)
    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        if (file == null && !fitsInMemory(count)) {
            moveToFile();
        }
        if (file == null) {
            memory.write(bytes, from, count);
        } else {
            takeDisk(count);
            Channels.newOutputStream(file).write(bytes, from, count);
        }
        length += count;
    }

    /// Ends the writing and returns what was written; its reader ends the spool.
    public ResponseBody body() throws IOException {
        handedOver = true;
        InputStream content;
        if (file == null) {
            content = new ByteArrayInputStream(memory.toByteArray());
        } else {
            file.position(0);
            content = Channels.newInputStream(file);
        }
        memory = new ByteArrayOutputStream(0);
        return ResponseBody.of(OptionalLong.of(length), new Reader(content));
    }

    /// Drops what was written, unless [#body] has handed it over.
    @Override
    public void close() throws IOException {
        if (!handedOver) {
            handedOver = true;
            release();
        }
    }

    private boolean fitsInMemory(int count) {
        if (length + count > MEMORY_BYTES || !space.memory().take(client, count)) {
            return false;
        }
        memoryBytes += count;
        return true;
    }

    private void moveToFile() throws IOException {
        takeDisk(length);
        var path = Files.createTempFile(space.folder(), "parley-answer-", null);
        file =
                FileChannel.open(
                        path,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
        memory.writeTo(Channels.newOutputStream(file));
        memory = new ByteArrayOutputStream(0);
        giveMemory();
    }

    private void takeDisk(long count) {
        if (!space.disk().take(client, count)) {
            throw new RequestRefusedException(
                    503, "The server keeps more answers than it has space for; try again");
        }
        diskBytes += count;
    }

    private void release() throws IOException {
        giveMemory();
        space.disk().give(client, diskBytes);
        diskBytes = 0;
        if (file != null) {
            file.close();
        }
    }

    private void giveMemory() {
        space.memory().give(client, memoryBytes);
        memoryBytes = 0;
    }

    /// Reads the spool and ends it.
    private final class Reader extends InputStream {
        private final InputStream content;
        private boolean closed;

        Reader(InputStream content) {
            this.content = content;
        }

        @Override
        public int read() throws IOException {
            return content.read();
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            return content.read(into, from, most);
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                release();
            }
        }
    }
}
