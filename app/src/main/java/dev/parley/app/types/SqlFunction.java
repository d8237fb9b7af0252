// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.types;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A function that can be called by the names of its arguments.
///
/// @param arguments those that a caller gives
/// @param results the columns that it names itself, by `returns table` or several `out`; empty for any other
/// @param returned the oid of the type it returns
/// @param set whether it returns rows of that
record SqlFunction(
        String name, List<Argument> arguments, List<Argument> results, long returned, boolean set) {
    SqlFunction {
        arguments = List.copyOf(arguments);
        results = List.copyOf(results);
    }

    /// An argument or a column of the result.
    ///
    /// @param type the oid of its type
    /// @param optional whether it has a default
    record Argument(String name, long type, boolean optional) {}

    /// Reads name, returned type, whether a set, how many arguments have no default, and the names, types and modes
    /// of all arguments.
    static SqlFunction read(ResultSet row) throws SQLException {
        var required = row.getInt(4);
        var names = CatalogQuery.texts(row, 5);
        var types = CatalogQuery.numbers(row, 6);
        var modes = CatalogQuery.texts(row, 7);
        var arguments = new ArrayList<Argument>();
        var results = new ArrayList<Argument>();
        for (var i = 0; i < types.size(); i++) {
            var name = i < names.size() ? names.get(i) : "";
            var mode = modes.isEmpty() ? "i" : modes.get(i);
            if (mode.equals("i") || mode.equals("b") || mode.equals("v")) {
                arguments.add(new Argument(name, types.get(i), arguments.size() >= required));
            }
            if (mode.equals("o") || mode.equals("b") || mode.equals("t")) {
                results.add(new Argument(name, types.get(i), false));
            }
        }
        var one = modes.stream().filter(mode -> mode.equals("o") || mode.equals("b")).count() == 1;
        return new SqlFunction(
                row.getString(1),
                arguments,
                one ? List.of() : results,
                row.getLong(2),
                row.getBoolean(3));
    }

    /// Returns whether PostgREST can call it: by names, or with nothing.
    boolean isCallable() {
        return arguments.stream().noneMatch(argument -> argument.name().isEmpty());
    }
}
