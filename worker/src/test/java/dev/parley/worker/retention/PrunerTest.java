// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.retention;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.parley.worker.fixture.RecordedLog;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import dev.parley.worker.retry.Sleeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedDatabase.class)
final class PrunerTest {
    private final TestDatabase database;

    /// What the pruner rests for; it goes on when told.
    private final LinkedBlockingQueue<Duration> rests = new LinkedBlockingQueue<>();

    private final SynchronousQueue<Boolean> goOn = new SynchronousQueue<>();
    private final Sleeper sleeper =
            time -> {
                rests.add(time);
                goOn.take();
            };

    PrunerTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void old_rows_that_every_target_has_taken_go_and_nothing_else_does() throws Exception {
        var ann = database.person("Ann");
        var taken = database.room("public", ann);
        var waiting = database.room("public", ann);
        database.execute(
                "insert into parley.bridge_targets (target, epoch) values ('pruned', parley.epoch())");
        database.execute(
                "insert into parley.bridge_cursors (target, room_id, epoch, published_rev) select target, '%s', parley.epoch(), 9 from parley.bridge_targets on conflict do nothing"
                        .formatted(taken));
        database.execute(
                "update public.room_events set created_at = now() - interval '8 days' where room_id in ('%s', '%s')"
                        .formatted(taken, waiting));
        database.say(taken, ann, "new");

        try (var log = new RecordedLog(Pruner.class);
                var _ = Pruner.start(database.pool(), List.of(), Duration.ofDays(7), sleeper)) {
            assertThat(rests.poll(20, TimeUnit.SECONDS)).isEqualTo(Duration.ofMinutes(1));
            goOn.put(true);
            assertThat(rests.poll(20, TimeUnit.SECONDS)).isEqualTo(Duration.ofHours(1));

            assertThat(revs(taken)).isEqualTo("2");
            assertThat(revs(waiting)).isEqualTo("1");
            assertThat(log.at(Level.INFO)).anyMatch(line -> line.startsWith("shortened the log"));
            assertThat(log.at(Level.WARN))
                    .anyMatch(
                            line -> line.contains("nobody here serves") && line.contains("pruned"));
        } finally {
            database.execute("delete from parley.bridge_targets where target = 'pruned'");
        }
    }

    private String revs(String room) {
        return database.value(
                "select string_agg(rev::text, ',' order by rev) from public.room_events where room_id = '%s'"
                        .formatted(room));
    }
}
