// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.sql;

import java.util.List;

/// One statement to run, and how its result becomes an answer. It gives at least one row, with the
/// columns `total` (rows there are, null unless counted), `changed` (rows changed, null for a read or
/// call), `inserted` (rows an upsert added, null for anything else), `begins` and `bytes`. The first
/// three are the same in every row. `bytes` is a part of an item of the body, null when there is none;
/// `begins` says whether it is an item's first part.
///
/// @param text SQL with a `?` for each parameter
/// @param parameters their values, as text whose type PostgreSQL infers
/// @param layout how the items become the body
public record Statement(String text, List<String> parameters, Layout layout) {
    /// Copies the parameters.
    public Statement {
        parameters = List.copyOf(parameters);
    }

    /// Returns whether there is a body.
    public boolean showsItems() {
        return !layout.equals(Layout.NOTHING);
    }
}
