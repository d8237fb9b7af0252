// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.sql;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/// A statement being written, with its parameters in the order of their question marks.
final class Sql {
    private final StringBuilder text = new StringBuilder();
    private final List<String> parameters = new ArrayList<>();

    /// Adds SQL of our own; never anything a client wrote.
    Sql add(String sql) {
        text.append(sql);
        return this;
    }

    /// Adds a quoted identifier.
    Sql name(String identifier) {
        text.append('"').append(identifier.replace("\"", "\"\"")).append('"');
        return this;
    }

    /// Adds `"schema"."name"`.
    Sql name(String schema, String identifier) {
        return name(schema).add(".").name(identifier);
    }

    /// Adds a value whose type PostgreSQL finds from where it stands.
    Sql value(String value) {
        text.append('?');
        parameters.add(value);
        return this;
    }

    /// Writes each item, with a separator between them.
    <T> Sql each(Iterable<T> items, String separator, Consumer<T> write) {
        for (Iterator<T> rest = items.iterator(); rest.hasNext(); ) {
            write.accept(rest.next());
            if (rest.hasNext()) {
                add(separator);
            }
        }
        return this;
    }

    Statement statement(Layout layout) {
        return new Statement(text.toString(), parameters, layout);
    }
}
