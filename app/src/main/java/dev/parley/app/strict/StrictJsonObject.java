// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.strict;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.protocol.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The members of one JSON object. Each method notes the name it is asked for, and [#build] refuses
/// what nobody asked for. A member that is `null` counts as missing.
public final class StrictJsonObject {
    private static final int FEW_LETTERS = 3;
    private static final int MOST_SHOWN = 60;

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final String path;
    private final JsonNode object;
    private final Set<String> known = new LinkedHashSet<>();

    private StrictJsonObject(String path, JsonNode object) {
        this.path = path;
        this.object = object;
    }

    /// Reads a text that is one JSON object.
    ///
    /// @throws InvalidValueException if it is anything else, or has a member twice
    public static StrictJsonObject parse(String text) {
        try {
            var node = JSON.readTree(text);
            if (node instanceof ObjectNode) {
                return new StrictJsonObject("", node);
            }
            throw new InvalidValueException("must be a JSON object");
        } catch (JacksonException e) {
            throw new InvalidValueException(notJson(e));
        }
    }

    /// Makes a value of the members, and adds the place to what it says against them.
    ///
    /// @throws InvalidValueException for what the value refuses, and for members nobody asked for
    public <T> T build(Supplier<T> value) {
        T built;
        try {
            built = value.get();
        } catch (IllegalArgumentException e) {
            // A misspelt name is the likely cause of what is missing.
            refuseUnknown();
            throw new InvalidValueException(placed(String.valueOf(e.getMessage())));
        }
        refuseUnknown();
        return built;
    }

    /// Returns a text.
    public Optional<String> text(String name) {
        return member(name)
                .map(node -> {
                    if (!node.isTextual() || node.textValue().isEmpty()) {
                        throw wrong(name, node, "a text");
                    }
                    return node.textValue();
                });
    }

    /// Returns a text that must be there.
    public String requiredText(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    /// Returns a secret that must be there; no message shows it.
    public Secret requiredSecret(String name) {
        var node = member(name).orElseThrow(() -> missing(name));
        if (!node.isTextual() || node.textValue().isEmpty()) {
            throw new InvalidValueException(at(name) + " must be a text");
        }
        return new Secret(node.textValue());
    }

    /// Returns true or false.
    public boolean flag(String name, boolean otherwise) {
        return member(name)
                .map(node -> {
                    if (!node.isBoolean()) {
                        throw wrong(name, node, "true or false");
                    }
                    return node.booleanValue();
                })
                .orElse(otherwise);
    }

    /// Returns a whole number.
    public int count(String name, int otherwise) {
        return number(name).orElse(otherwise);
    }

    /// Returns a whole number, if there is one.
    public Optional<Integer> number(String name) {
        return member(name)
                .map(node -> {
                    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
                        throw wrong(name, node, "a whole number up to " + Integer.MAX_VALUE);
                    }
                    return node.intValue();
                });
    }

    /// Returns a number of bytes: a whole number, or a text such as `16KiB`.
    public long bytes(String name, long otherwise) {
        return member(name)
                .map(node -> {
                    var bytes =
                            node.isIntegralNumber() && node.canConvertToLong()
                                    ? Optional.of(node.longValue())
                                    : Quantities.bytes(node.asText());
                    return bytes.orElseThrow(() ->
                            wrong(name, node, "a number of bytes, such as 16384 or \"16KiB\""));
                })
                .orElse(otherwise);
    }

    /// Returns a number of bytes below 2 GiB.
    public int smallBytes(String name, int otherwise) {
        long bytes = bytes(name, otherwise);
        if (bytes > Integer.MAX_VALUE) {
            throw new InvalidValueException(at(name) + " is " + bytes + ", must be less than 2GiB");
        }
        return (int) bytes;
    }

    /// Returns a length of time, written such as `5s`.
    public Duration duration(String name, Duration otherwise) {
        return duration(name).orElse(otherwise);
    }

    /// Returns a length of time, if there is one.
    public Optional<Duration> duration(String name) {
        return member(name)
                .map(node ->
                        Quantities.duration(node.isTextual() ? node.asText() : "")
                                .orElseThrow(() ->
                                        wrong(
                                                name,
                                                node,
                                                "a time such as \"250ms\", \"5s\" or \"2m\"")));
    }

    /// Returns the members of an object, which are none if it is missing.
    public StrictJsonObject object(String name) {
        return member(name)
                .map(node -> members(at(name), node))
                .orElseGet(() -> new StrictJsonObject(at(name), JSON.createObjectNode()));
    }

    /// Returns whether there is a member.
    public boolean has(String name) {
        return member(name).isPresent();
    }

    /// Returns the objects of a list.
    public List<StrictJsonObject> objects(String name) {
        var objects = new ArrayList<StrictJsonObject>();
        for (var element : list(name)) {
            objects.add(members(at(name) + "[" + objects.size() + "]", element));
        }
        return objects;
    }

    /// Returns the texts of a list.
    public List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (var element : list(name)) {
            if (!element.isTextual()) {
                throw wrong(name + "[" + texts.size() + "]", element, "a text");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /// Returns an object whose members are all texts, whatever their names.
    public Map<String, String> textsByName(String name) {
        var object = object(name);
        var texts = new LinkedHashMap<String, String>();
        object.object
                .fieldNames()
                .forEachRemaining(key -> texts.put(key, object.requiredSecret(key).reveal()));
        return texts;
    }

    /// Refuses a member for a reason that only the caller knows.
    public InvalidValueException wrong(String name, String value, String must) {
        return new InvalidValueException(at(name) + " is " + value + ", must be " + must);
    }

    private Optional<JsonNode> member(String name) {
        known.add(name);
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }

    private List<JsonNode> list(String name) {
        var list = new ArrayList<JsonNode>();
        member(name)
                .ifPresent(node -> {
                    if (!node.isArray()) {
                        throw wrong(name, node, "a list");
                    }
                    node.forEach(list::add);
                });
        return list;
    }

    private static StrictJsonObject members(String path, JsonNode node) {
        if (!node.isObject()) {
            throw new InvalidValueException(path + " must be an object");
        }
        return new StrictJsonObject(path, node);
    }

    private void refuseUnknown() {
        object.fieldNames()
                .forEachRemaining(name -> {
                    if (!known.contains(name)) {
                        throw new InvalidValueException(
                                at(name) + " is unknown" + suggestion(name));
                    }
                });
    }

    private String suggestion(String name) {
        return known.stream()
                .filter(candidate -> Spelling.distance(candidate, name) <= FEW_LETTERS)
                .min((a, b) ->
                        Integer.compare(Spelling.distance(a, name), Spelling.distance(b, name)))
                .map(candidate -> ": did you mean " + candidate + "?")
                .orElseGet(() -> ": there are " + String.join(", ", known));
    }

    private InvalidValueException missing(String name) {
        return new InvalidValueException(at(name) + " is missing");
    }

    /// Containers are not shown, because they may hold a secret.
    private InvalidValueException wrong(String name, JsonNode value, String must) {
        var shown = value.isValueNode() ? value.toString() : "no single value";
        return wrong(
                name,
                shown.length() <= MOST_SHOWN ? shown : shown.substring(0, MOST_SHOWN) + "…",
                must);
    }

    /// What a record says begins with the member's name, or with a word of its own.
    private String placed(String message) {
        var word = message.split(" ", 2)[0];
        if (known.contains(word)) {
            return at(message);
        }
        return path.isEmpty() ? message : path + ": " + message;
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String notJson(JacksonException e) {
        var place = e.getLocation();
        var where =
                place == null
                        ? ""
                        : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
        var said = e.getOriginalMessage();
        // Jackson's other messages may quote the text, and with it a secret.
        return said.startsWith("Duplicate field")
                ? "has a " + said.replace("Duplicate field", "duplicate member") + where
                : "is not JSON" + where;
    }
}
