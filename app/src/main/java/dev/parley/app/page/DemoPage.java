// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.page;

import dev.parley.app.client.ClientSettings;
import dev.parley.app.client.ConfigJson;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
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
/// asked for again each time, which costs a 304. The page keeps its views behind the `#`, so whatever
/// is no file is not found: a mistyped route must not look like an answer.
public final class DemoPage {
    private static final String INDEX = "/index.html";
    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final String NOT_BUILT =
            "The page is not built. Start Parley with ./parley up, which builds it.";

    private final Map<String, Asset> assets;
    private final Function<String, ClientSettings> settings;

    private DemoPage(Map<String, Asset> assets, Function<String, ClientSettings> settings) {
        this.assets = assets;
        this.settings = settings;
    }

    /// Reads the files of a page.
    ///
    /// @param folder where the build left it; a folder that does not exist gives a page that says so
    /// @param settings gives what the page needs, for the host name that the browser used
    public static DemoPage read(Path folder, Function<String, ClientSettings> settings) {
        if (!Files.isDirectory(folder)) {
            return new DemoPage(Map.of(), settings);
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
        return new DemoPage(Map.copyOf(assets), settings);
    }

    /// Adds the page: `config.json`, and its files wherever no other route is.
    public void addTo(Routes.Builder routes) {
        routes.get("/config.json", this::config).otherwise(this::file);
    }

    private Response config(Request request) {
        var host = hostOf(request);
        var answer =
                Response.json(200, ConfigJson.of(settings.apply(host)))
                        .with("Cache-Control", "no-store");
        return secured(answer, host);
    }

    private Response file(Request request) {
        return secured(found(request), hostOf(request));
    }

    private Response found(Request request) {
        var path = request.path();
        var asset = find(path);
        if (asset == null) {
            return Response.text(404, assets.isEmpty() ? NOT_BUILT : "There is nothing at " + path);
        }
        if (!request.onlyReads()) {
            return Response.text(405, "The page is only read").with("Allow", "GET, HEAD");
        }
        var known = request.header("if-none-match").orElse("").contains(asset.entityTag());
        var answer = known ? Response.empty(304) : Response.of(200, asset.type(), asset.body());
        return answer.with("ETag", asset.entityTag())
                .with("Cache-Control", path.startsWith("/assets/") ? FOREVER : "no-cache");
    }

    private @Nullable Asset find(String path) {
        return assets.get("/".equals(path) ? INDEX : path);
    }

    private Response secured(Response answer, String host) {
        return answer.with(
                        "Content-Security-Policy", ContentSecurityPolicy.of(settings.apply(host)))
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer");
    }

    /// Returns the host name that the browser used, without port; what a stranger made up is not repeated.
    private static String hostOf(Request request) {
        var host = request.header("host").orElse("").replaceFirst(":[0-9]+$", "");
        return host.matches("[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\]") ? host : "127.0.0.1";
    }
}
