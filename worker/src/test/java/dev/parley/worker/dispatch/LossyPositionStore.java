// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import dev.parley.worker.capture.Change;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A position store that writes nothing down once its worker is dead, and little before.
final class LossyPositionStore implements PositionStore {
    private final PositionStore alive;
    private volatile boolean dead;

    LossyPositionStore(PositionStore alive) {
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
    public List<LogPage> pages(String target, String epoch, List<ReadPosition> positions)
            throws SQLException {
        return alive.pages(target, epoch, positions);
    }

    @Override
    public void save(String target, String epoch, Map<String, Long> published) throws SQLException {
        if (dead) {
            throw new SQLException("dead");
        }
        alive.save(target, epoch, published);
    }

    @Override
    public void saveDeadLetters(String target, List<DeadLetter> rows) throws SQLException {
        alive.saveDeadLetters(target, rows);
    }

    @Override
    public long deadLetterCount(String target) throws SQLException {
        return alive.deadLetterCount(target);
    }

    @Override
    public Optional<String> channel(String room) throws SQLException {
        return alive.channel(room);
    }
}
