// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;

/// A row that a webhook tells about, in Supabase's payload.
///
/// @param type `INSERT`, `UPDATE` or `DELETE`, or anything else that is then ignored
/// @param schema the table's schema; empty when it was not sent, as programs of an app's own may do
/// @param table name of the table, without its schema
/// @param row the new row, or the old one of a `DELETE`; empty for other types
/// @param before the row before an `UPDATE`; empty otherwise, or when it was not sent
record RowChange(
        String type,
        Optional<String> schema,
        String table,
        ObjectNode row,
        Optional<ObjectNode> before) {
    private static final int MAX_DEPTH = 64;
    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .build())
                                    .build())
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    /// Reads a payload; keys it does not know are passed over.
    ///
    /// @throws IllegalArgumentException saying what is wrong with it
    static RowChange parse(byte[] body) {
        var payload = json(body);
        var type = text(payload, "type");
        var before = row(payload, "old_record");
        return new RowChange(
                type,
                payload.hasNonNull("schema")
                        ? Optional.of(text(payload, "schema"))
                        : Optional.empty(),
                text(payload, "table"),
                switch (type) {
                    case "INSERT", "UPDATE" ->
                            row(payload, "record").orElseThrow(() -> noObject("record"));
                    case "DELETE" -> // some programs send the row as `record`
                            before.or(() -> row(payload, "record"))
                                    .orElseThrow(() -> noObject("old_record"));
                    default -> JsonNodeFactory.instance.objectNode();
                },
                type.equals("UPDATE") ? before : Optional.empty());
    }

    private static Optional<ObjectNode> row(JsonNode payload, String key) {
        return payload.get(key) instanceof ObjectNode row ? Optional.of(row) : Optional.empty();
    }

    private static IllegalArgumentException noObject(String key) {
        return new IllegalArgumentException(key + " must be an object");
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is not JSON", e);
        }
    }

    private static String text(JsonNode payload, String key) {
        var value = payload.path(key);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(key + " must be a text");
        }
        return value.textValue();
    }
}
