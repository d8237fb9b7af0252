// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.query;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `select=`: columns, aliases, casts, JSON paths and embedded relations.
final class SelectParser {
    /// Type names that may stand in SQL as they are: no quotes, no operators, no calls.
    private static final Pattern TYPE =
            Pattern.compile("double precision|[A-Za-z_][A-Za-z0-9_]{0,62}(\\[\\])?");

    /// Deeper nesting is refused, so that a short text cannot ask for endless work.
    private static final int MAX_DEPTH = 8;

    /// More of them are refused, at any depth: each multiplies the work of those around it.
    private static final int MAX_EMBEDS = 32;

    private final Scanner scanner;
    private int embeds;

    private SelectParser(Scanner scanner) {
        this.scanner = scanner;
    }

    static List<SelectItem> parse(String text) {
        if (text.isEmpty()) {
            return List.of(new SelectItem.Star());
        }
        var parser = new SelectParser(new Scanner("select parameter", text));
        var items = parser.items(0);
        parser.scanner.expectEnd();
        return items;
    }

    private List<SelectItem> items(int depth) {
        var items = new ArrayList<SelectItem>();
        do {
            items.add(item(depth));
        } while (scanner.eatAmidBlanks(","));
        return items;
    }

    private SelectItem item(int depth) {
        scanner.skipBlanks();
        if (scanner.eatAmidBlanks("*")) {
            return new SelectItem.Star();
        }
        if (scanner.sees("...")) {
            throw new QuerySyntaxException(
                    "Spreading an embedded resource is not supported",
                    "select its columns in parentheses instead of ...");
        }
        var name = scanner.name();
        String alias = null;
        if (scanner.sees(":") && !scanner.sees("::")) {
            scanner.expect(":");
            alias = name;
            name = scanner.name();
        }
        if (scanner.sees("!") || scanner.sees("(")) {
            return embed(name, alias, depth);
        }
        if (scanner.sees(".")) {
            throw aggregate();
        }
        var field = new Field(name, FieldParser.steps(scanner));
        return new SelectItem.Value(field, alias, scanner.eat("::") ? cast() : null);
    }

    private SelectItem embed(String relation, @Nullable String alias, int depth) {
        String hint = null;
        var inner = false;
        while (scanner.eat("!")) {
            var word = scanner.name();
            if ("inner".equals(word)) {
                inner = true;
            } else if (!"left".equals(word)) {
                hint = word;
            }
        }
        scanner.expect("(");
        if (depth == MAX_DEPTH) {
            throw scanner.expected("at most " + MAX_DEPTH + " levels of embedding");
        }
        if ("count".equals(relation) && scanner.sees(")")) {
            throw aggregate();
        }
        if (++embeds > MAX_EMBEDS) {
            throw scanner.expected("at most " + MAX_EMBEDS + " embedded resources");
        }
        scanner.skipBlanks();
        var items = scanner.sees(")") ? List.<SelectItem>of() : items(depth + 1);
        scanner.expectAmidBlanks(")");
        return new SelectItem.Embed(relation, alias, hint, inner, items);
    }

    private String cast() {
        var type = scanner.until(",)").strip();
        if (!TYPE.matcher(type).matches()) {
            throw scanner.expected("the name of a type after ::");
        }
        return type;
    }

    private static QuerySyntaxException aggregate() {
        return new QuerySyntaxException(
                "PGRST123",
                "Use of aggregate functions is not allowed",
                "ask for a count with the header Prefer: count=exact");
    }
}
