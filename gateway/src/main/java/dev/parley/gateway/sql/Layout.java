// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.sql;

/// How the items of an answer become its body.
///
/// @param single whether only the first is shown
/// @param before what precedes them
/// @param between what parts them
/// @param after what follows them
/// @param none the whole body when there are none
public record Layout(boolean single, String before, String between, String after, String none) {
    /// No body at all.
    static final Layout NOTHING = new Layout(false, "", "", "", "");

    private static final Layout OBJECT = new Layout(true, "", "", "", "null");

    /// Returns the layout of rows, spaced as `json_agg` does it, whose text PostgREST answers.
    static Layout ofRows(Shape shape) {
        return of(shape, ", \n ");
    }

    /// Returns the layout of values that are no rows, spaced as `json_agg` does it.
    static Layout ofValues(Shape shape) {
        return of(shape, ", ");
    }

    private static Layout of(Shape shape, String between) {
        return shape.single()
                ? OBJECT
                : new Layout(false, "[", shape.stripNulls() ? "," : between, "]", "[]");
    }
}
