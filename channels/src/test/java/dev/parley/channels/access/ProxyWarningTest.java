// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ProxyWarningTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.parley.channels.access");
    private Instant now = Instant.EPOCH;
    private final ProxyWarning warning = new ProxyWarning(() -> now);

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

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "192.168.0.7", "100.64.0.1", "::1", "fd00::1"})
    void a_private_proxy_is_named_with_the_setting_that_trusts_it(String proxy) {
        forwards(proxy);

        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.getFirst().getMessage())
                .contains("trustedProxies of CHANNELS_CONFIG");
        assertThat(lines.list.getFirst().getKeyValuePairs().toString()).contains("remote");
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "100.128.0.1", "2001:db8::1"})
    void what_strangers_write_is_no_reason_for_a_line(String stranger) {
        forwards(stranger);

        assertThat(lines.list).isEmpty();
    }

    @Test
    void each_is_told_of_once_and_a_minute_apart() {
        forwards("10.0.0.1");
        forwards("10.0.0.2");
        assertThat(lines.list).hasSize(1);

        now = now.plus(Duration.ofMinutes(1));
        forwards("10.0.0.1");
        forwards("10.0.0.2");

        assertThat(lines.list).hasSize(2);
    }

    private void forwards(String proxy) {
        try {
            warning.forwards(InetAddress.getByName(proxy));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(proxy, e);
        }
    }
}
