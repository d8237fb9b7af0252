// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.query;

import java.util.ArrayList;
import java.util.List;

/// Reads the trees of `and=(…)` and `or=(…)`, which may hold filters and further trees.
final class LogicParser {
    private static final int MAX_DEPTH = 16;

    private final Scanner scanner;

    private LogicParser(Scanner scanner) {
        this.scanner = scanner;
    }

    /// @param name `and`, `or`, `not.and` or `not.or`
    static Condition parse(String name, String text) {
        var parser = new LogicParser(new Scanner("logic tree", text));
        var negated = name.startsWith("not.");
        var tree = parser.tree(name.endsWith("or"), 0);
        parser.scanner.expectEnd();
        return negated ? new Condition.Not(tree) : tree;
    }

    private Condition tree(boolean anyOf, int depth) {
        if (depth == MAX_DEPTH) {
            throw scanner.expected("at most " + MAX_DEPTH + " levels of nesting");
        }
        scanner.expectAmidBlanks("(");
        List<Condition> parts = new ArrayList<>();
        do {
            parts.add(part(depth + 1));
        } while (scanner.eatAmidBlanks(","));
        scanner.expectAmidBlanks(")");
        return anyOf ? new Condition.Or(parts) : new Condition.And(parts);
    }

    private Condition part(int depth) {
        for (var word : List.of("and", "or", "not.and", "not.or")) {
            if (scanner.eatBefore(word, "(")) {
                var tree = tree(word.endsWith("or"), depth);
                return word.startsWith("not.") ? new Condition.Not(tree) : tree;
            }
        }
        var field = FieldParser.field(scanner);
        scanner.expect(".");
        return new ConditionParser(scanner, true).condition(field);
    }
}
