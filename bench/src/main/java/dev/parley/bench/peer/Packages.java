// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The npm packages of the peers, installed into `bench/peers` when first needed.
///
/// @param folder `bench/peers` of the repository
record Packages(Path folder) {
    private static final long PATIENCE_MINUTES = 10;

    /// Installs them unless they are there and as new as the lock file.
    ///
    /// @return what went wrong, or nothing
    Optional<String> install() throws InterruptedException {
        if (isInstalled()) {
            return Optional.empty();
        }
        var log = folder.resolve("npm.log");
        try {
            var npm =
                    new ProcessBuilder(
                                    // Not ci, which refuses a lock file without the optional
                                    // packages
                                    // of other platforms, and soketi's tree has such.
                                    "npm",
                                    "install",
                                    "--no-save",
                                    "--prefer-offline",
                                    "--ignore-scripts",
                                    "--no-audit",
                                    "--no-fund")
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            if (!npm.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                npm.destroyForcibly();
                return Optional.of("npm install in " + folder + " took too long");
            }
            return npm.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of("npm install in " + folder + " failed; its output is in " + log);
        } catch (IOException e) {
            return Optional.of("npm is missing: install Node.js 20 and npm (nodejs.org)");
        }
    }

    /// Returns a file of an installed package.
    Path file(String path) {
        return folder.resolve("node_modules").resolve(path);
    }

    private boolean isInstalled() {
        var installed = file(".package-lock.json");
        try {
            return Files.exists(installed)
                    && Files.getLastModifiedTime(installed)
                                    .compareTo(
                                            Files.getLastModifiedTime(
                                                    folder.resolve("package-lock.json")))
                            >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }
}
