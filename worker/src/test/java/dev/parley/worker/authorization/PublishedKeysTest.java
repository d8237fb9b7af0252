// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.ECKey;
import dev.parley.worker.fixture.ManualClock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// When keys are fetched, and what happens when they cannot be.
final class PublishedKeysTest {
    private static final ECKey OLD = SigningKeys.ec("old");
    private static final ECKey NEW = SigningKeys.ec("new");
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final ManualClock clock = new ManualClock();
    private final ProjectServer server = new ProjectServer();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(PublishedKeys.class);
    private final PublishedKeys keys = keys(true);

    @BeforeEach
    void publish() {
        server.publish(OLD.toPublicJWK());
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        logger.setLevel(null);
        logger.setAdditive(true);
        server.close();
    }

    @Test
    void a_new_key_is_fetched_when_a_token_names_it() throws Exception {
        assertThat(isKnown("old")).isTrue();
        server.publish(OLD.toPublicJWK(), NEW.toPublicJWK());
        clock.advance(Duration.ofSeconds(30));

        assertThat(isKnown("new")).isTrue();
        assertThat(isKnown("old")).isTrue();
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void unknown_keys_are_asked_for_once_in_30_seconds_whatever_their_names() throws Exception {
        assertThat(isKnown("old")).isTrue();
        server.publish(NEW.toPublicJWK());
        clock.advance(Duration.ofMillis(29_999));

        assertThat(isKnown("new")).isFalse();
        assertThat(server.requests()).isEqualTo(1);

        clock.advance(Duration.ofMillis(1));
        for (var i = 0; i < 20; i++) {
            assertThat(isKnown("invented-" + i)).isFalse();
        }
        assertThat(isKnown(null)).isFalse();
        assertThat(isKnown("new")).isTrue();
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void many_at_once_wait_for_one_fetch() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var found = IntStream.range(0, 50).mapToObj(_ -> threads.submit(() -> isKnown("old")));

            for (var one : found.toList()) {
                assertThat(one.get()).isTrue();
            }
        }
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void a_key_that_is_withdrawn_ends_within_10_minutes() throws Exception {
        assertThat(isKnown("old")).isTrue();
        server.publish(NEW.toPublicJWK());

        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(isKnown("old")).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(isKnown("old")).isFalse();
    }

    @Test
    void while_the_endpoint_is_away_known_keys_serve_and_it_is_asked_once_in_30_seconds()
            throws Exception {
        assertThat(isKnown("old")).isTrue();
        server.answer(500);
        clock.advance(Duration.ofHours(1));

        assertThat(isKnown("old")).isTrue();
        assertThat(isKnown("old")).isTrue();
        assertThat(server.requests()).isEqualTo(2);
        assertThatThrownBy(() -> isKnown("new")).isInstanceOf(KeySourceException.class);
        assertThat(server.requests()).isEqualTo(2);

        server.publish(OLD.toPublicJWK(), NEW.toPublicJWK());
        clock.advance(Duration.ofSeconds(30));
        assertThat(isKnown("new")).isTrue();
    }

    @Test
    void when_nobody_listens_known_keys_serve() throws Exception {
        assertThat(isKnown("old")).isTrue();
        server.close();
        clock.advance(Duration.ofMinutes(11));

        assertThat(isKnown("old")).isTrue();
    }

    @Test
    void a_document_that_is_no_key_set_of_64_KiB_or_less_is_not_taken() throws Exception {
        var set = "{\"keys\":[" + OLD.toPublicJWK().toJSONString() + "],\"x\":\"%s\"}";
        var room = (1 << 16) - set.formatted("").length();
        server.publish(set.formatted("y".repeat(room)));
        assertThat(isKnown("old")).isTrue();

        for (var document :
                new String[] {
                    set.formatted("y".repeat(room + 1)), "", "[]", "{}", "{\"keys\":1}", "<html>"
                }) {
            server.publish(document);
            clock.advance(Duration.ofMinutes(10));
            assertThat(isKnown("old")).isTrue();
            assertThat(log.list).last().asString().contains("cannot fetch the keys");
        }
        assertThat(server.requests()).isEqualTo(7);
        assertThat(log.list).hasSize(6);
    }

    @Test
    void a_redirect_is_not_followed() {
        server.answer(302);

        assertThatThrownBy(() -> isKnown("old")).isInstanceOf(KeySourceException.class);
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void an_answer_that_trickles_is_given_up() throws Exception {
        assertThat(isKnown("old")).isTrue();
        server.trickle();
        clock.advance(Duration.ofMinutes(10));
        var begin = System.nanoTime();

        assertThat(isKnown("old")).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(PATIENCE, PATIENCE.plusSeconds(5));
        assertThat(log.list).singleElement().asString().contains("cannot fetch the keys");
    }

    @Test
    void no_keys_and_no_secret_are_told_in_the_log_and_not_repeated() throws Exception {
        server.publish();

        assertThat(keys.find(null, JWSAlgorithm.HS256)).isEmpty();
        assertThat(keys.find(null, JWSAlgorithm.HS256)).isEmpty();

        assertThat(log.list)
                .singleElement()
                .asString()
                .contains("publishes no keys", "set SUPABASE_JWT_SECRET");
    }

    @Test
    void no_keys_beside_a_secret_are_as_it_should_be() throws Exception {
        server.publish();

        assertThat(keys(false).find("old", JWSAlgorithm.ES256)).isEmpty();

        assertThat(log.list).isEmpty();
    }

    private boolean isKnown(@Nullable String id) throws KeySourceException {
        return keys.find(id, JWSAlgorithm.ES256).isPresent();
    }

    private PublishedKeys keys(boolean alone) {
        return new PublishedKeys(new KeyEndpoint(server.issuer(), PATIENCE), clock, alone);
    }
}
