package dev.parley.worker.authorization;

/// Who is let in, as the database decides it. Called on the request's thread, which it may block.
interface Gate extends AutoCloseable {
    /// Says whether a person may listen to a channel.
    ///
    /// @throws GateAwayException when that cannot be told now
    Verdict authorize(User user, String channel);

    /// Says as whom a person's connection signs in.
    ///
    /// @throws GateAwayException when that cannot be told now
    Verdict signIn(User user);

    /// Lets go of what only this gate uses.
    @Override
    default void close() {}
}
