// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import dev.parley.app.page.Asset;
import dev.parley.http.Request;
import dev.parley.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Serves the console's page.
final class ConsoleFiles {
    private static final String FOLDER = "/console/";
    private static final List<String> NAMES =
            List.of(
                    "index.html",
                    "icon.svg",
                    "console.css",
                    "api.js",
                    "channel-list.js",
                    "channel-view.js",
                    "connection-list.js",
                    "console.js",
                    "dom.js",
                    "event-form.js",
                    "overview.js",
                    "sparkline.js");

    private static final String POLICY =
            String.join(
                    "; ",
                    "default-src 'none'",
                    "script-src 'self'",
                    "style-src 'self'",
                    "img-src 'self'",
                    "connect-src 'self'",
                    "base-uri 'none'",
                    "form-action 'none'",
                    "frame-ancestors 'none'");

    private final Map<String, Asset> files;

    private ConsoleFiles(Map<String, Asset> files) {
        this.files = files;
    }

    static ConsoleFiles read() {
        var files = new HashMap<String, Asset>();
        for (var name : NAMES) {
            files.put("/" + name, Asset.of(Path.of(name), bytes(FOLDER + name)));
        }
        return new ConsoleFiles(files);
    }

    /// Answers with a file.
    Response file(Request request) {
        var path = request.path();
        if (!request.onlyReads()) {
            return Response.text(405, "The console's files are only read")
                    .with("Allow", "GET, HEAD");
        }
        var file = files.get(path.equals("/") ? "/index.html" : path);
        var answer =
                file == null
                        ? Response.text(404, "There is nothing at " + path)
                        : Response.of(200, file.type(), file.body());
        return answer.with("Content-Security-Policy", POLICY);
    }

    private static byte[] bytes(String resource) {
        try (var stream = ConsoleFiles.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is missing from the program");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
