// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.poll;

import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.capture.CaptureSession;
import dev.parley.worker.capture.wal.Confirmations;
import dev.parley.worker.capture.wal.LogReader;
import dev.parley.worker.capture.wal.Lsn;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;

/// One reading of the slot by SQL, look by look. Owned by one thread.
///
/// Each look starts at the last confirmed position, so it sees again what is not confirmed yet; that is
/// passed over.
final class SlotSession {
    /// About what 500 messages of people cause.
    private static final int MESSAGES_PER_LOOK = 2_000;

    private final SlotReading slot;
    private final CaptureConfig config;
    private final long maxWaitingBytes;
    private final CaptureSession session;
    private final InstantSource clock;
    private final Confirmations confirmations = new Confirmations();
    private Lsn seen = Lsn.ZERO;
    private Lsn received = Lsn.ZERO;
    private Lsn confirmed = Lsn.ZERO;
    private Instant lastConfirmed;

    /// @param maxWaitingBytes how much log may wait for targets before their events are left to the tables
    SlotSession(
            SlotReading slot,
            CaptureConfig config,
            long maxWaitingBytes,
            CaptureSession session,
            InstantSource clock) {
        this.slot = slot;
        this.config = config;
        this.maxWaitingBytes = maxWaitingBytes;
        this.session = session;
        this.clock = clock;
        this.lastConfirmed = clock.instant();
    }

    /// Looks once and confirms what may be.
    ///
    /// @return whether there was something new
    /// @throws dev.parley.worker.capture.CaptureException when the log cannot be understood; nothing of it is confirmed then
    boolean look() throws SQLException {
        var before = seen;
        var reader = new LogReader(session.sink(), confirmations, seen);
        var look = slot.peek(MESSAGES_PER_LOOK, reader::read);
        seen = reader.end();
        var full = look.messages() >= MESSAGES_PER_LOOK;
        received = Lsn.max(received, full ? seen : look.mark());
        var news = seen.compareTo(before) > 0;
        if ((full && !news) || tooMuchWaits(look.mark())) {
            session.spill(); // or a target that takes nothing would keep the others from what
            // comes next
            confirm();
        } else if (!lastConfirmed.plus(config.statusInterval()).isAfter(clock.instant())) {
            confirm();
        }
        return news;
    }

    /// Returns how far the log was confirmed.
    Lsn confirmed() {
        return confirmed;
    }

    private boolean tooMuchWaits(Lsn mark) {
        return confirmed.compareTo(Lsn.ZERO) > 0
                && mark.bytesSince(confirmations.confirmable(received)) > maxWaitingBytes;
    }

    private void confirm() throws SQLException {
        lastConfirmed = clock.instant();
        var upTo = confirmations.confirmable(received);
        if (upTo.compareTo(confirmed) > 0) {
            slot.advance(upTo);
            confirmed = upTo;
        }
    }
}
