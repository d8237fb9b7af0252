// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.app;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.channels.wire.TextFrame;
import dev.parley.protocol.frame.ServerFrame;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The signed-in users of an app, their connections, and who watches whom, see
/// [watchlist events](https://pusher.com/docs/channels/using_channels/watchlist-events/).
///
/// A user who leaves is taken for present for three more seconds, so that a page that is loaded
/// again alarms nobody. Thread-safe; its lock is held while frames are posted, never while one is
/// written.
public final class SignedInUsers {
    private static final Duration ABSENCE = Duration.ofSeconds(3);

    /// A signed-in connection; compared by identity.
    public interface UserConnection {
        /// Ends the connection because the application asked for it. Any thread may call.
        void terminate();

        /// Sends a frame. Any thread may call; it must not wait.
        void tell(TextFrame frame);
    }

    private static final class User {
        private final Set<UserConnection> connections = new LinkedHashSet<>(2);
        private Set<UserConnection> watchers = Set.of();
        private boolean leaving;

        void addWatcher(UserConnection connection) {
            if (watchers.isEmpty()) {
                watchers = new LinkedHashSet<>(2);
            }
            watchers.add(connection);
        }

        void removeWatcher(UserConnection connection) {
            if (!watchers.isEmpty()) {
                watchers.remove(connection);
            }
        }

        boolean isOnline() {
            return leaving || !connections.isEmpty();
        }
    }

    private final InstantSource clock;

    /// Users who are present or watched.
    @GuardedBy("this")
    private final Map<String, User> users = new HashMap<>();

    /// Whom each watching connection watches.
    @GuardedBy("this")
    private final Map<UserConnection, Set<String>> watchlists = new HashMap<>();

    /// Watched users whose last connection ended, and when they will be told to be gone; the first
    /// to be told comes first.
    @GuardedBy("this")
    private final Map<String, Instant> leaving = new LinkedHashMap<>();

    /// @param clock measures how long a user is away
    public SignedInUsers(InstantSource clock) {
        this.clock = clock;
    }

    /// Notes that a connection belongs to a user. Once again for the same user changes only whom
    /// the connection watches.
    ///
    /// @param watched ids of the users it wants to hear of
    /// @return who of them is there and who is not; every later change is told to the guest
    public synchronized ServerFrame.WatchlistEvents signedIn(
            String userId, UserConnection connection, List<String> watched) {
        var user = users.computeIfAbsent(userId, _ -> new User());
        boolean came = !user.isOnline();
        user.connections.add(connection);
        if (user.leaving) {
            user.leaving = false;
            leaving.remove(userId);
        }
        if (came) {
            tell(user, new ServerFrame.WatchlistEvents(List.of(userId), List.of()));
        }
        unwatch(connection);
        return watch(connection, watched);
    }

    /// Forgets a connection of a user.
    public synchronized void left(String userId, UserConnection connection) {
        unwatch(connection);
        var user = users.get(userId);
        if (user == null || !user.connections.remove(connection) || !user.connections.isEmpty()) {
            return;
        }
        if (user.watchers.isEmpty()) {
            users.remove(userId);
        } else {
            user.leaving = true;
            leaving.put(userId, clock.instant().plus(ABSENCE));
        }
    }

    /// Tells of those who have been away long enough. Called every second or so.
    public synchronized void tellAbsences() {
        var now = clock.instant();
        var due = leaving.entrySet().iterator();
        while (due.hasNext()) {
            var next = due.next();
            if (now.isBefore(next.getValue())) {
                return;
            }
            due.remove();
            var user = users.get(next.getKey());
            if (user != null) {
                user.leaving = false;
                tell(user, new ServerFrame.WatchlistEvents(List.of(), List.of(next.getKey())));
                dropIfUnused(next.getKey(), user);
            }
        }
    }

    /// Returns how many users are signed in.
    public synchronized int count() {
        return (int) users.values().stream().filter(user -> !user.connections.isEmpty()).count();
    }

    /// Ends every connection signed in as a user.
    public void terminate(String userId) {
        connections(userId).forEach(UserConnection::terminate);
    }

    /// Returns how many users are known, present or watched.
    synchronized int known() {
        return users.size();
    }

    private synchronized List<UserConnection> connections(String userId) {
        var user = users.get(userId);
        return user == null ? List.of() : List.copyOf(user.connections);
    }

    @GuardedBy("this")
    private ServerFrame.WatchlistEvents watch(UserConnection connection, List<String> watched) {
        if (watched.isEmpty()) {
            return new ServerFrame.WatchlistEvents(List.of(), List.of());
        }
        var online = new ArrayList<String>();
        var offline = new ArrayList<String>();
        var ids = new LinkedHashSet<>(watched);
        for (var id : ids) {
            var user = users.computeIfAbsent(id, _ -> new User());
            user.addWatcher(connection);
            (user.isOnline() ? online : offline).add(id);
        }
        watchlists.put(connection, ids);
        return new ServerFrame.WatchlistEvents(online, offline);
    }

    @GuardedBy("this")
    private void unwatch(UserConnection connection) {
        var ids = watchlists.remove(connection);
        if (ids == null) {
            return;
        }
        for (var id : ids) {
            var user = users.get(id);
            if (user != null) {
                user.removeWatcher(connection);
                dropIfUnused(id, user);
            }
        }
    }

    @GuardedBy("this")
    private void dropIfUnused(String id, User user) {
        if (!user.isOnline() && user.watchers.isEmpty()) {
            users.remove(id);
        }
    }

    private static void tell(User user, ServerFrame.WatchlistEvents events) {
        if (!user.watchers.isEmpty()) {
            var frame = TextFrame.of(events);
            user.watchers.forEach(watcher -> watcher.tell(frame));
        }
    }
}
