// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Lets a person read what a run was like: on standard output and in `target/trials/<name>.txt`.
public final class Printout {
    private Printout() {}

    /// Prints a text and writes it down.
    ///
    /// @param name of the run and of the file
    public static void print(String name, String text) {
        System.out.println(text);
        try {
            var folder = Files.createDirectories(Path.of("target", "trials"));
            Files.writeString(folder.resolve(name.replace("/", " per ") + ".txt"), text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write down what " + name + " was like", e);
        }
    }
}
