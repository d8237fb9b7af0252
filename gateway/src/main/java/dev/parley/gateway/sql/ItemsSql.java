// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.sql;

/// Writes the end of a statement: its counts, and the items of the answer in parts, so that neither an
/// answer nor one large item of it need ever be in memory whole.
final class ItemsSql {
    private static final int PART_BYTES = 8 << 10;

    private static final String HEAD =
            " select parley_head.total, parley_head.changed, parley_head.inserted, ";

    private final Sql sql;

    ItemsSql(Sql sql) {
        this.sql = sql;
    }

    /// Writes the end of a statement that shows items. They keep the order of their source.
    ///
    /// @param counts the columns `total`, `changed` and `inserted`
    /// @param item SQL of one item, as JSON
    /// @param source where the items come from, with its alias
    void items(Runnable counts, String item, Runnable source) {
        sql.add(HEAD + "parley_part.begins, parley_part.bytes from (select ");
        counts.run();
        sql.add(") parley_head left join (select parley_at = 0 as begins, substring(parley_bytes")
                .add(" from parley_at * %1$d + 1 for %1$d) as bytes".formatted(PART_BYTES))
                .add(" from (select parley_bytes, generate_series(0,")
                .add(" (octet_length(parley_bytes) - 1) / " + PART_BYTES + ") as parley_at")
                .add(" from (select convert_to(coalesce(" + item + "::text, 'null'), 'UTF8')")
                .add(" as parley_bytes from ");
        source.run();
        // Without the offset, PostgreSQL would make an item anew for each of its parts.
        sql.add(" offset 0) parley_item) parley_cut) parley_part on true");
    }

    /// Writes the end of a statement that shows nothing but its counts.
    ///
    /// @param counts the columns `total`, `changed` and `inserted`
    void nothing(Runnable counts) {
        sql.add(HEAD + "false as begins, null::bytea as bytes from (select ");
        counts.run();
        sql.add(") parley_head");
    }
}
