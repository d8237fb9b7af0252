package dev.parley.worker.arrival;

/// Is told what the targets took. Many threads call it, each between two requests, so it must return
/// at once and may not throw.
@FunctionalInterface
public interface Arrivals {
    /// Takes note.
    void arrived(Arrival arrival);

    /// Returns one that tells this and then the other.
    default Arrivals and(Arrivals other) {
        return arrival -> {
            arrived(arrival);
            other.arrived(arrival);
        };
    }
}
