// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// What follows an answer's headers. The server reads no more than a few kilobytes ahead of the
/// client, so a stream from a file or a [Spool] holds no memory for a client that does not read.
public final class ResponseBody {
    /// No body at all.
    public static final ResponseBody EMPTY = of(new byte[0]);

    private final OptionalLong length;
    private final Supplier<InputStream> content;

    private ResponseBody(OptionalLong length, Supplier<InputStream> content) {
        this.length = length;
        this.content = content;
    }

    /// Returns a body that is in memory.
    ///
    /// @param bytes must not change any more
    public static ResponseBody of(byte[] bytes) {
        return new ResponseBody(
                OptionalLong.of(bytes.length), () -> new ByteArrayInputStream(bytes));
    }

    /// Returns a body that is read while it is sent.
    ///
    /// @param length in bytes; empty when it is not known yet
    /// @param stream read by one thread and always closed, also when nobody wants it any more
    public static ResponseBody of(OptionalLong length, InputStream stream) {
        return new ResponseBody(length, () -> stream);
    }

    OptionalLong length() {
        return length;
    }

    InputStream open() {
        return content.get();
    }
}
