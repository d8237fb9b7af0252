// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets a person read what a suite measured: Surefire shows what is logged, and nothing that is
/// published by a `TestReporter`.
public final class Figures {
    private static final Logger log = LoggerFactory.getLogger("figures");

    private Figures() {}

    /// Prints what a suite measured.
    public static void print(String suite, String figures) {
        log.atInfo().log("{}: {}", suite, figures);
    }
}
