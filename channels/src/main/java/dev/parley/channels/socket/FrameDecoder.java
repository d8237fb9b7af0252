// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.socket;

import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;

/// Reads frames, and tells whether it holds a part of one.
final class FrameDecoder extends WebSocket13FrameDecoder {
    FrameDecoder(WebSocketDecoderConfig config) {
        super(config);
    }

    /// Returns whether bytes wait for the rest of their frame. They keep the whole buffer they were read
    /// into.
    boolean holdsPart() {
        return actualReadableBytes() > 0;
    }
}
