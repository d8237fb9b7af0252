package dev.parley.worker.capture;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;

/// Works out how far one stream of the log may be confirmed: to the end of the last transaction
/// before which nothing is unsettled.
///
/// The thread that reads the stream opens and completes transactions; the one that confirms asks.
final class Confirmations {
    @GuardedBy("this")
    private final Deque<Transaction> completed = new ArrayDeque<>();

    @GuardedBy("this")
    private boolean open;

    @GuardedBy("this")
    private Lsn confirmed = Lsn.ZERO;

    /// Notes that a transaction has begun to arrive.
    synchronized void begin() {
        open = true;
    }

    /// Notes that the transaction has arrived whole.
    synchronized void complete(Receipt receipt, Lsn end) {
        open = false;
        completed.add(new Transaction(receipt, end));
    }

    /// Returns the position that may be confirmed now; it never goes back.
    ///
    /// @param received a position the server had sent everything before, read **before** this call:
    ///     it may be confirmed when no transaction is open or unsettled, which keeps a database that
    ///     only writes other tables from piling up its log
    synchronized Lsn confirmable(Lsn received) {
        while (!completed.isEmpty() && completed.getFirst().receipt().settled()) {
            confirmed = Lsn.max(confirmed, completed.removeFirst().end());
        }
        if (completed.isEmpty() && !open) {
            confirmed = Lsn.max(confirmed, received);
        }
        return confirmed;
    }

    private record Transaction(Receipt receipt, Lsn end) {}
}
