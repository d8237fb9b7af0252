// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import java.util.Locale;
import org.slf4j.event.Level;

/// What capturing is doing, or what is in its way. One at a time; each is a normal state that ends by
/// itself once its cause does.
public enum CaptureState {
    /// Nothing has been tried yet.
    STARTING(Level.INFO, Fallback.NONE),
    /// Changes arrive.
    RUNNING(Level.INFO, Fallback.NONE),

    /// There was no slot: one has been made, and the tables told what was missed.
    SLOT_MISSING(Level.INFO, Fallback.NONE),
    /// The server had given the slot up: a new one has been made, and the tables told what was missed.
    SLOT_LOST(Level.WARN, Fallback.NONE),
    /// Another worker has the slot or the lease: this one stands by.
    SLOT_HELD(Level.INFO, Fallback.NONE),
    /// The slot cannot be made before transactions that are open now have ended.
    SLOT_WAITS(Level.WARN, Fallback.WITHOUT_SLOT),
    /// The slot belongs to another database or plugin.
    SLOT_FOREIGN(Level.ERROR, Fallback.WITHOUT_SLOT),
    /// `max_replication_slots` are in use.
    NO_FREE_SLOT(Level.WARN, Fallback.WITHOUT_SLOT),
    /// `max_wal_senders` are in use.
    NO_FREE_SENDER(Level.WARN, Fallback.NEXT),
    /// The publication is missing or lists too little.
    PUBLICATION_WRONG(Level.ERROR, Fallback.WITHOUT_SLOT),
    /// `wal_level` is not `logical`.
    WAL_LEVEL_LOW(Level.WARN, Fallback.WITHOUT_SLOT),
    /// The role lacks the attribute REPLICATION.
    ROLE_CANNOT_REPLICATE(Level.WARN, Fallback.WITHOUT_SLOT),
    /// The server, or a pooler before it, does not speak the replication protocol with us.
    REPLICATION_REFUSED(Level.WARN, Fallback.NEXT),
    /// The log holds bytes whose meaning is unknown; nothing of it was confirmed.
    LOG_UNREADABLE(Level.ERROR, Fallback.WITHOUT_SLOT),

    /// The stream ended, or could not be opened this time.
    STREAM_ENDED(Level.WARN, Fallback.NONE),
    /// Nothing has come through a stream that used to work.
    STREAM_SILENT(Level.WARN, Fallback.NONE),
    /// Nothing ever came through the stream: something on the way swallows it.
    STREAM_SWALLOWED(Level.WARN, Fallback.NEXT),
    /// The database is in another epoch than a moment ago: a failover or a restore.
    EPOCH_CHANGED(Level.WARN, Fallback.NONE),

    /// The database cannot be reached, or is starting.
    DATABASE_AWAY(Level.WARN, Fallback.NONE),
    /// The server is a standby: nothing can be written down until it is promoted.
    SERVER_IN_RECOVERY(Level.WARN, Fallback.NONE),
    /// The server refuses this login or database.
    LOGIN_REFUSED(Level.ERROR, Fallback.NONE),
    /// Tables or functions are missing, or the role may not use them.
    SCHEMA_MISSING(Level.ERROR, Fallback.NONE),
    /// An error of our own.
    DEFECT(Level.ERROR, Fallback.NONE);

    private final Level level;
    private final Fallback fallback;

    CaptureState(Level level, Fallback fallback) {
        this.level = level;
        this.fallback = fallback;
    }

    private enum Fallback {
        /// No other strategy would do better.
        NONE,
        /// Another strategy may work meanwhile.
        NEXT,
        /// Another strategy may work meanwhile, unless it needs the slot, too.
        WITHOUT_SLOT
    }

    /// Returns how loudly it is told.
    public Level level() {
        return level;
    }

    /// Returns whether another strategy may work meanwhile.
    boolean allowsFallback() {
        return fallback != Fallback.NONE;
    }

    /// Returns whether it is in the way of everything that reads the slot.
    boolean concernsSlot() {
        return fallback == Fallback.WITHOUT_SLOT;
    }

    /// Returns whether repeated failures in this state count against the strategy rather than the database.
    boolean countsAgainstStrategy() {
        return allowsFallback() || this == STREAM_ENDED || this == DEFECT;
    }

    /// Returns whether it ends by what others do, at any moment, so that it is looked at often.
    boolean isStandby() {
        return this == SLOT_HELD || this == SERVER_IN_RECOVERY;
    }

    /// Returns the name in metrics and answers, such as `slot_held`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
