// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.socket;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/// Watches text that comes in pieces for the first byte that cannot be UTF-8, wherever the pieces are
/// cut. Half a surrogate pair shows at its third byte, everything else at the first that is wrong.
/// Whether the last character was finished is not looked at. Owned by the connection's loop.
final class Utf8Check {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

    /// The bytes of a character that was cut, three at most.
    private byte[] begun = {};

    /// Takes the next piece.
    ///
    /// @throws CharacterCodingException if nothing that may follow would make UTF-8 of it
    void add(byte[] piece) throws CharacterCodingException {
        var bytes = ByteBuffer.allocate(begun.length + piece.length).put(begun).put(piece).flip();
        var result = decoder.decode(bytes, CharBuffer.allocate(bytes.remaining()), false);
        if (result.isError()) {
            result.throwException();
        }
        begun = new byte[bytes.remaining()];
        bytes.get(begun);
    }
}
