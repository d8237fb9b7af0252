// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.attack;

/// One way to stop the product, tried again and again.
interface Attack {
    /// Tries once; what is refused or cut off is what an attacker expects.
    void strike() throws Exception;

    /// Returns a name for the report.
    default String name() {
        return getClass().getSimpleName();
    }
}
