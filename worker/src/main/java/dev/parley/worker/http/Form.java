// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.http.Request;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The fields of an `application/x-www-form-urlencoded` body, or those of a JSON object in its place.
///
/// A list is a field of many values: `name[0]`, `name[1]` and so on, or `name[]` as often as there are
/// values; in JSON also an array.
public final class Form {
    private static final String JSON_TYPE = "application/json";
    private static final String REPEATED = "[]";
    private static final Pattern OF_LIST = Pattern.compile("(.+)\\[\\d{0,9}]");
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Map<String, List<String>> lists = new LinkedHashMap<>();

    private Form() {}

    /// Reads the body of a request.
    ///
    /// @param request says by its `Content-Type` whether the body is JSON; otherwise it is a form
    /// @throws IllegalArgumentException when it is neither or names a field twice
    public static Form parse(Request request, byte[] body) {
        var type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        var form = new Form();
        if (type.split(";", 2)[0].strip().equals(JSON_TYPE)) {
            form.readJson(body);
        } else {
            form.readPairs(new String(body, StandardCharsets.UTF_8));
        }
        return form;
    }

    /// Returns a field; empty when the form lacks it.
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /// Returns the values of a list in the order they came; empty when the form lacks it.
    public List<String> list(String name) {
        return List.copyOf(lists.getOrDefault(name, List.of()));
    }

    private void readPairs(String text) {
        var names = new HashSet<String>();
        for (var field : text.split("&", -1)) {
            if (field.isEmpty()) {
                continue;
            }
            var equals = field.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("the body is not a form");
            }
            var name = URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8);
            if (!names.add(name) && !name.endsWith(REPEATED)) {
                throw new IllegalArgumentException("the form names a field twice");
            }
            add(name, URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
        }
    }

    private void readJson(byte[] body) {
        if (!(tree(body) instanceof ObjectNode object)) {
            throw new IllegalArgumentException("the body is not a JSON object");
        }
        for (var property : object.properties()) {
            var name = property.getKey();
            var value = property.getValue();
            if (value.isArray()) {
                var list = name.endsWith(REPEATED) ? name : name + REPEATED;
                value.forEach(item -> add(list, text(name, item)));
            } else {
                add(name, text(name, value));
            }
        }
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is not JSON", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the body cannot be read", e);
        }
    }

    private static String text(String name, JsonNode value) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " is not text");
        }
        return value.textValue();
    }

    private void add(String name, String value) {
        var ofList = OF_LIST.matcher(name);
        if (ofList.matches()) {
            lists.computeIfAbsent(ofList.group(1), _ -> new ArrayList<>()).add(value);
        } else {
            fields.put(name, value);
        }
    }
}
