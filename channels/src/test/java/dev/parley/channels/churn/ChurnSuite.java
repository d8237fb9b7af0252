// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.churn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.Figures;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A day of comings and goings in `CHURN_SECONDS` (600). Part of `./parley test --all`.
class ChurnSuite {
    private static final int RATE = 2_000;
    private static final String DEFAULT_SECONDS = "600";

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void a_server_is_as_small_after_a_day_of_visitors_as_after_a_minute() throws IOException {
        var given = System.getenv("CHURN_SECONDS");
        long seconds = Long.parseLong(given == null ? DEFAULT_SECONDS : given);

        var churn =
                Churn.run(
                        RATE,
                        Duration.ofSeconds(Math.min(60, seconds)),
                        Duration.ofSeconds(seconds));

        Figures.print("churn", churn.figures());
        assertThat(churn.done()).as("visits").isGreaterThan(seconds * RATE * 9 / 10);
        churn.check();
    }
}
