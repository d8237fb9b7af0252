package dev.parley.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class RhythmTest {
    private static final CaptureConfig SLOW =
            new CaptureConfig(
                    "parley",
                    "parley",
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10),
                    1 << 20,
                    Duration.ofSeconds(50),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30));

    @Test
    void a_wake_ends_a_long_wait() throws InterruptedException {
        var rhythm = new Rhythm(SLOW, InstantSource.system());

        rhythm.wake();
        rhythm.await(); // or the test's time is up
    }

    @Test
    void many_wakes_cause_ten_looks_a_second_at_most() throws InterruptedException {
        var rhythm = new Rhythm(SLOW, InstantSource.system());
        var begun = Instant.now();

        for (var looks = 0; looks < 5; looks++) {
            rhythm.wake();
            rhythm.wake();
            rhythm.await();
        }

        assertThat(Duration.between(begun, Instant.now()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }

    @Test
    void without_news_the_waits_grow_and_with_news_they_are_short_again()
            throws InterruptedException {
        var rhythm = new Rhythm(CaptureConfig.defaults(), InstantSource.system());

        assertThat(rhythm.pause()).isEqualTo(Duration.ofMillis(20));
        for (var looks = 0; looks < 10; looks++) {
            rhythm.looked(false);
        }
        assertThat(rhythm.pause()).isEqualTo(Duration.ofMillis(250));
        rhythm.looked(true);
        assertThat(rhythm.pause()).isEqualTo(Duration.ofMillis(20));
    }
}
