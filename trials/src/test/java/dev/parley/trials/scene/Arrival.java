package dev.parley.trials.scene;

import dev.parley.trials.checker.Table;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// Waits for what the table holds to arrive at a recorder. For one thread.
final class Arrival {
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Recorder recorder;
    private final Set<Numbered> due = new HashSet<>();
    private int read;

    /// A number of a room, in whatever epoch it is published.
    private record Numbered(UUID room, long rev) {}

    Arrival(Table table, Recorder recorder) {
        this.recorder = recorder;
        table.rows().forEach(row -> due.add(new Numbered(row.place().room(), row.place().rev())));
    }

    /// Gives up after a time: the checker then says what is lost.
    void await(Duration patience) {
        try {
            Awaitility.await().atMost(patience).pollInterval(LOOK).until(this::isComplete);
        } catch (ConditionTimeoutException _) {
            // the checker names what is missing
        }
    }

    private boolean isComplete() {
        var news = recorder.takenAfter(read);
        read += news.size();
        news.forEach(entry -> due.remove(new Numbered(entry.place().room(), entry.place().rev())));
        return due.isEmpty();
    }
}
