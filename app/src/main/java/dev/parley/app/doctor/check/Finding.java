// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.check;

import java.util.Optional;

/// What a check found.
///
/// @param level how bad it is
/// @param fact what is so, a sentence without a secret in it
/// @param cure what a person can do about it; present whenever something is wrong
public record Finding(Level level, String fact, Optional<String> cure) {
    /// Refuses something wrong without a cure.
    public Finding {
        if ((level == Level.WARN || level == Level.FAIL) && cure.isEmpty()) {
            throw new IllegalArgumentException("a finding without a cure: " + fact);
        }
    }

    public static Finding ok(String fact) {
        return new Finding(Level.OK, fact, Optional.empty());
    }

    public static Finding warn(String fact, String cure) {
        return new Finding(Level.WARN, fact, Optional.of(cure));
    }

    public static Finding fail(String fact, String cure) {
        return new Finding(Level.FAIL, fact, Optional.of(cure));
    }

    public static Finding skip(String reason) {
        return new Finding(Level.SKIP, reason, Optional.empty());
    }
}
