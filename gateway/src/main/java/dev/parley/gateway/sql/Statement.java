package dev.parley.gateway.sql;

import java.util.List;

/// One statement to run. Its single row has the columns `total` (rows there are, null unless
/// counted), `count` (rows shown, or changed when none are to be shown), `changed` (rows changed, null
/// for a read or call), `inserted` (rows an upsert added, null for anything else) and `body` (JSON
/// text).
///
/// @param text SQL with a `?` for each parameter
/// @param parameters their values, as text whose type PostgreSQL infers
public record Statement(String text, List<String> parameters) {
    /// Copies the parameters.
    public Statement {
        parameters = List.copyOf(parameters);
    }
}
