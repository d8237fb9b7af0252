// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.sql;

import dev.parley.gateway.catalog.Column;
import dev.parley.gateway.catalog.Table;
import dev.parley.gateway.query.Condition;
import dev.parley.gateway.query.Field;
import dev.parley.gateway.query.JsonStep;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes fields and conditions about the rows of one source.
final class ConditionSql {
    private final Sql sql;
    private final String source;
    private final @Nullable Table table;

    /// @param source alias of the source, our own word
    ConditionSql(Sql sql, String source, @Nullable Table table) {
        this.sql = sql;
        this.source = source;
        this.table = table;
    }

    void where(List<Condition> conditions) {
        if (!conditions.isEmpty()) {
            sql.add(" where ").each(conditions, " and ", this::condition);
        }
    }

    void and(List<Condition> conditions) {
        conditions.forEach(condition -> {
            sql.add(" and ");
            condition(condition);
        });
    }

    void field(Field field) {
        sql.add(source).add(".").name(field.column());
        field.steps().forEach(this::step);
    }

    private void step(JsonStep step) {
        sql.add(step.asText() ? " ->> " : " -> ")
                .value(step.key())
                .add(step.isIndex() ? "::int" : "::text");
    }

    private void condition(Condition condition) {
        switch (condition) {
            case Condition.And(var parts) -> group(parts, " and ");
            case Condition.Or(var parts) -> group(parts, " or ");
            case Condition.Not(var part) -> {
                sql.add("not (");
                condition(part);
                sql.add(")");
            }
            case Condition.Compare compare -> compare(compare);
            case Condition.In(var field, var values) -> {
                operand(field);
                sql.add(" = any (").value(arrayLiteral(values)).add(")");
            }
            case Condition.Is(var field, var truth) -> {
                operand(field);
                sql.add(" is ").add(truth.name().replace('_', ' ').toLowerCase(Locale.ROOT));
            }
            case Condition.Search search -> search(search);
        }
    }

    private void group(List<Condition> parts, String word) {
        sql.add("(").each(parts, word, this::condition).add(")");
    }

    private void operand(Field field) {
        sql.add("(");
        field(field);
        sql.add(")");
    }

    private void compare(Condition.Compare compare) {
        var operator = compare.operator();
        operand(compare.field());
        sql.add(" ").add(operator.sql()).add(" ");
        var quantifier = compare.quantifier();
        if (quantifier != null) {
            sql.add(quantifier.name().toLowerCase(Locale.ROOT)).add(" (");
        }
        sql.value(operator.isPattern() ? compare.value().replace('*', '%') : compare.value());
        if (quantifier != null) {
            sql.add(")");
        }
    }

    private void search(Condition.Search search) {
        var language = search.language();
        var isVector =
                table == null
                        || table.column(search.field().column())
                                .map(Column::type)
                                .filter("tsvector"::equals)
                                .isPresent();
        if (isVector) {
            operand(search.field());
        } else {
            sql.add("to_tsvector(");
            language(language);
            operand(search.field());
            sql.add(")");
        }
        sql.add(" @@ ").add(search.kind().function()).add("(");
        language(language);
        sql.value(search.value()).add(")");
    }

    private void language(@Nullable String language) {
        if (language != null) {
            sql.value(language).add("::regconfig, ");
        }
    }

    /// Returns values in PostgreSQL's array syntax; the text itself is sent as a parameter.
    private static String arrayLiteral(List<String> values) {
        return values.stream()
                .map(value -> '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }
}
