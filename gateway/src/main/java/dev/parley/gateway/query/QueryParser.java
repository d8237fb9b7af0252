// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.query;

import dev.parley.gateway.http.Parameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Reads a whole query string.
public final class QueryParser {
    private static final Set<String> LOGIC = Set.of("and", "or");

    private final Map<List<String>, List<Condition>> conditions = new LinkedHashMap<>();
    private final Map<List<String>, List<Order>> orders = new HashMap<>();
    private final Map<List<String>, RowRange> ranges = new HashMap<>();
    private final Map<String, String> arguments = new LinkedHashMap<>();
    private List<SelectItem> select = List.of(new SelectItem.Star());
    private List<String> columns = List.of();
    private List<String> onConflict = List.of();

    private QueryParser() {}

    /// Reads the query string of a request for a table.
    ///
    /// @throws QuerySyntaxException when the grammar does not know a part of it
    public static Query parse(Parameters parameters) {
        return parse(new Parameters(withoutKey(parameters)), List.of());
    }

    /// Reads the query string of a function called by GET, where arguments and filters stand side by
    /// side: what names an argument, or does not look like a filter, is an argument.
    ///
    /// @param isArgument says whether a name is that of an argument
    /// @throws QuerySyntaxException when the grammar does not know a part of it
    public static Query parseCall(Parameters parameters, Predicate<String> isArgument) {
        var pairs = withoutKey(parameters);
        return parse(
                new Parameters(pairs.stream().filter(pair -> !argument(pair, isArgument)).toList()),
                pairs.stream().filter(pair -> argument(pair, isArgument)).toList());
    }

    private static boolean argument(Parameters.Pair pair, Predicate<String> isArgument) {
        return isArgument.test(pair.name())
                || (!isReserved(pair.name()) && !ConditionParser.looksLikeFilter(pair.value()));
    }

    private static boolean isReserved(String name) {
        var last = name.substring(name.lastIndexOf('.') + 1);
        return LOGIC.contains(last)
                || Set.of("select", "order", "limit", "offset", "columns", "on_conflict")
                        .contains(last);
    }

    /// Leaves out the key of the project, which is for the gateway and neither filter nor argument.
    private static List<Parameters.Pair> withoutKey(Parameters parameters) {
        return parameters.pairs().stream().filter(pair -> !"apikey".equals(pair.name())).toList();
    }

    private static Query parse(Parameters parameters, List<Parameters.Pair> arguments) {
        var parser = new QueryParser();
        arguments.forEach(pair -> parser.arguments.put(pair.name(), pair.value()));
        parameters.pairs().forEach(pair -> parser.read(pair.name(), pair.value()));
        return parser.query();
    }

    private void read(String name, String value) {
        switch (name) {
            case "select" -> select = SelectParser.parse(value);
            case "columns" -> columns = names("columns parameter", value);
            case "on_conflict" -> onConflict = names("on_conflict parameter", value);
            default -> readScoped(name, value);
        }
    }

    private void readScoped(String name, String value) {
        var scanner = new Scanner("filter path", name);
        var path = new ArrayList<String>();
        var field = FieldParser.field(scanner);
        while (scanner.eat(".")) {
            if (!field.steps().isEmpty()) {
                throw scanner.expected("end of input after a JSON path");
            }
            path.add(field.column());
            field = FieldParser.field(scanner);
        }
        scanner.expectEnd();
        var word = field.steps().isEmpty() ? field.column() : "";
        if (LOGIC.contains(word)) {
            var negated = !path.isEmpty() && "not".equals(path.getLast());
            if (negated) {
                path.removeLast();
            }
            add(path, LogicParser.parse(negated ? "not." + word : word, value));
            return;
        }
        var scope = List.copyOf(path);
        switch (word) {
            case "order" -> orders.put(scope, OrderParser.parse(value));
            case "limit" ->
                    ranges.merge(scope, new RowRange(number(name, value), 0), QueryParser::both);
            case "offset" ->
                    ranges.merge(scope, new RowRange(null, number(name, value)), QueryParser::both);
            default -> add(scope, ConditionParser.parse(field, value));
        }
    }

    private void add(List<String> path, Condition condition) {
        conditions.computeIfAbsent(List.copyOf(path), _ -> new ArrayList<>()).add(condition);
    }

    private static RowRange both(RowRange first, RowRange second) {
        return new RowRange(
                second.limit() == null ? first.limit() : second.limit(),
                Math.max(first.offset(), second.offset()));
    }

    private static long number(String name, String value) {
        if (value.isEmpty() || value.length() > 18 || !value.chars().allMatch(Character::isDigit)) {
            throw new Scanner(name, value).expected("a number, 0 or more");
        }
        return Long.parseLong(value);
    }

    private static List<String> names(String what, String text) {
        var scanner = new Scanner(what, text);
        var names = new ArrayList<String>();
        do {
            names.add(scanner.name());
        } while (scanner.eatAmidBlanks(","));
        scanner.expectEnd();
        return names;
    }

    private Query query() {
        var scopes = new HashMap<List<String>, Query.Scope>();
        for (var paths : List.of(conditions.keySet(), orders.keySet(), ranges.keySet())) {
            for (var path : paths) {
                scopes.put(
                        path,
                        new Query.Scope(
                                conditions.getOrDefault(path, List.of()),
                                orders.getOrDefault(path, List.of()),
                                ranges.getOrDefault(path, RowRange.ALL)));
            }
        }
        return new Query(select, scopes, columns, onConflict, arguments);
    }
}
