// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

/// Bytes of the log that do not mean what this program believes they mean. Going on would lose
/// changes, so the session stops with nothing confirmed.
final class WalFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WalFormatException(String message) {
        super(message);
    }
}
