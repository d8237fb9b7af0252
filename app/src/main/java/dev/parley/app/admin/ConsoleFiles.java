package dev.parley.app.admin;

import dev.parley.app.page.Asset;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Serves the console's page.
final class ConsoleFiles implements HttpService {
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

    @Override
    public void routing(HttpRules rules) {
        rules.get("/*", this::file);
    }

    private void file(ServerRequest request, ServerResponse response) {
        var path = request.path().path();
        var file = files.get(path.equals("/") ? "/index.html" : path);
        response.header(HeaderNames.create("Content-Security-Policy"), POLICY);
        if (file == null) {
            response.status(Status.NOT_FOUND_404);
            response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
            response.send("There is nothing at " + path + "\n");
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, file.type());
        response.send(file.bytes());
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
