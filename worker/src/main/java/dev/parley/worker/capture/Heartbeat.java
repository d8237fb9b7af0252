package dev.parley.worker.capture;

import dev.parley.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out whether a stream still carries anything: writes a small message into the log every few
/// seconds, on a connection of its own, and expects something to come back through the stream.
///
/// A network that swallows everything looks to the driver like a database with nothing to say. The
/// thread that reads calls [#heard]; the one that confirms calls everything else.
final class Heartbeat implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration BETWEEN = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final String BEAT = "select pg_logical_emit_message(true, 'parley', '')";

    private final InstantSource clock;
    private final Connection connection;
    private volatile Instant lastHeard;
    private Instant lastBeat;

    private Heartbeat(InstantSource clock, Connection connection) {
        this.clock = clock;
        this.connection = connection;
        this.lastHeard = clock.instant();
        this.lastBeat = Instant.EPOCH;
    }

    static Heartbeat connect(DatabaseUrl url, InstantSource clock) throws SQLException {
        var login = Logins.ordinary(url);
        login.setProperty("socketTimeout", Long.toString(BETWEEN.toSeconds()));
        return new Heartbeat(clock, DriverManager.getConnection(url.jdbcUrl(), login));
    }

    /// Notes that something came through the stream.
    void heard() {
        lastHeard = clock.instant();
    }

    /// Beats when it is time to.
    ///
    /// @return false when nothing has come through the stream for too long
    boolean beat() {
        var now = clock.instant();
        if (lastBeat.plus(BETWEEN).isBefore(now)) {
            lastBeat = now;
            try (var statement = connection.createStatement()) {
                statement.execute(BEAT);
            } catch (SQLException e) {
                // the stream falls silent, too, or does not: that decides
                log.atDebug().addKeyValue("reason", e.getMessage()).log("heartbeat failed");
            }
        }
        return lastHeard.plus(SILENCE).isAfter(now);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("heartbeat was gone already");
        }
    }
}
