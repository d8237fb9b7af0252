// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

/// A token that cannot be checked now, because the keys are out of reach. It may be a good one.
final class KeysUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeysUnavailableException(Throwable cause) {
        super("access tokens cannot be checked", cause);
    }
}
