// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.query;

import dev.parley.gateway.query.Condition.Quantifier;
import dev.parley.gateway.query.Condition.SearchKind;
import dev.parley.gateway.query.Condition.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the value of one filter, `not.in.(1,2)`, and says which field it is about.
///
/// Alone, a value runs to the end of the text; inside `or=(…)` it runs to the next comma or
/// parenthesis, unless quoted or in braces.
final class ConditionParser {
    private final Scanner scanner;
    private final boolean nested;

    /// @param nested whether this filter is one of several in parentheses
    ConditionParser(Scanner scanner, boolean nested) {
        this.scanner = scanner;
        this.nested = nested;
    }

    static Condition parse(Field field, String text) {
        var scanner = new Scanner("filter", text);
        var condition = new ConditionParser(scanner, false).condition(field);
        scanner.expectEnd();
        return condition;
    }

    /// Returns whether a text starts like a filter, `not.eq.` or `fts(english).`.
    static boolean looksLikeFilter(String text) {
        var operator = text.startsWith("not.") ? text.substring(4) : text;
        var end = operator.indexOf('.');
        var name = end < 0 ? "" : operator.substring(0, end);
        var bare = name.indexOf('(') < 0 ? name : name.substring(0, name.indexOf('('));
        return "in".equals(bare)
                || "is".equals(bare)
                || Operator.named(bare).isPresent()
                || search(bare).isPresent();
    }

    Condition condition(Field field) {
        if (scanner.eat("not.")) {
            return new Condition.Not(positive(field));
        }
        return positive(field);
    }

    private Condition positive(Field field) {
        var operator = scanner.until(".(,)");
        if ("in".equals(operator)) {
            scanner.expect(".");
            return new Condition.In(field, list());
        }
        if ("is".equals(operator)) {
            scanner.expect(".");
            return new Condition.Is(field, truth());
        }
        var search = search(operator);
        if (search.isPresent()) {
            var language = scanner.eat("(") ? inParentheses() : null;
            scanner.expect(".");
            return new Condition.Search(field, search.get(), language, value());
        }
        var comparison =
                Operator.named(operator)
                        .orElseThrow(() -> scanner.expected("operator (eq, gt, ...)"));
        Quantifier quantifier = null;
        if (comparison.takesQuantifier() && scanner.eat("(")) {
            quantifier = quantifier();
        }
        scanner.expect(".");
        return new Condition.Compare(field, comparison, quantifier, value());
    }

    private Quantifier quantifier() {
        return switch (inParentheses()) {
            case "any" -> Quantifier.ANY;
            case "all" -> Quantifier.ALL;
            default -> throw scanner.expected("any or all");
        };
    }

    private String inParentheses() {
        var word = scanner.until(")");
        scanner.expect(")");
        return word;
    }

    private Truth truth() {
        var word = nested ? scanner.until(",)") : scanner.rest();
        return Arrays.stream(Truth.values())
                .filter(truth -> truth.name().equals(word.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> scanner.expected("null, not_null, true, false or unknown"));
    }

    private List<String> list() {
        scanner.expectAmidBlanks("(");
        var values = new ArrayList<String>();
        if (scanner.eatAmidBlanks(")")) {
            return values;
        }
        do {
            values.add(scanner.value(",)"));
        } while (scanner.eat(","));
        scanner.expectAmidBlanks(")");
        return values;
    }

    private String value() {
        if (!nested) {
            return scanner.rest();
        }
        return scanner.eat("{") ? "{" + braces() : scanner.value(",)");
    }

    private String braces() {
        var inside = new StringBuilder();
        for (var depth = 1; depth > 0; ) {
            inside.append(scanner.until("{}"));
            if (scanner.eat("{")) {
                inside.append('{');
                depth++;
            } else {
                scanner.expect("}");
                inside.append('}');
                depth--;
            }
        }
        return inside.toString();
    }

    private static Optional<SearchKind> search(String name) {
        return Arrays.stream(SearchKind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
