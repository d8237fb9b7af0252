// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench;

import dev.parley.bench.command.BenchCommand;
import java.nio.file.Path;
import java.time.Clock;

/// The program's entry. The launcher names the repository in the property `parley.home`.
public final class Main {
    private Main() {}

    /// Runs one command.
    public static void main(String[] arguments) {
        var home = Path.of(System.getProperty("parley.home", "")).toAbsolutePath();
        var code = BenchCommand.of(home, Clock.systemUTC()).execute(arguments);
        if (code != 0) {
            System.exit(code);
        }
    }
}
