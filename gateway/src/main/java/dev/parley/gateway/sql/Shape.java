package dev.parley.gateway.sql;

/// How the body of an answer looks.
///
/// @param single one object, or one value, instead of an array
/// @param stripNulls whether members that are null are left out
public record Shape(boolean single, boolean stripNulls) {
    /// An array of all there is.
    public static final Shape ARRAY = new Shape(false, false);

    /// Returns the SQL that makes the body of rows called `parley_row`.
    String body(String item) {
        var rows =
                stripNulls ? "json_strip_nulls(json_agg(" + item + "))" : "json_agg(" + item + ")";
        return single
                ? "coalesce((" + rows + " -> 0)::text, 'null')"
                : "coalesce(" + rows + ", '[]')::text";
    }
}
