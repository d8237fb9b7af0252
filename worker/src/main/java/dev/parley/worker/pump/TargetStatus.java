package dev.parley.worker.pump;

import java.time.Instant;
import java.util.Optional;

/// How one target fares, for people and probes.
///
/// @param name its name
/// @param failingSince since when nothing has been taken; empty when all is well
/// @param waitingEvents events in memory
/// @param waitingBytes their size
/// @param openRooms rooms that wait or are being sent
public record TargetStatus(
        String name,
        Optional<Instant> failingSince,
        int waitingEvents,
        long waitingBytes,
        int openRooms) {}
