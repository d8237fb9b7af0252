// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

/// How a committed row comes to the subscribers.
public enum DeliveryPath {
    /// The worker streams the write-ahead log.
    WAL("wal", "wal"),
    /// The worker looks at the tables again and again.
    POLL("poll", "poll"),
    /// The database posts every row to the worker, see [HttpQueue].
    WEBHOOK("webhook", "forward");

    private static final int SLOW_WARM_UP = 100;

    private final String title;
    private final String capture;

    DeliveryPath(String title, String capture) {
        this.title = title;
        this.capture = capture;
    }

    /// Returns its name on the command line and in the table.
    public String title() {
        return title;
    }

    /// Returns the worker's mode.
    String capture() {
        return capture;
    }

    /// Says whether every message must come once and in order: webhooks promise nothing.
    boolean isLossless() {
        return this != WEBHOOK;
    }

    /// Returns how many messages per second it is warmed up with: none may be left waiting.
    int warmUpRate(int usual) {
        return this == WEBHOOK ? SLOW_WARM_UP : usual;
    }
}
