// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.protocol.Secret;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads secrets: what the operator has set, else what this Parley has made for itself.
///
/// The worker and the Pusher-compatible server run alone where they are deployed, often more than once and
/// without a disk. There every secret must be set: one that each start makes up would fit no other.
final class SecretReader {
    private final Environment environment;
    private final RunMode mode;
    private final boolean loopback;
    private final Supplier<LocalSecrets> kept;
    private final Set<Variable> missing = EnumSet.noneOf(Variable.class);
    private @Nullable LocalSecrets local;

    /// @param kept gives the secrets of the data folder, and is asked only when one is needed
    SecretReader(
            Environment environment,
            RunMode mode,
            String bindAddress,
            Supplier<LocalSecrets> kept) {
        this.environment = environment;
        this.mode = mode;
        this.loopback = DefaultSecretCheck.isLoopback(bindAddress);
        this.kept = kept;
    }

    /// Reads one.
    ///
    /// @param otherwise which of the local secrets takes its place
    Secret read(Variable name, Function<LocalSecrets, Secret> otherwise) {
        var set = environment.secret(name);
        if (set.isPresent()) {
            return set.get();
        }
        if (mode == RunMode.CHANNELS && name != Variable.PUSHER_SECRET) {
            return otherwise.apply(LocalSecrets.random()); // of a part that does not start
        }
        if (mustBeSet()) {
            missing.add(name);
            return otherwise.apply(LocalSecrets.random());
        }
        return otherwise.apply(local());
    }

    /// Refuses to go on without a secret that must be set.
    void check(String bindAddress) {
        if (!missing.isEmpty()) {
            throw new ConfigurationException(
                    "BIND_ADDRESS is %s, which other machines reach: set %s"
                            .formatted(
                                    bindAddress,
                                    missing.stream()
                                            .map(Variable::name)
                                            .collect(Collectors.joining(", "))));
        }
    }

    private boolean mustBeSet() {
        var alone = mode == RunMode.WORKER || mode == RunMode.CHANNELS;
        return alone && !loopback && !wellKnown();
    }

    private boolean wellKnown() {
        return environment.on(Variable.PARLEY_WELL_KNOWN_SECRETS);
    }

    private LocalSecrets local() {
        var known = local;
        if (known == null) {
            known = wellKnown() ? LocalSecrets.wellKnown() : kept.get();
            local = known;
        }
        return known;
    }
}
