package dev.parley.worker.pump;

import dev.parley.worker.capture.Change;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A ledger that writes nothing down once its worker is dead, and little before.
final class DyingLedger implements Ledger {
    private final Ledger alive;
    private volatile boolean dead;

    DyingLedger(Ledger alive) {
        this.alive = alive;
    }

    void die() {
        dead = true;
    }

    @Override
    public String epoch() throws SQLException {
        return alive.epoch();
    }

    @Override
    public void register(String target, String epoch) throws SQLException {
        alive.register(target, epoch);
    }

    @Override
    public List<Change.Behind> behind(String target) throws SQLException {
        return alive.behind(target);
    }

    @Override
    public List<Page> pages(String target, String epoch, List<Place> places) throws SQLException {
        return alive.pages(target, epoch, places);
    }

    @Override
    public void save(String target, String epoch, Map<String, Long> published) throws SQLException {
        if (dead) {
            throw new SQLException("dead");
        }
        alive.save(target, epoch, published);
    }

    @Override
    public void park(String target, List<ParkedRow> rows) throws SQLException {
        alive.park(target, rows);
    }

    @Override
    public long parked(String target) throws SQLException {
        return alive.parked(target);
    }

    @Override
    public Optional<String> channel(String room) throws SQLException {
        return alive.channel(room);
    }
}
