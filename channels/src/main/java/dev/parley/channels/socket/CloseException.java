// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.socket;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/// A peer broke a rule of WebSocket and must be closed.
final class CloseException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient WebSocketCloseStatus status;

    CloseException(WebSocketCloseStatus status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    WebSocketCloseStatus status() {
        return status;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
