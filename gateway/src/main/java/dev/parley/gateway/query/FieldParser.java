// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.query;

import java.util.ArrayList;
import java.util.List;

/// Reads `column`, `column->a->0->>b`.
final class FieldParser {
    private FieldParser() {}

    static Field field(Scanner scanner) {
        return new Field(scanner.name(), steps(scanner));
    }

    static List<JsonStep> steps(Scanner scanner) {
        var steps = new ArrayList<JsonStep>();
        while (scanner.sees("->")) {
            var asText = scanner.eat("->>");
            if (!asText) {
                scanner.expect("->");
            }
            steps.add(step(scanner, asText));
        }
        return steps;
    }

    private static JsonStep step(Scanner scanner, boolean asText) {
        if (scanner.sees("\"")) {
            return new JsonStep(asText, scanner.quoted(), false);
        }
        var negative = scanner.eat("-");
        var key = scanner.name();
        var isIndex = key.length() <= 9 && key.chars().allMatch(c -> c >= '0' && c <= '9');
        if (negative && !isIndex) {
            throw scanner.expected("digits");
        }
        return new JsonStep(asText, negative ? "-" + key : key, isIndex);
    }
}
