package dev.parley.worker.capture;

/// A way to learn what changed in the database.
public interface ChangeSource extends AutoCloseable {
    /// Hands changes to `sink` until the source is closed or the connection fails.
    ///
    /// @throws CaptureException when the session ends for any reason but [#close]
    void session(ChangeSink sink) throws InterruptedException;

    /// Hints that something has changed; a source that is told by the database itself ignores it.
    void wake();

    /// Returns what the source is doing, for people.
    String detail();

    /// Ends a running session and all later ones; any thread may call it.
    @Override
    void close();
}
