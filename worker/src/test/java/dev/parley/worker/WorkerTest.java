package dev.parley.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import dev.parley.worker.authorization.AuthorizationConfig;
import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.delivery.Target;
import dev.parley.worker.fixture.RecordingTarget;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import dev.parley.worker.pump.PumpConfig;
import dev.parley.worker.webhook.WebhookConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedDatabase.class)
final class WorkerTest {
    private final String unique =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final RecordingTarget target = new RecordingTarget("target-" + unique);
    private final TestDatabase database;

    WorkerTest(TestDatabase database) {
        this.database = database;
    }

    @AfterEach
    void remove_the_slot() {
        database.dropSlot(unique);
    }

    @Test
    void messages_are_delivered_in_order_as_they_are_committed() {
        var ann = database.person("Ann");
        var room = database.room("public", ann);
        try (var _ = started(CaptureMode.WAL, target)) {
            LongStream.range(0, 30).forEach(i -> database.say(room, ann, "message " + i));

            target.await(room, database.head(room));
        }

        assertThat(target.revs(room)).containsExactlyElementsOf(revs(2, 31));
        var first = target.log(room).getFirst();
        assertThat(first.channel()).isEqualTo("room-" + room);
        assertThat(first.name()).isEqualTo("new-message");
        assertThat(first.data()).contains("\"content\":\"message 0\"", "\"rev\":2", "\"prev\":1");
    }

    @Test
    void polling_delivers_the_same() {
        var ann = database.person("Ann");
        var room = database.room("private", ann);
        try (var _ = started(CaptureMode.POLL, target)) {
            LongStream.range(0, 30).forEach(i -> database.say(room, ann, "message " + i));

            target.await(room, database.head(room));
        }

        assertThat(target.revs(room)).containsExactlyElementsOf(revs(2, 31));
        assertThat(target.log(room).getFirst().channel()).isEqualTo("private-room-" + room);
    }

    private static List<Long> revs(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private Worker started(CaptureMode mode, Target... targets) {
        var config =
                new WorkerConfig(
                        mode,
                        Optional.of(database.url()),
                        new AuthorizationConfig(
                                new AppCredentials("key", new Secret("secret")),
                                new Secret("a secret of more than thirty-two bytes")),
                        new WebhookConfig(new Secret("hook"), Optional.empty()),
                        captureConfig(),
                        PumpConfig.defaults());
        var worker = Worker.start(config, List.of(targets), InstantSource.system());
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> worker.readiness().ready());
        return worker;
    }

    private CaptureConfig captureConfig() {
        var usual = CaptureConfig.defaults();
        return new CaptureConfig(
                unique,
                usual.publication(),
                Duration.ofMillis(100),
                usual.senderTimeout(),
                usual.maxUnconfirmedBytes(),
                usual.fastPoll(),
                usual.slowPoll());
    }
}
