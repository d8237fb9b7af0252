// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.socket;

import dev.parley.channels.config.MessageLimits;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/// Counts what a peer sends and refuses what is more than its share. The counts start anew about
/// every second, when enough sweeps have passed. Owned by the connection's loop.
final class InboundRateLimit {
    private final MessageLimits limits;
    private final int sweepsPerSecond;
    private long since;
    private long bytes;
    private int controls;

    /// @param sweepsPerSecond how many sweeps make a second, at least 1
    InboundRateLimit(MessageLimits limits, int sweepsPerSecond) {
        this.limits = limits;
        this.sweepsPerSecond = sweepsPerSecond;
    }

    /// Counts a ping or pong.
    void control(long sweep) throws CloseException {
        refresh(sweep);
        check(++controls, limits.controlFramesPerSecond());
    }

    /// Counts a frame of a message.
    void message(int length, long sweep) throws CloseException {
        refresh(sweep);
        bytes += length;
        check(bytes, limits.bytesPerSecond());
    }

    private void refresh(long sweep) {
        if (sweep - since >= sweepsPerSecond) {
            since = sweep;
            controls = 0;
            bytes = 0;
        }
    }

    private static void check(long count, long limit) throws CloseException {
        if (count > limit) {
            throw new CloseException(
                    WebSocketCloseStatus.POLICY_VIOLATION, "Too much is sent in one second");
        }
    }
}
