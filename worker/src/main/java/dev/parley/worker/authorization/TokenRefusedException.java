// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

/// A token that does not say who is calling. Its message is a sentence for people.
final class TokenRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TokenRefusedException(String reason) {
        super(reason);
    }
}
