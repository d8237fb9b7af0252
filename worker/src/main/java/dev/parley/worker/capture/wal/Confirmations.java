// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.worker.capture.Acknowledgement;
import java.util.ArrayDeque;
import java.util.Deque;

/// Works out how far one reading of the log may be confirmed: to the end of the last transaction
/// before which nothing is unsettled.
///
/// The thread that reads opens and completes transactions; the one that confirms asks. What it keeps
/// is bounded by the acknowledgements that somebody holds, not by the number of transactions.
public final class Confirmations {
    @GuardedBy("this")
    private final Deque<Transaction> unsettled = new ArrayDeque<>();

    @GuardedBy("this")
    private boolean open;

    @GuardedBy("this")
    private Lsn confirmed = Lsn.ZERO;

    /// Notes that a transaction has begun to arrive.
    synchronized void begin() {
        open = true;
    }

    /// Notes that the transaction has arrived whole, and releases the reader's own hold.
    synchronized void complete(Acknowledgement acknowledgement, Lsn end) {
        open = false;
        acknowledgement.release();
        var held =
                acknowledgement.settled()
                        ? unsettled.pollLast()
                        : new Transaction(acknowledgement, end);
        if (held == null) {
            confirmed = Lsn.max(confirmed, end);
        } else {
            // a settled transaction behind an unsettled one is confirmed together with that
            unsettled.addLast(new Transaction(held.acknowledgement(), end));
        }
    }

    /// Returns the position that may be confirmed now; it never goes back.
    ///
    /// @param received a position that everything before was read up to, taken **before** this call:
    ///     it may be confirmed when no transaction is open or unsettled, which keeps a database that
    ///     only writes other tables from piling up its log
    public synchronized Lsn confirmable(Lsn received) {
        while (!unsettled.isEmpty() && unsettled.getFirst().acknowledgement().settled()) {
            confirmed = Lsn.max(confirmed, unsettled.removeFirst().end());
        }
        if (unsettled.isEmpty() && !open) {
            confirmed = Lsn.max(confirmed, received);
        }
        return confirmed;
    }

    /// Returns how many transactions wait for their acknowledgements.
    synchronized int waiting() {
        return unsettled.size();
    }

    private record Transaction(Acknowledgement acknowledgement, Lsn end) {}
}
