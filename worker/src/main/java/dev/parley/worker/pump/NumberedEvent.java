package dev.parley.worker.pump;

import dev.parley.worker.delivery.Parcel;
import java.util.UUID;

/// One row of a room's log, ready to be delivered.
///
/// @param room the room
/// @param rev its number in the room's log
/// @param parcel what to deliver
/// @param bytes its size in memory and in a request, roughly
record NumberedEvent(UUID room, long rev, Parcel parcel, int bytes) {}
