package dev.parley.app.page;

import dev.parley.app.client.ClientSettings;
import dev.parley.app.client.ConfigJson;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Serves the demo page and its `config.json`.
///
/// Files under `assets/` carry a hash in their name and may be kept for a year; everything else is
/// asked for again each time, which costs a 304. An unknown path without a dot is one of the page's
/// own views and gets `index.html`.
public final class Page implements HttpService {
    private static final String INDEX = "/index.html";
    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final String NOT_BUILT =
            "The page is not built. Start Parley with ./parley up, which builds it.\n";

    private final Map<String, Asset> assets;
    private final Function<String, ClientSettings> settings;

    private Page(Map<String, Asset> assets, Function<String, ClientSettings> settings) {
        this.assets = assets;
        this.settings = settings;
    }

    /// Reads the files of a page.
    ///
    /// @param folder where the build left it; a folder that does not exist gives a page that says so
    /// @param settings gives what the page needs, for the host name that the browser used
    public static Page read(Path folder, Function<String, ClientSettings> settings) {
        if (!Files.isDirectory(folder)) {
            return new Page(Map.of(), settings);
        }
        var assets = new HashMap<String, Asset>();
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var path = "/" + folder.relativize(file).toString().replace('\\', '/');
                assets.put(path, Asset.of(file, Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the page in " + folder, e);
        }
        return new Page(Map.copyOf(assets), settings);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/config.json", this::config)
                .get("/*", this::file)
                .route(Method.HEAD, "/*", this::file);
    }

    private void config(ServerRequest request, ServerResponse response) {
        var host = hostOf(request);
        secure(response, host);
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(ConfigJson.of(settings.apply(host)));
    }

    private void file(ServerRequest request, ServerResponse response) {
        var path = request.path().path();
        var asset = find(path);
        secure(response, hostOf(request));
        if (asset == null) {
            response.status(Status.NOT_FOUND_404);
            response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
            response.send(assets.isEmpty() ? NOT_BUILT : "There is nothing at " + path + "\n");
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, asset.type());
        response.header(HeaderNames.ETAG, asset.entityTag());
        response.header(
                HeaderNames.CACHE_CONTROL, path.startsWith("/assets/") ? FOREVER : "no-cache");
        var known = request.headers().first(HeaderNames.IF_NONE_MATCH);
        if (known.isPresent() && known.get().contains(asset.entityTag())) {
            response.status(Status.NOT_MODIFIED_304).send();
        } else if (request.prologue().method().equals(Method.HEAD)) {
            response.contentLength(asset.length());
            response.send();
        } else {
            response.send(asset.bytes());
        }
    }

    private @Nullable Asset find(String path) {
        var asset = assets.get(path);
        var isView = path.indexOf('.', path.lastIndexOf('/')) < 0;
        return asset == null && isView ? assets.get(INDEX) : asset;
    }

    private void secure(ServerResponse response, String host) {
        response.header(
                HeaderNames.create("Content-Security-Policy"),
                ContentSecurityPolicy.of(settings.apply(host)));
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        response.header(HeaderNames.create("Referrer-Policy"), "no-referrer");
    }

    /// Returns the host name that the browser used, without port; what a stranger made up is not repeated.
    private static String hostOf(ServerRequest request) {
        var host =
                request.headers().first(HeaderNames.HOST).orElse("").replaceFirst(":[0-9]+$", "");
        return host.matches("[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\]") ? host : "127.0.0.1";
    }
}
