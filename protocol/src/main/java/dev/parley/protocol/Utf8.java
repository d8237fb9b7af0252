// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

/// Sizes of text on the wire.
public final class Utf8 {
    private Utf8() {}

    /// Returns how many bytes `text` takes in UTF-8, without making them.
    public static int length(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x800) {
                bytes += Character.isSurrogate(c) ? 1 : 2;
            } else if (c >= 0x80) {
                bytes++;
            }
        }
        return bytes;
    }
}
