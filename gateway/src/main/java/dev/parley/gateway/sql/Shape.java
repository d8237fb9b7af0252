// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.sql;

/// How the body of an answer looks.
///
/// @param single one object, or one value, instead of an array
/// @param stripNulls whether members that are null are left out
public record Shape(boolean single, boolean stripNulls) {
    /// An array of all there is.
    public static final Shape ARRAY = new Shape(false, false);

    /// Returns the SQL that makes one item of the body.
    ///
    /// @param source a row or value
    String item(String source) {
        var json = "to_json(" + source + ")";
        return stripNulls ? "json_strip_nulls(" + json + ")" : json;
    }
}
