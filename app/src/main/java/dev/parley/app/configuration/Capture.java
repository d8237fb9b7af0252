package dev.parley.app.configuration;

/// How committed rows reach the worker.
public enum Capture {
    /// The best of the others whose checks pass.
    AUTO,
    /// Logical replication.
    WAL,
    /// Asking again and again.
    POLL,
    /// Database webhooks alone.
    FORWARD
}
