// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.slot;

import dev.parley.worker.capture.CaptureException;
import dev.parley.worker.capture.CaptureState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The right of one worker to look for changes by SQL, where the server does not see to it that only one
/// does. It is a row in the database with the end of its term, by the clock of the database; others stand
/// by until then. Nobody gets it while the slot is being streamed. All sources of one worker share it.
public final class Lease {
    private static final Logger log = LoggerFactory.getLogger(Lease.class);

    /// How long a worker that was killed keeps its successor waiting. To lose the lease over a pause that
    /// is longer costs repeats of the same events at most.
    private static final Duration TERM = Duration.ofSeconds(2);

    private static final Duration RENEWAL = Duration.ofMillis(500);

    private static final String HOLD =
            """
            insert into parley.capture_leases as l (slot, holder, until)
            select ?, ?, clock_timestamp() + ? * interval '1 millisecond'
            where ? or not exists (select from pg_replication_slots s where s.slot_name = ? and s.active)
            on conflict (slot) do update set holder = excluded.holder, until = excluded.until
            where l.holder = excluded.holder or l.until < clock_timestamp()
            """;
    private static final String RELEASE =
            "delete from parley.capture_leases where slot = ? and holder = ?";

    private final DataSource database;
    private final String slot;
    private final UUID holder;

    /// @param database renews it while the holder is busy
    /// @param slot whose name the workers share
    /// @param holder this worker, as nobody else is named
    public Lease(DataSource database, String slot, UUID holder) {
        this.database = database;
        this.slot = slot;
        this.holder = holder;
    }

    /// Takes the lease and renews it until it is closed.
    ///
    /// @param readsSlot whether the holder itself makes the slot active, now and then
    /// @throws CaptureException in the state `SLOT_HELD` while another worker captures
    public Held take(boolean readsSlot) throws SQLException {
        var now = System.nanoTime();
        if (!hold(false)) {
            throw held();
        }
        return new Held(readsSlot, now);
    }

    private CaptureException held() {
        return new CaptureException(
                CaptureState.SLOT_HELD, "another worker looks for changes for slot " + slot);
    }

    private boolean hold(boolean besideSlot) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(HOLD)) {
            statement.setString(1, slot);
            statement.setObject(2, holder);
            statement.setLong(3, TERM.toMillis());
            statement.setBoolean(4, besideSlot);
            statement.setString(5, slot);
            return statement.executeUpdate() > 0;
        }
    }

    private void release() {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(RELEASE)) {
            statement.setString(1, slot);
            statement.setObject(2, holder);
            statement.executeUpdate();
        } catch (SQLException e) {
            log.atDebug().setCause(e).log("the lease was not given back, its term will end");
        }
    }

    /// A lease that is held. One virtual thread, `parley-lease`, renews it; another one uses it.
    public final class Held implements AutoCloseable {
        private final boolean readsSlot;
        private final CountDownLatch over = new CountDownLatch(1);
        private final Thread renewing;
        private volatile boolean lost;
        private volatile long renewed;

        private Held(boolean readsSlot, long taken) {
            this.readsSlot = readsSlot;
            this.renewed = taken;
            this.renewing = Thread.ofVirtual().name("parley-lease").start(this::renew);
        }

        /// Fails when the lease has gone to another worker, or could not be renewed in time.
        ///
        /// @throws CaptureException in the state `SLOT_HELD`
        public void check() {
            if (lost || System.nanoTime() - renewed > TERM.toNanos()) {
                throw held();
            }
        }

        /// Ends the renewing and gives the lease back, unless it was lost.
        @Override
        public void close() {
            over.countDown();
            try {
                renewing.join(TERM);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the other thread does it all the same
            }
        }

        private void renew() {
            try {
                while (!lost && !over.await(RENEWAL.toMillis(), TimeUnit.MILLISECONDS)) {
                    renewOnce();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!lost) {
                release();
            }
        }

        private void renewOnce() {
            var now = System.nanoTime();
            try {
                if (hold(readsSlot)) {
                    renewed = now;
                } else {
                    lost = true;
                }
            } catch (SQLException e) {
                log.atDebug().setCause(e).log("the lease could not be renewed this time");
            }
        }
    }
}
