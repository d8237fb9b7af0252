package dev.parley.worker.capture;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The right of one worker to look for changes by SQL, where the server does not see to it that only one
/// does. It is a row in the database with the end of its term, by the clock of the database; who holds it
/// renews it in time, the others stand by. All sources of one worker share it.
///
/// Used by the capturing thread alone.
final class Lease {
    private static final Logger log = LoggerFactory.getLogger(Lease.class);

    /// How long a worker that was killed keeps its successor waiting. To lose the lease over a pause that
    /// is longer costs repeats of the same events at most.
    private static final Duration TERM = Duration.ofSeconds(2);

    private static final Duration RENEWAL = Duration.ofMillis(500);

    private static final String HOLD =
            """
            insert into parley.capture_leases as l (slot, holder, until)
            values (?, ?, clock_timestamp() + ? * interval '1 millisecond')
            on conflict (slot) do update set holder = excluded.holder, until = excluded.until
            where l.holder = excluded.holder or l.until < clock_timestamp()
            """;
    private static final String RELEASE =
            "delete from parley.capture_leases where slot = ? and holder = ?";

    private final String slot;
    private final UUID holder;
    private final InstantSource clock;
    private Instant renewed = Instant.MIN;

    /// @param slot whose name the workers share
    /// @param holder this worker, as nobody else is named
    Lease(String slot, UUID holder, InstantSource clock) {
        this.slot = slot;
        this.holder = holder;
        this.clock = clock;
    }

    /// Takes the lease, or renews it when it is time to.
    ///
    /// @throws CaptureException in the state `SLOT_HELD` while another worker has it
    void hold(Connection connection) throws SQLException {
        var now = clock.instant();
        if (renewed.isAfter(now.minus(RENEWAL))) {
            return;
        }
        try (var statement = connection.prepareStatement(HOLD)) {
            statement.setString(1, slot);
            statement.setObject(2, holder);
            statement.setLong(3, TERM.toMillis());
            if (statement.executeUpdate() == 0) {
                renewed = Instant.MIN;
                throw new CaptureException(
                        CaptureState.SLOT_HELD,
                        "another worker looks for changes by SQL for slot " + slot);
            }
        }
        renewed = now;
    }

    /// Opens a connection.
    interface Opening {
        /// Opens it.
        Connection open() throws SQLException;
    }

    /// Gives the lease back, so that another worker need not wait for the end of the term.
    void release(Opening opening) {
        var interrupted = Thread.interrupted(); // it would close the socket of a virtual thread
        try (var connection = opening.open();
                var statement = connection.prepareStatement(RELEASE)) {
            statement.setString(1, slot);
            statement.setObject(2, holder);
            statement.executeUpdate();
        } catch (SQLException e) {
            log.atDebug().setCause(e).log("the lease was not given back, its term will end");
        } finally {
            renewed = Instant.MIN;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
