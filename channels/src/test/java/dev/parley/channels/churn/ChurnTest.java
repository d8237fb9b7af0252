// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.churn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChurnTest {
    @Test
    void a_server_is_as_small_after_its_visitors_as_before() throws IOException {
        var churn = Churn.run(300, Duration.ofSeconds(3), Duration.ofSeconds(5));

        assertThat(churn.done()).isGreaterThan(200);
        churn.check();
    }
}
