package dev.parley.app.command;

import java.net.URISyntaxException;
import java.nio.file.Path;

/// Where the build leaves the demo page: in the folder `page` beside the program's jar.
final class BuiltPage {
    private BuiltPage() {}

    static Path folder() {
        try {
            var program = BuiltPage.class.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(program.toURI()).resolveSibling("page");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a jar's location is always a URI", e);
        }
    }
}
