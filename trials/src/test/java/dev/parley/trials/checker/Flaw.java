// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.checker;

/// A way in which a run can go wrong.
public enum Flaw {
    /// A change is in the table and was never published.
    LOST,
    /// A change was published, or one was rendered, that the table of that epoch does not hold.
    PHANTOM,
    /// COMMIT was answered, and the message is not in the table.
    UNACCEPTED,
    /// A change was first published after a later one of its room.
    REORDERED,
    /// A client rendered a change without the one before it.
    CLIENT_GAP,
    /// A client rendered a change again.
    CLIENT_DUPLICATE,
    /// A client rendered a change after a later one, or went back to an older view.
    CLIENT_INVERSION,
    /// A client did not get to the end of the log.
    CLIENT_STUCK,
    /// The run wrote too little to show anything.
    TOO_FEW_ACCEPTED,
    /// A fault that was planned did not happen.
    FAULT_MISSING
}
