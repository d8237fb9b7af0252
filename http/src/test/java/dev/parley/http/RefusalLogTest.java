// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class RefusalLogTest {
    private static final RequestError TOO_LONG =
            new RequestError(431, "The headers of a request are too long", 32_768);

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(HttpServer.class);
    private Instant now = Instant.EPOCH;
    private final RefusalLog refusals = new RefusalLog("gateway", () -> now);

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
    }

    @Test
    void a_refusal_is_written_down_with_its_size_and_the_limit() {
        refusals.refused("192.0.2.1", TOO_LONG, 40_000);

        assertThat(lines.list.getFirst().getKeyValuePairs().toString())
                .contains("remote=\"192.0.2.1\"", "status=\"431\"", "bytes=\"40000\"")
                .contains("limit=\"32768\"");
    }

    @Test
    void many_refusals_are_few_lines_that_count_the_others() {
        for (var refusal = 0; refusal < 1_000; refusal++) {
            refusals.refused("192.0.2.1", TOO_LONG, 40_000);
        }
        var inOneSecond = lines.list.size();
        now = now.plusSeconds(1);
        refusals.refused("192.0.2.1", TOO_LONG, 40_000);

        assertThat(inOneSecond).isLessThan(100);
        assertThat(lines.list).hasSize(inOneSecond + 1);
        assertThat(lines.list.getLast().getKeyValuePairs().toString())
                .contains("suppressed=\"" + (1_000 - inOneSecond) + "\"");
    }
}
