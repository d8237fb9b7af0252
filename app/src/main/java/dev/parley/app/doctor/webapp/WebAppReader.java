// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.webapp;

import dev.parley.app.doctor.deployment.HttpFault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Loads an app as a browser does, within bounds: so many scripts, so many bytes, so much time. One thread
/// uses it, for one app.
final class WebAppReader {
    private static final int MOST_SCRIPTS = 300;
    private static final int MOST_BYTES_EACH = 8 << 20;
    private static final int MOST_CHARS = 64 << 20;

    /// A dev server compiles a page when it is first asked for.
    private static final Duration PATIENCE_EACH = Duration.ofSeconds(30);

    private static final long MOST_NANOS = Duration.ofSeconds(60).toNanos();

    private static final Pattern TAG = Pattern.compile("(?is)<(?:script|link)\\b[^>]*>");
    private static final Pattern TARGET =
            Pattern.compile("(?i)\\s(?:src|href)=[\"']?([^\"'\\s>]+)");
    private static final Pattern META =
            Pattern.compile(
                    "(?is)<meta\\b(?=[^>]*http-equiv=[\"']?content-security-policy[\"'\\s>])[^>]*?\\scontent=(?:\"([^\"]*)\"|'([^']*)')");

    /// What scripts load: static and dynamic imports, and the chunks that Next.js lists by their paths.
    private static final Pattern IMPORT =
            Pattern.compile(
                    "\\b(?:from|import)\\s*\\(?\\s*[\"'](\\.{0,2}/[^\"'\\s]+)[\"']|[\"'](static/chunks/[^\"'\\s]+?\\.js)[\"']");

    private final HttpClient http;
    private final StringBuilder text = new StringBuilder();
    private final ArrayDeque<URI> waiting = new ArrayDeque<>();
    private final Set<URI> known = new HashSet<>();
    private int scripts;

    private WebAppReader(HttpClient http) {
        this.http = http;
    }

    /// Loads the page at `address` and its scripts.
    ///
    /// @throws IOException when the page does not come; a script that does not is passed over
    static WebApp read(URI address) throws IOException, InterruptedException {
        try (var http =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(PATIENCE_EACH)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            return new WebAppReader(http).load(address);
        }
    }

    private WebApp load(URI address) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + MOST_NANOS;
        var answer = get(address);
        var page = answer.uri();
        var html = answer.body();
        var isPage = answer.headers().firstValue("content-type").orElse("").contains("text/html");
        text.append(html);
        tags(html).forEach(script -> await(page, page, script));
        while (!waiting.isEmpty() && System.nanoTime() < deadline && hasRoom()) {
            readScript(page, waiting.remove());
        }
        return new WebApp(
                page,
                answer.statusCode(),
                isPage,
                policies(answer),
                scripts,
                text.toString().replace("\\/", "/"),
                waiting.isEmpty());
    }

    private boolean hasRoom() {
        return scripts < MOST_SCRIPTS && text.length() < MOST_CHARS;
    }

    private void readScript(URI page, URI address) throws InterruptedException {
        try {
            var answer = get(address);
            if (answer.statusCode() == 200) {
                scripts++;
                text.append('\n').append(answer.body());
                imports(answer.body()).forEach(script -> await(page, address, script));
            }
        } catch (IOException _) {
            // one that the page could do without, perhaps
        }
    }

    /// Remembers a script, when it is of the page's origin.
    private void await(URI page, URI from, String script) {
        try {
            var address =
                    script.startsWith("static/chunks/")
                            ? page.resolve("/_next/" + script)
                            : from.resolve(script.replace("&amp;", "&"));
            if (page.getScheme().equals(address.getScheme())
                    && page.getRawAuthority().equals(address.getRawAuthority())
                    && known.add(address)) {
                waiting.add(address);
            }
        } catch (IllegalArgumentException _) {
            // no address after all
        }
    }

    private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address).header("accept", "text/html,*/*").build();
        var answer =
                http.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES_EACH));
        try {
            return answer.get(PATIENCE_EACH.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException(
                    "it does not answer within " + PATIENCE_EACH.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(HttpFault.of(e), e);
        }
    }

    private static Stream<String> tags(String html) {
        return TAG.matcher(html)
                .results()
                .map(MatchResult::group)
                .filter(tag ->
                        tag.startsWith("<script")
                                || tag.matches("(?is).*\\b(modulepreload|script)\\b.*"))
                .flatMap(tag -> TARGET.matcher(tag).results())
                .map(target -> target.group(1));
    }

    private static Stream<String> imports(String script) {
        return IMPORT.matcher(script)
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1));
    }

    private static List<ConnectPolicy> policies(HttpResponse<String> answer) {
        var policies = new ArrayList<ConnectPolicy>();
        for (var header : answer.headers().allValues("content-security-policy")) {
            ConnectPolicy.parse(header).forEach(policies::add);
        }
        META.matcher(answer.body())
                .results()
                .map(meta -> meta.group(1) == null ? meta.group(2) : meta.group(1))
                .flatMap(ConnectPolicy::parse)
                .forEach(policies::add);
        return policies;
    }
}
