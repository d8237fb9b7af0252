// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads what a server sent over HTTP, and fails when a client could not.
final class SentAnswers {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) [\\w -]+");
    private static final Pattern HEADER = Pattern.compile("([a-zA-Z0-9-]+): ([ -~]*)");
    private static final String END = "\r\n\r\n";
    private static final Set<Integer> STATUSES =
            Set.of(100, 101, 200, 400, 401, 403, 404, 405, 408, 413, 414, 417, 426, 429, 431, 503);

    private SentAnswers() {}

    /// Checks answers one after the other; frames may follow an upgrade.
    static void check(byte[] sent) {
        var text = new String(sent, StandardCharsets.ISO_8859_1);
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf(END, at);
            if (end < 0) {
                throw new AssertionError("half an answer: " + text.substring(at));
            }
            var lines = text.substring(at, end).split("\r\n", -1);
            int status = status(lines[0]);
            at = end + END.length();
            if (status == 101) {
                var _ = SentFrames.events(ByteBuffer.wrap(sent, at, sent.length - at).slice());
                return;
            }
            // the answer to HEAD states the length of a body it does not have
            boolean bodiless = at == text.length() || text.startsWith("HTTP/1.1 ", at);
            if (status != 100 && length(lines) > 0 && !bodiless) {
                at += length(lines);
            }
        }
        if (at > text.length()) {
            throw new AssertionError("an answer shorter than its length: " + text);
        }
    }

    static int status(String line) {
        var match = STATUS.matcher(line);
        if (!match.matches() || !STATUSES.contains(Integer.parseInt(match.group(1)))) {
            throw new AssertionError("an unexpected answer: " + line);
        }
        return Integer.parseInt(match.group(1));
    }

    private static int length(String[] lines) {
        int length = -1;
        for (int i = 1; i < lines.length; i++) {
            var match = HEADER.matcher(lines[i]);
            if (!match.matches()) {
                throw new AssertionError("a broken header: " + lines[i]);
            }
            if (match.group(1).equalsIgnoreCase("content-length")) {
                length = Integer.parseInt(match.group(2));
            }
        }
        if (length < 0) {
            throw new AssertionError("an answer without length");
        }
        return length;
    }
}
