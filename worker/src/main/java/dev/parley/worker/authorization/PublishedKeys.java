// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys of a project, fetched when they are first needed, when they are 10 minutes old and when a
/// token names one that is not among them; never more than once in 30 s. While the endpoint is away the
/// keys that are known go on serving.
///
/// For any thread. One thread fetches; those that need a key which is not known wait for it, at most
/// the 2 s of one fetch, and nobody else does.
final class PublishedKeys {
    private static final Logger log = LoggerFactory.getLogger(PublishedKeys.class);
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final Duration REST = Duration.ofSeconds(30);

    private final KeyEndpoint endpoint;
    private final InstantSource clock;
    private final boolean alone;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile State state = new State(Map.of(), Instant.MIN, Instant.MIN, false);

    /// @param alone whether there is no shared secret beside these keys
    PublishedKeys(KeyEndpoint endpoint, InstantSource clock, boolean alone) {
        this.endpoint = endpoint;
        this.clock = clock;
        this.alone = alone;
    }

    /// Returns the key of that id if it is one for that algorithm.
    ///
    /// @param id the `kid` of a token, which is looked up and trusted in no other way
    /// @throws KeySourceException when the id is not known and the keys could not be fetched
    Optional<PublicKey> find(@Nullable String id, JWSAlgorithm algorithm)
            throws KeySourceException {
        var known = state;
        if (!known.has(id)) {
            fetching.lock();
            refresh(id);
        } else if (known.isOld(clock.instant()) && fetching.tryLock()) {
            refresh(id);
        }
        return state.find(id, algorithm);
    }

    /// Fetches if that is still wanted and allowed. The caller holds the lock, which is given back.
    private void refresh(@Nullable String id) {
        try {
            var known = state;
            var now = clock.instant(); // read here: whoever had the lock before may have fetched
            var wanted = !known.has(id) || known.isOld(now);
            if (wanted && known.hasRested(now)) {
                state = fetched(known, now);
            }
        } finally {
            fetching.unlock();
        }
    }

    private State fetched(State known, Instant now) {
        try {
            var keys = endpoint.fetch();
            if (keys.isEmpty() && alone) {
                log.atWarn()
                        .log(
                                "the project publishes no keys, so no access token is accepted: set SUPABASE_JWT_SECRET");
            }
            return new State(keys, now, now, false);
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot fetch the keys of access tokens");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new State(known.keys, known.fetchedAt, now, true);
    }

    /// What is known.
    ///
    /// @param keys by their `kid`
    /// @param fetchedAt when they were fetched
    /// @param triedAt when that was last tried
    /// @param away whether that failed
    private record State(
            Map<String, PublishedKey> keys, Instant fetchedAt, Instant triedAt, boolean away) {
        boolean has(@Nullable String id) {
            return id != null && keys.containsKey(id);
        }

        boolean isOld(Instant now) {
            return isPast(fetchedAt, LIFE, now);
        }

        boolean hasRested(Instant now) {
            return isPast(triedAt, REST, now);
        }

        Optional<PublicKey> find(@Nullable String id, JWSAlgorithm algorithm)
                throws KeySourceException {
            var key = id == null ? null : keys.get(id);
            if (key == null && away) {
                throw new KeySourceException("the keys of access tokens could not be fetched");
            }
            return Optional.ofNullable(key)
                    .filter(found -> found.algorithm().equals(algorithm))
                    .map(PublishedKey::key);
        }

        /// A clock that was set back makes everything past, or nothing would be until it catches up.
        private static boolean isPast(Instant since, Duration span, Instant now) {
            return now.isBefore(since) || !now.minus(span).isBefore(since);
        }
    }
}
