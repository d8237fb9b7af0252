// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.gateway.share.Requester;
import java.util.LinkedHashSet;

/// From where users have signed in, so that who guesses elsewhere does not lock them out. Thread-safe.
/// Knows a bounded number; past it, the one that was used longest ago is forgotten.
final class FamiliarNetworks {
    private static final int MAX_KNOWN = 20_000;

    @GuardedBy("this")
    private final LinkedHashSet<Place> known = new LinkedHashSet<>();

    /// Notes that a user has signed in from an address.
    synchronized void add(String address, String email) {
        var place = Place.of(address, email);
        known.remove(place);
        if (known.size() >= MAX_KNOWN) {
            known.removeFirst();
        }
        known.add(place);
    }

    /// Returns whether the user has signed in from the network of an address.
    synchronized boolean contains(String address, String email) {
        return known.contains(Place.of(address, email));
    }

    /// A user at a network.
    private record Place(String network, String email) {
        static Place of(String address, String email) {
            return new Place(Requester.network(address), email);
        }
    }
}
