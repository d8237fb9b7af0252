package dev.parley.channels.socket;

/// Counts what a peer sends and says when it is more than its share. The count starts anew about
/// every second, when enough sweeps have passed. Owned by the connection's loop.
final class Meter {
    private final long limit;
    private final long sweepsPerSecond;
    private long since;
    private long count;

    /// @param limit how much a second
    /// @param sweepsPerSecond how many sweeps make a second, at least 1
    Meter(long limit, long sweepsPerSecond) {
        this.limit = limit;
        this.sweepsPerSecond = sweepsPerSecond;
    }

    /// Counts and says whether it is too much.
    boolean exceeds(long amount, long sweep) {
        if (sweep - since >= sweepsPerSecond) {
            since = sweep;
            count = 0;
        }
        count += amount;
        return count > limit;
    }
}
