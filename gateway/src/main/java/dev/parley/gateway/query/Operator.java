// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The comparisons that take one value, with their SQL; PostgREST's names.
public enum Operator {
    EQ("="),
    NEQ("<>"),
    GT(">"),
    GTE(">="),
    LT("<"),
    LTE("<="),
    LIKE("like"),
    ILIKE("ilike"),
    MATCH("~"),
    IMATCH("~*"),
    ISDISTINCT("is distinct from"),
    CS("@>"),
    CD("<@"),
    OV("&&"),
    SL("<<"),
    SR(">>"),
    NXR("&<"),
    NXL("&>"),
    ADJ("-|-");

    private final String sql;

    Operator(String sql) {
        this.sql = sql;
    }

    /// Returns the operator in SQL.
    public String sql() {
        return sql;
    }

    /// Returns whether `*` in the value stands for any text.
    public boolean isPattern() {
        return this == LIKE || this == ILIKE;
    }

    /// Returns whether `(any)` and `(all)` may follow the name.
    public boolean takesQuantifier() {
        return switch (this) {
            case EQ, GT, GTE, LT, LTE, LIKE, ILIKE, MATCH, IMATCH -> true;
            case NEQ, ISDISTINCT, CS, CD, OV, SL, SR, NXR, NXL, ADJ -> false;
        };
    }

    static Optional<Operator> named(String name) {
        return Arrays.stream(values())
                .filter(operator -> operator.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
