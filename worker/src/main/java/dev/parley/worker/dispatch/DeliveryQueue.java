// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import dev.parley.worker.capture.Acknowledgement;
import dev.parley.worker.capture.Change;
import dev.parley.worker.publish.EventWithFallback;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Decides what one target gets next. A state machine without threads, clock or I/O; the caller
/// confines it to one thread or one lock.
///
/// Per room: an event already published is dropped, the next one is sent, a later one waits until the
/// missing ones have been read from the tables. A room is in at most one request and in at most one
/// read. When more than four fifths of the memory is taken the queue catches up: until half of it is
/// free again a new event is only remembered as "the log reaches to here" and read from the tables
/// later, so a slow target slows nobody else down and holds back no log.
final class DeliveryQueue {
    private static final int MAX_BATCH_BYTES = 90_000;

    private final int batchEvents;
    private final int maxEvents;
    private final long maxBytes;
    private final int maxRooms;

    /// By last use, so that long unused rooms are forgotten first.
    private final LinkedHashMap<String, RoomQueue> roomQueues =
            new LinkedHashMap<>(16, 0.75f, true);

    private final Deque<RoomQueue> toSend = new ArrayDeque<>();
    private final Deque<RoomQueue> toLoad = new ArrayDeque<>();
    private final Map<String, Long> unsaved = new HashMap<>();
    private Map<String, Long> saving = Map.of();
    private String epoch = "";
    private int events;
    private long bytes;
    private int sending;
    private int loading;
    private final LagTracker lagTracker = new LagTracker();
    private boolean spilling;
    private boolean behindhand;

    /// @param batchEvents how many events one request may carry
    /// @param maxEvents how many may wait in memory
    /// @param maxBytes how many bytes they may have together
    /// @param maxRooms of how many rooms the position is remembered
    DeliveryQueue(int batchEvents, int maxEvents, long maxBytes, int maxRooms) {
        this.batchEvents = batchEvents;
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.maxRooms = maxRooms;
    }

    /// @param batchEvents how many events one request may carry
    /// @param config the other bounds
    static DeliveryQueue of(int batchEvents, DispatchConfig config) {
        return new DeliveryQueue(
                batchEvents, config.maxEvents(), config.maxBytes(), config.maxRooms());
    }

    /// Events to be delivered in one request.
    ///
    /// @param epoch the epoch they belong to
    record Batch(String epoch, List<NumberedEvent> events) {
        Batch {
            events = List.copyOf(events);
        }

        /// Returns the events of each room as a request of its own.
        List<Batch> byRoom() {
            var rooms = new LinkedHashMap<String, List<NumberedEvent>>();
            for (var event : events) {
                rooms.computeIfAbsent(event.room(), _ -> new ArrayList<>()).add(event);
            }
            return rooms.values().stream().map(room -> new Batch(epoch, room)).toList();
        }

        List<EventWithFallback> eventWithFallbacks() {
            return events.stream().map(NumberedEvent::event).toList();
        }
    }

    /// A room to be read from the tables.
    ///
    /// @param epoch the epoch it belongs to
    /// @param after the number to read on from; empty when the target's position is to be looked up
    record Load(String epoch, String room, OptionalLong after) {}

    /// Takes an event a source has found. `acknowledgement` is held while it exists in memory only.
    void enqueue(NumberedEvent event, Acknowledgement acknowledgement) {
        var roomQueue = roomQueue(event.room());
        if (roomQueue.isPublished(event.rev())) {
            return;
        }
        roomQueue.reaches(event.rev());
        var before = roomQueue.pendingEvents();
        if (event.isDeletion()) {
            erased(roomQueue, event.rev());
        }
        if (!isCatchingUp()) {
            bytes += roomQueue.keep(event, acknowledgement);
        }
        events += roomQueue.pendingEvents() - before;
        settle(roomQueue);
    }

    /// Learns how far rooms' logs reach at least.
    void behind(List<Change.Behind> rooms) {
        rooms.forEach(room -> behind(room.room(), room.head()));
    }

    /// Learns that a room's log reaches at least to `head`.
    void behind(String room, long head) {
        var roomQueue = roomQueue(room);
        roomQueue.reaches(head);
        settle(roomQueue);
    }

    /// Returns the next request; empty when no room is due.
    Optional<Batch> nextBatch() {
        var batch = new ArrayList<NumberedEvent>();
        var batchBytes = 0;
        while (batch.size() < batchEvents && !toSend.isEmpty()) {
            var roomQueue = toSend.getFirst();
            var next = roomQueue.next(batchEvents - batch.size(), MAX_BATCH_BYTES - batchBytes);
            if (next.isEmpty()) {
                break; // does not fit any more: it opens the next request
            }
            toSend.removeFirst();
            roomQueue.phase = RoomQueue.Phase.SENDING;
            sending++;
            batch.addAll(next);
            batchBytes += next.stream().mapToInt(NumberedEvent::bytes).sum();
        }
        return batch.isEmpty() ? Optional.empty() : Optional.of(new Batch(epoch, batch));
    }

    /// Learns that the target has taken a request.
    void delivered(Batch batch) {
        if (!batch.epoch().equals(epoch)) {
            return;
        }
        var last = new LinkedHashMap<String, Long>();
        batch.events().forEach(event -> last.put(event.room(), event.rev()));
        last.forEach((room, rev) -> {
            var roomQueue = roomQueue(room);
            var before = roomQueue.pendingEvents();
            bytes -= roomQueue.published(rev);
            events += roomQueue.pendingEvents() - before;
            unsaved.put(room, roomQueue.published());
            lagTracker.ended(room);
            rested(roomQueue);
        });
    }

    /// Returns whether a request is still what is to be sent: a message in it may have been deleted.
    boolean holds(Batch batch) {
        return batch.epoch().equals(epoch)
                && batch.events().stream().allMatch(event -> roomQueue(event.room()).holds(event));
    }

    /// Learns that a request was given up; its events are due again.
    void returned(Batch batch) {
        if (batch.epoch().equals(epoch)) {
            batch.events().stream()
                    .map(NumberedEvent::room)
                    .distinct()
                    .forEach(room -> rested(roomQueue(room)));
        }
    }

    /// Returns the next rooms to read; none when none is due or memory has no place for more.
    List<Load> nextLoads(int most) {
        var loads = new ArrayList<Load>();
        for (var load = nextLoad(); load.isPresent(); load = nextLoad()) {
            loads.add(load.get());
            if (loads.size() == most) {
                break;
            }
        }
        return loads;
    }

    /// Returns the next room to read; empty when none is due or memory has no place for more.
    Optional<Load> nextLoad() {
        if (toLoad.isEmpty() || (isFull() && !(toSend.isEmpty() && sending == 0))) {
            return Optional.empty();
        }
        var roomQueue = toLoad.removeFirst();
        roomQueue.phase = RoomQueue.Phase.LOADING;
        loading++;
        return Optional.of(
                new Load(
                        epoch,
                        roomQueue.room,
                        roomQueue.isLocated()
                                ? OptionalLong.of(roomQueue.published())
                                : OptionalLong.empty()));
    }

    /// Takes in what was read.
    ///
    /// @return false when that did not help and the room must be read again, a moment later
    boolean loaded(Load load, LogPage page) {
        if (!load.epoch().equals(epoch)) {
            return true;
        }
        var roomQueue = roomQueue(load.room());
        if (!roomQueue.isUpToDate(page)) {
            rested(roomQueue);
            return false;
        }
        var before = roomQueue.pendingEvents();
        bytes += roomQueue.loaded(page);
        events += roomQueue.pendingEvents() - before;
        rested(roomQueue);
        return roomQueue.phase != RoomQueue.Phase.LOAD_DUE || !page.events().isEmpty();
    }

    /// Learns that a room could not be read; it is due again.
    void notLoaded(Load load) {
        if (load.epoch().equals(epoch)) {
            rested(roomQueue(load.room()));
        }
    }

    /// Leaves new events to the tables from now on, and everything in memory once. What is read later, one
    /// page at a time, is a trial whether the target is back, and stays until that is known.
    void spillFromNowOn() {
        if (!spilling) {
            spilling = true;
            spillAll();
        }
    }

    /// Leaves everything in memory to the tables and releases all acknowledgements. New events are kept.
    void spill() {
        spilling = false;
        spillAll();
    }

    /// Takes new events into memory again.
    void stopSpilling() {
        spilling = false;
    }

    /// Enters an epoch of the database; everything about another one is forgotten.
    void enter(String current) {
        if (epoch.equals(current)) {
            return;
        }
        epoch = current;
        spillAll();
        roomQueues.clear();
        lagTracker.clear();
        toLoad.clear();
        unsaved.clear();
        saving = Map.of();
        sending = 0;
        loading = 0;
    }

    /// Positions to be written down.
    ///
    /// @param epoch the epoch they belong to
    record Positions(String epoch, Map<String, Long> published) {
        Positions {
            published = Map.copyOf(published);
        }
    }

    /// Hands out the positions that have changed since the last call.
    Positions startSaving() {
        saving = Map.copyOf(unsaved);
        unsaved.clear();
        return new Positions(epoch, saving);
    }

    /// Learns whether the positions handed out last were written down.
    void saved(Positions positions, boolean written) {
        if (!written && positions.epoch().equals(epoch)) {
            saving.forEach((room, rev) -> unsaved.merge(room, rev, Math::max));
        }
        saving = Map.of();
        forgetUnusedRooms();
    }

    /// Returns whether [#nextBatch] has something.
    boolean isSendDue() {
        return !toSend.isEmpty();
    }

    /// Returns whether [#nextLoad] may have something.
    boolean isLoadDue() {
        return !toLoad.isEmpty();
    }

    /// Returns how many events are in memory.
    int events() {
        return events;
    }

    /// Returns how many bytes they have.
    long bytes() {
        return bytes;
    }

    /// Returns of how many rooms the position is in memory.
    int rooms() {
        return roomQueues.size();
    }

    /// Returns how many rooms wait to be sent or read, or are being sent or read.
    int openRooms() {
        return sending + loading + toSend.size() + toLoad.size();
    }

    /// Says what time it is; asked for before anything that begins or ends waiting.
    void at(Instant now) {
        lagTracker.at(now);
    }

    /// Returns for how long the room that has waited longest has made no progress.
    Duration oldestWaiting() {
        return lagTracker.longest();
    }

    /// Returns whether new events are left to the tables for now.
    boolean isCatchingUp() {
        if (events >= maxEvents * 4L / 5 || bytes >= maxBytes / 5 * 4) {
            behindhand = true;
        } else if (events <= maxEvents / 2 && bytes <= maxBytes / 2) {
            behindhand = false;
        }
        return spilling || behindhand;
    }

    private boolean isFull() {
        return spilling || events >= maxEvents || bytes >= maxBytes;
    }

    private RoomQueue roomQueue(String room) {
        return roomQueues.computeIfAbsent(room, RoomQueue::new);
    }

    /// Leaves to the tables what may show the text of a message that the change `rev` deletes.
    private void erased(RoomQueue roomQueue, long rev) {
        bytes -= roomQueue.erased(rev);
        if (roomQueue.phase == RoomQueue.Phase.SEND_DUE && roomQueue.pendingEvents() == 0) {
            toSend.remove(roomQueue);
            roomQueue.phase = RoomQueue.Phase.RESTING;
        }
    }

    private void spillAll() {
        for (var roomQueue : roomQueues.values()) {
            bytes -= roomQueue.spill();
        }
        events = 0;
        toSend.clear();
        for (var roomQueue : roomQueues.values()) {
            if (roomQueue.phase == RoomQueue.Phase.SEND_DUE) {
                roomQueue.phase = RoomQueue.Phase.RESTING;
            }
        }
        List.copyOf(roomQueues.values()).forEach(this::settle);
    }

    /// Ends what is under way with a room, if something is.
    private void rested(RoomQueue roomQueue) {
        if (roomQueue.phase == RoomQueue.Phase.SENDING) {
            sending--;
            roomQueue.phase = RoomQueue.Phase.RESTING;
        } else if (roomQueue.phase == RoomQueue.Phase.LOADING) {
            loading--;
            roomQueue.phase = RoomQueue.Phase.RESTING;
        }
        settle(roomQueue);
    }

    /// Puts a resting room where it is due. One that is due already keeps its turn, whatever for, and
    /// is looked at again afterwards.
    private void settle(RoomQueue roomQueue) {
        if (roomQueue.phase != RoomQueue.Phase.RESTING) {
            return;
        }
        var before = roomQueue.published();
        roomQueue.phase = roomQueue.due();
        if (roomQueue.published() != before) {
            unsaved.put(roomQueue.room, roomQueue.published());
        }
        switch (roomQueue.phase) {
            case SEND_DUE -> toSend.addLast(roomQueue);
            case LOAD_DUE -> toLoad.addLast(roomQueue);
            case RESTING, SENDING, LOADING -> {}
        }
        if (roomQueue.phase == RoomQueue.Phase.RESTING) {
            lagTracker.ended(roomQueue.room);
        } else {
            lagTracker.began(roomQueue.room);
        }
    }

    private void forgetUnusedRooms() {
        if (roomQueues.size() <= maxRooms) {
            return;
        }
        var excess = roomQueues.size() - maxRooms;
        var rooms = roomQueues.values().iterator();
        while (rooms.hasNext() && excess > 0) {
            var roomQueue = rooms.next();
            if (roomQueue.phase == RoomQueue.Phase.RESTING
                    && !unsaved.containsKey(roomQueue.room)) {
                rooms.remove();
                excess--;
            }
        }
    }
}
