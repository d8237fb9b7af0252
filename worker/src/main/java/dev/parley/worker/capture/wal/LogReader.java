// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import dev.parley.worker.capture.Acknowledgement;
import dev.parley.worker.capture.CaptureException;
import dev.parley.worker.capture.CaptureState;
import dev.parley.worker.capture.ChangeSink;
import java.nio.ByteBuffer;

/// Reads one decoding of the log, message by message: hands its rows to the sink and notes in
/// [Confirmations] which transactions are complete. Owned by the thread that reads.
public final class LogReader {
    private final ChangeSink sink;
    private final Confirmations confirmations;
    private final RowReader rows = new RowReader();
    private Acknowledgement acknowledgement = new Acknowledgement();
    private boolean known;
    private Lsn end;

    /// @param from transactions that ended here or before are known and passed over
    public LogReader(ChangeSink sink, Confirmations confirmations, Lsn from) {
        this.sink = sink;
        this.confirmations = confirmations;
        this.end = from;
    }

    /// Takes the next message.
    ///
    /// @throws CaptureException when it cannot be understood; nothing of its transaction is confirmed
    public void read(ByteBuffer message) {
        try {
            take(WalDecoder.decode(message));
        } catch (WalFormatException e) {
            throw new CaptureException(
                    CaptureState.LOG_UNREADABLE,
                    "cannot read the log behind %s: %s".formatted(end, e.getMessage()),
                    e);
        }
    }

    private void take(WalMessage message) {
        switch (message) {
            case WalMessage.Begin(var commit) -> begin(commit);
            case WalMessage.Commit(var committed) -> complete(committed);
            case WalMessage.Relation relation -> rows.learn(relation);
            case WalMessage.Insert insert when !known ->
                    rows.inserted(insert).ifPresent(change -> sink.accept(change, acknowledgement));
            case WalMessage.Update update when !known ->
                    rows.updated(update).ifPresent(change -> sink.accept(change, acknowledgement));
            case WalMessage.Insert _, WalMessage.Update _ -> {}
            case WalMessage.Delete _, WalMessage.Truncate _, WalMessage.Aside _ -> {}
        }
    }

    /// Returns where the last complete transaction ended.
    public Lsn end() {
        return end;
    }

    private void begin(Lsn commit) {
        // the end of a transaction lies behind its commit record
        known = commit.compareTo(end) < 0;
        if (!known) {
            acknowledgement = new Acknowledgement();
            confirmations.begin();
        }
    }

    private void complete(Lsn committed) {
        if (!known) {
            confirmations.complete(acknowledgement, committed);
            end = committed;
        }
        known = false;
    }
}
