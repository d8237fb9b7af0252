// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.types;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.regex.Pattern;

/// Words of TypeScript.
final class TypeScript {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][\\w$]*");

    private TypeScript() {}

    /// Returns a string literal.
    static String literal(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /// Returns the name of a member, in quotes where that is needed.
    static String name(String text) {
        return IDENTIFIER.matcher(text).matches() ? text : literal(text);
    }
}
