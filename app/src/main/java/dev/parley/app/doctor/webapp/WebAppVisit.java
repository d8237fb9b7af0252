// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.webapp;

import dev.parley.app.doctor.check.Finding;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The one look at an app that all checks share. One thread uses it.
final class WebAppVisit {
    private static final int FIRST_ERROR = 400;

    private final URI address;
    private @Nullable WebApp app;

    WebAppVisit(URI address) {
        this.address = address;
    }

    /// Returns what was loaded.
    ///
    /// @throws NullPointerException unless [#load] found a page
    WebApp app() {
        return Objects.requireNonNull(app, "no page was loaded");
    }

    /// Loads the page and its scripts.
    Finding load() throws InterruptedException {
        try {
            var loaded = WebAppReader.read(address);
            if (loaded.status() >= FIRST_ERROR) {
                return Finding.fail(
                        "%s answers %d".formatted(loaded.address(), loaded.status()),
                        "open it in a browser and see the log of the app's server; give the address of a page that works");
            }
            if (!loaded.isPage()) {
                return Finding.fail(
                        loaded.address() + " answers something else than a page",
                        "give the address of a page of the app, not of an API or a file");
            }
            app = loaded;
            return Finding.ok(
                    "%s answers; it loads %d scripts%s"
                            .formatted(
                                    loaded.address(),
                                    loaded.scripts(),
                                    loaded.whole() ? "" : " and more, which were not read"));
        } catch (IOException e) {
            return Finding.fail(
                    "%s does not answer: %s".formatted(address, e.getMessage()),
                    "start the app, and give the address that it prints, such as http://localhost:3000");
        }
    }
}
