// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/// A stream that says what it is told to and remembers what was confirmed.
final class ScriptedStream implements PGReplicationStream {
    private final BlockingQueue<Said> script = new LinkedBlockingQueue<>();
    private final List<Lsn> flushed = new ArrayList<>();
    private volatile Lsn received = Lsn.ZERO;
    private volatile boolean cut;
    private int forced;

    /// @param at where the driver believes to be once it has read the message
    private record Said(Lsn at, ByteBuffer bytes) {}

    ScriptedStream says(long at, ByteBuffer bytes) {
        script.add(new Said(new Lsn(at), bytes));
        return this;
    }

    static ByteBuffer begin(long commit) {
        return ByteBuffer.allocate(21).put((byte) 'B').putLong(commit).rewind();
    }

    static ByteBuffer commit(long end) {
        return ByteBuffer.allocate(26)
                .put((byte) 'C')
                .put((byte) 0)
                .putLong(0)
                .putLong(end)
                .rewind();
    }

    /// Ends the stream as a closed socket does.
    void cut() {
        cut = true;
        script.add(new Said(Lsn.ZERO, ByteBuffer.allocate(0)));
    }

    synchronized List<Lsn> flushed() {
        return List.copyOf(flushed);
    }

    /// Returns how often a status was sent without reading.
    synchronized int forced() {
        return forced;
    }

    @Override
    public ByteBuffer read() throws SQLException {
        try {
            var next = script.take();
            if (cut) {
                throw new SQLException("cut", "08006");
            }
            received = next.at();
            return next.bytes();
        } catch (InterruptedException e) {
            throw new SQLException("interrupted", "08006", e);
        }
    }

    @Override
    public ByteBuffer readPending() {
        throw new UnsupportedOperationException();
    }

    @Override
    public LogSequenceNumber getLastReceiveLSN() {
        return LogSequenceNumber.valueOf(received.value());
    }

    @Override
    public LogSequenceNumber getLastFlushedLSN() {
        throw new UnsupportedOperationException();
    }

    @Override
    public LogSequenceNumber getLastAppliedLSN() {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized void setFlushedLSN(LogSequenceNumber position) {
        flushed.add(new Lsn(position.asLong()));
    }

    @Override
    public void setAppliedLSN(LogSequenceNumber position) {
        // as far as flushed, always
    }

    @Override
    public synchronized void forceUpdateStatus() {
        forced++;
        notifyAll();
    }

    @Override
    public boolean isClosed() {
        return cut;
    }

    @Override
    public void close() {
        cut();
    }
}
