// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.query;

import org.jspecify.annotations.Nullable;

/// A place in a text, moved forward by the parsers.
final class Scanner {
    private final String text;
    private final String what;
    private int at;

    /// @param what what is being read, for the message of a refusal
    Scanner(String what, String text) {
        this.what = what;
        this.text = text;
    }

    boolean atEnd() {
        return at == text.length();
    }

    boolean sees(String token) {
        return text.startsWith(token, at);
    }

    boolean eat(String token) {
        if (!sees(token)) {
            return false;
        }
        at += token.length();
        return true;
    }

    void expect(String token) {
        if (!eat(token)) {
            throw expected("\"" + token + "\"");
        }
    }

    /// Skips blanks and tabs.
    void skipBlanks() {
        while (sees(" ") || sees("\t")) {
            at++;
        }
    }

    /// Skips the blanks around a token, which must be there.
    void expectAmidBlanks(String token) {
        skipBlanks();
        expect(token);
        skipBlanks();
    }

    /// Skips the blanks around a token, if it is there.
    boolean eatAmidBlanks(String token) {
        var start = at;
        skipBlanks();
        if (eat(token)) {
            skipBlanks();
            return true;
        }
        at = start;
        return false;
    }

    /// Skips a token that another follows, blanks between them or not.
    boolean eatBefore(String token, String next) {
        var start = at;
        if (eat(token)) {
            skipBlanks();
            if (sees(next)) {
                return true;
            }
        }
        at = start;
        return false;
    }

    void expectEnd() {
        if (!atEnd()) {
            throw expected("end of input");
        }
    }

    /// Returns the text up to the first of the given characters, or to the end.
    String until(String stops) {
        var start = at;
        while (!atEnd() && stops.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /// Returns everything that is left.
    String rest() {
        var start = at;
        at = text.length();
        return text.substring(start);
    }

    /// Returns a text in double quotes, where a backslash makes the next character ordinary.
    String quoted() {
        var value = unquote();
        if (value == null) {
            throw expected("\"\\\"\"");
        }
        return value;
    }

    private @Nullable String unquote() {
        if (!eat("\"")) {
            return null;
        }
        var value = new StringBuilder();
        while (!atEnd() && !sees("\"")) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        return eat("\"") ? value.toString() : null;
    }

    /// Returns a value that ends before one of the given characters: quoted, or as it stands. A quote
    /// that does not close right before the end is an ordinary character, as in PostgREST.
    String value(String stops) {
        var start = at;
        var value = unquote();
        if (value != null && (atEnd() || stops.indexOf(text.charAt(at)) >= 0)) {
            return value;
        }
        at = start;
        return until(stops);
    }

    /// Returns a name, which is not empty: quoted, or letters, digits, `_`, `$`, space and a dash that is
    /// no arrow. Blanks around it do not count.
    String name() {
        skipBlanks();
        var start = at;
        var name = sees("\"") ? quoted() : bareName();
        if (name.isEmpty()) {
            at = start;
            throw expected("field name (* or [a..z0..9_$])");
        }
        skipBlanks();
        return name;
    }

    private String bareName() {
        var start = at;
        while (!atEnd() && isName(text.charAt(at)) && !sees("->")) {
            at++;
        }
        return text.substring(start, at).strip();
    }

    private static boolean isName(char character) {
        return Character.isLetterOrDigit(character)
                || Character.isSurrogate(character)
                || "_$ -".indexOf(character) >= 0;
    }

    QuerySyntaxException expected(String wanted) {
        var found = atEnd() ? "end of input" : "\"" + text.charAt(at) + "\"";
        return new QuerySyntaxException(
                "\"failed to parse %s (%s)\" (line 1, column %d)".formatted(what, text, at + 1),
                "unexpected " + found + " expecting " + wanted);
    }
}
