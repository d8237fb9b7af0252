// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes the body of the request that is being answered, once it is asked for. Owned by the loop of its
/// connection.
final class BodyIntake {
    private @Nullable BodyBuffer buffer;
    private boolean ended;

    /// Forgets the request before.
    void reset() {
        ended = false;
    }

    /// Returns whether all of the request was read.
    boolean hasEnded() {
        return ended;
    }

    /// Begins to fill a buffer.
    ///
    /// @param declared how long the body is, as far as the head tells
    /// @return why it will not be filled, if so
    Optional<RequestError> begin(BodyBuffer wanted, long declared) {
        buffer = wanted;
        return wanted.holds(declared) ? Optional.empty() : Optional.of(tooLong(wanted));
    }

    /// Adds a part.
    ///
    /// @return why the body is refused, if so
    Optional<RequestError> add(HttpContent part) {
        if (buffer == null) {
            return Optional.empty();
        }
        if (part.decoderResult().isFailure()) {
            return Optional.of(RequestError.of(400, "The chunks of the request are broken"));
        }
        if (!buffer.holds(part.content().readableBytes())) {
            return Optional.of(tooLong(buffer));
        }
        buffer.add(part.content());
        if (part instanceof LastHttpContent) {
            ended = true;
            buffer.end();
            buffer = null;
        }
        return Optional.empty();
    }

    /// Ends a buffer that is not full.
    void fail(Exception reason) {
        if (buffer != null) {
            buffer.fail(reason);
            buffer = null;
        }
    }

    private static RequestError tooLong(BodyBuffer buffer) {
        return new RequestError(
                413,
                "The body of a request may have at most %d bytes".formatted(buffer.maxBytes()),
                buffer.maxBytes());
    }
}
