// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.command;

import dev.parley.app.assembly.StartupProgress;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;

/// Shows a person how a start gets on; coloured and rewritten in place on a terminal, plain lines
/// elsewhere.
final class Console implements StartupProgress {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;

    /// @param terminal whether somebody watches who sees colours
    Console(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /// Returns the console of this process.
    static Console of(PrintWriter out, Map<String, String> environment) {
        var watched =
                Optional.ofNullable(System.console())
                        .filter(java.io.Console::isTerminal)
                        .isPresent();
        return new Console(out, watched && !environment.containsKey("NO_COLOR"));
    }

    @Override
    public void starting(String part) {
        if (terminal) {
            out.printf("  %s ...", part);
            out.flush();
        }
    }

    @Override
    public void started(String part, String detail) {
        line(
                (terminal ? CLEAR_LINE : "")
                        + "  %s %s".formatted(green("%-12s".formatted(part)), detail));
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    String bold(String text) {
        return terminal ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    /// Shows what is being done until something is settled; nothing where nobody watches.
    void passing(String what) {
        if (terminal) {
            out.print(CLEAR_LINE + " ....  " + what);
            out.flush();
        }
    }

    /// Puts a line in the place of what was being done.
    void settled(String text) {
        line((terminal ? CLEAR_LINE : "") + text);
    }

    String green(String text) {
        return coloured("32", text);
    }

    String yellow(String text) {
        return coloured("33", text);
    }

    String red(String text) {
        return coloured("31", text);
    }

    private String coloured(String code, String text) {
        return terminal ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
