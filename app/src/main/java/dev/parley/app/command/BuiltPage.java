// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the build leaves the demo page: in the folder `page` inside the program's jar.
final class BuiltPage {
    private static final String FOLDER = "page";

    private BuiltPage() {}

    /// Returns the folder. The jar's file system stays open for as long as the program runs.
    static Path folder() {
        var program = program();
        try {
            return Files.isDirectory(program)
                    ? program.resolve(FOLDER)
                    : FileSystems.newFileSystem(program).getPath(FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the page in " + program, e);
        }
    }

    private static Path program() {
        try {
            return Path.of(
                    BuiltPage.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a jar's location is always a URI", e);
        }
    }
}
