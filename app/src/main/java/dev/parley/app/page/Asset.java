// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.page;

import dev.parley.http.ResponseBody;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/// One file of a page.
public final class Asset {
    private static final String BINARY = "application/octet-stream";

    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("html", "text/html; charset=utf-8"),
                    Map.entry("js", "text/javascript; charset=utf-8"),
                    Map.entry("css", "text/css; charset=utf-8"),
                    Map.entry("json", "application/json"),
                    Map.entry("map", "application/json"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("ico", "image/x-icon"),
                    Map.entry("txt", "text/plain; charset=utf-8"),
                    Map.entry("webmanifest", "application/manifest+json"),
                    Map.entry("woff2", "font/woff2"));

    private final ResponseBody body;
    private final String type;
    private final String entityTag;

    private Asset(ResponseBody body, String type, String entityTag) {
        this.body = body;
        this.type = type;
        this.entityTag = entityTag;
    }

    /// Returns the file with its type.
    ///
    /// @param file its path, whose ending tells the type
    /// @param bytes its content
    public static Asset of(Path file, byte[] bytes) {
        var name = file.toString();
        var ending = name.substring(name.lastIndexOf('.') + 1);
        return new Asset(
                ResponseBody.of(bytes.clone()), TYPES.getOrDefault(ending, BINARY), digest(bytes));
    }

    /// Returns the content.
    public ResponseBody body() {
        return body;
    }

    /// Returns the media type.
    public String type() {
        return type;
    }

    /// Returns a quoted text that changes with the content.
    String entityTag() {
        return entityTag;
    }

    private static String digest(byte[] bytes) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
