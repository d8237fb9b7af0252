// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.fault;

import java.util.Random;

/// The number that decides everything random in a run: `TRIALS_SEED` when set, otherwise a new one.
public final class Seed {
    private static final String VARIABLE = "TRIALS_SEED";

    private Seed() {}

    /// Returns the seed of a run that is about to start.
    public static long next() {
        var given = System.getenv(VARIABLE);
        return given == null ? new Random().nextInt(Integer.MAX_VALUE) : Long.parseLong(given);
    }
}
