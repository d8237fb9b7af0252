package dev.parley.channels.app;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The signed-in users of an app and their connections. Thread-safe.
public final class Users {
    /// A signed-in connection; compared by identity.
    public interface Guest {
        /// Ends the connection because the application asked for it. Any thread may call.
        void terminate();
    }

    private final ConcurrentMap<String, Set<Guest>> guests = new ConcurrentHashMap<>();

    /// Notes that a connection belongs to a user.
    public void signedIn(String userId, Guest guest) {
        guests.compute(
                userId,
                (_, present) -> {
                    Set<Guest> set = present == null ? ConcurrentHashMap.newKeySet(2) : present;
                    set.add(guest);
                    return set;
                });
    }

    /// Forgets a connection of a user.
    public void left(String userId, Guest guest) {
        guests.computeIfPresent(
                userId,
                (_, present) -> {
                    present.remove(guest);
                    return present.isEmpty() ? null : present;
                });
    }

    /// Returns how many users are signed in.
    public int count() {
        return guests.size();
    }

    /// Ends every connection signed in as a user.
    public void terminate(String userId) {
        guests.getOrDefault(userId, Set.of()).forEach(Guest::terminate);
    }
}
