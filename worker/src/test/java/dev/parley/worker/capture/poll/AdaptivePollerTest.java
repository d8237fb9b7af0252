// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.capture.CaptureConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class AdaptivePollerTest {
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
        var poller = new AdaptivePoller(SLOW, InstantSource.system());

        poller.wake();
        poller.await(); // or the test's time is up
    }

    @Test
    void many_wakes_cause_ten_looks_a_second_at_most() throws InterruptedException {
        var poller = new AdaptivePoller(SLOW, InstantSource.system());
        var begun = Instant.now();

        for (var looks = 0; looks < 5; looks++) {
            poller.wake();
            poller.wake();
            poller.await();
        }

        assertThat(Duration.between(begun, Instant.now()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }

    @Test
    void without_news_the_waits_grow_and_with_news_they_are_short_again()
            throws InterruptedException {
        var poller = new AdaptivePoller(CaptureConfig.defaults(), InstantSource.system());

        assertThat(poller.pause()).isEqualTo(Duration.ofMillis(20));
        for (var looks = 0; looks < 10; looks++) {
            poller.looked(false);
        }
        assertThat(poller.pause()).isEqualTo(Duration.ofMillis(250));
        poller.looked(true);
        assertThat(poller.pause()).isEqualTo(Duration.ofMillis(20));
    }
}
