// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/// What came behind a head that is being answered; at most what one read gives. Owned by the loop of its
/// connection.
final class HeldMessages {
    /// The parts of a body can be of one byte each.
    private static final int MANY = 16;

    private final Queue<Object> messages = new ArrayDeque<>();

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /// Returns whether the end of the request is among them.
    boolean holdEnd() {
        return messages.stream().anyMatch(LastHttpContent.class::isInstance);
    }

    /// Returns whether no more should be added.
    boolean areMany() {
        return messages.size() >= MANY;
    }

    void add(Object message) {
        messages.add(message);
    }

    /// Returns the first, which the caller has to release.
    Object remove() {
        return messages.remove();
    }

    void release() {
        messages.forEach(ReferenceCountUtil::release);
        messages.clear();
    }
}
