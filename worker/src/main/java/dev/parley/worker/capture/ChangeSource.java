// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

/// A way to learn what changed in the database.
public interface ChangeSource extends AutoCloseable {
    /// Returns which way it is.
    CaptureStrategy strategy();

    /// Makes ready what a session needs and finds out whether one could start. Any thread may call it;
    /// it disturbs no session, neither of this source nor of another.
    ///
    /// @throws CaptureException saying what is in the way
    void prepare(PreparationMode mode) throws InterruptedException;

    /// Begins `session` and hands changes to its sink until [#end] or [#close] is called or the connection fails.
    ///
    /// @throws CaptureException when the session ends for any other reason
    void session(CaptureSession session) throws InterruptedException;

    /// Hints that something has changed; a source that is told by the database itself ignores it.
    void wake();

    /// Returns what the source is doing, for people.
    String detail();

    /// Ends a running session soon, if there is one; any thread may call it.
    void end();

    /// Ends a running session and all later ones; any thread may call it.
    @Override
    void close();
}
