// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

/// How the worker learns of a committed row.
public enum DeliveryPath {
    /// It streams the write-ahead log.
    WAL("wal"),
    /// It reads the slot by SQL again and again.
    POLL("poll");

    private final String title;

    DeliveryPath(String title) {
        this.title = title;
    }

    /// Returns its name on the command line, in the table and in `CAPTURE`.
    public String title() {
        return title;
    }
}
