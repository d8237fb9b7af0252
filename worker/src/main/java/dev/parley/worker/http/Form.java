package dev.parley.worker.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The fields of an `application/x-www-form-urlencoded` body.
public final class Form {
    private final Map<String, String> fields;

    private Form(Map<String, String> fields) {
        this.fields = fields;
    }

    /// Reads a body.
    ///
    /// @throws IllegalArgumentException when it is not a form or names a field twice
    public static Form parse(byte[] body) {
        var fields = new HashMap<String, String>();
        var text = new String(body, StandardCharsets.UTF_8);
        for (var field : text.split("&", -1)) {
            if (field.isEmpty()) {
                continue;
            }
            var equals = field.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("the body is not a form");
            }
            var name = URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8);
            var value = URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8);
            if (fields.put(name, value) != null) {
                throw new IllegalArgumentException("the form names a field twice");
            }
        }
        return new Form(fields);
    }

    /// Returns a field; empty when the form lacks it.
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
