// SPDX-License-Identifier: Apache-2.0
package dev.parley.app;

import dev.parley.app.command.ParleyCommand;

/// The program's entry.
public final class Main {
    private Main() {}

    /// Runs one command. A process that ends well ends by itself, so that a signal which ended `up`
    /// keeps its exit code.
    public static void main(String[] arguments) {
        var code = ParleyCommand.of(System.getenv()).execute(arguments);
        if (code != 0) {
            System.exit(code);
        }
    }
}
