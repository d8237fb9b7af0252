// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a row must satisfy.
public sealed interface Condition {
    /// All of them.
    record And(List<Condition> parts) implements Condition {
        /// Copies the parts.
        public And {
            parts = List.copyOf(parts);
        }
    }

    /// One of them at least.
    record Or(List<Condition> parts) implements Condition {
        /// Copies the parts.
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /// Not that.
    record Not(Condition part) implements Condition {}

    /// A comparison with one value.
    ///
    /// @param quantifier how an array of values is compared; absent for a single value
    record Compare(Field field, Operator operator, @Nullable Quantifier quantifier, String value)
            implements Condition {}

    /// One of a list of values.
    record In(Field field, List<String> values) implements Condition {
        /// Copies the values.
        public In {
            values = List.copyOf(values);
        }
    }

    /// `is null` and its kin.
    record Is(Field field, Truth truth) implements Condition {}

    /// Full text search.
    ///
    /// @param language the text search configuration; absent for the database's own
    record Search(Field field, SearchKind kind, @Nullable String language, String value)
            implements Condition {}

    /// How an array of values is compared.
    enum Quantifier {
        ANY,
        ALL
    }

    /// What `is` can ask for.
    enum Truth {
        NULL,
        NOT_NULL,
        TRUE,
        FALSE,
        UNKNOWN
    }

    /// How a search text is read.
    enum SearchKind {
        FTS("to_tsquery"),
        PLFTS("plainto_tsquery"),
        PHFTS("phraseto_tsquery"),
        WFTS("websearch_to_tsquery");

        private final String function;

        SearchKind(String function) {
            this.function = function;
        }

        /// Returns the function of PostgreSQL that reads it.
        public String function() {
            return function;
        }
    }
}
