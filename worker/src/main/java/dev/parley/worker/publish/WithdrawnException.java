// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

/// Ends the tries to publish events that are not to be published any more.
public final class WithdrawnException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Makes one without a stack trace: it reports no defect.
    public WithdrawnException() {
        super("what was to be published has been withdrawn", null, false, false);
    }
}
