// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.meter;

import java.util.Locale;

/// Why a WebSocket was refused after its upgrade.
public enum Refusal {
    /// Its address has too many, or opens them too fast.
    ADDRESS,
    /// The page it comes from is not of an origin the app allows.
    ORIGIN,
    /// No app has its key, or the app is switched off.
    APP,
    /// The app takes TLS only.
    TLS,
    /// It named no app.
    PATH,
    /// It speaks no version of the protocol that is spoken here.
    VERSION,
    /// The server has too many connections, or too little memory.
    CAPACITY,
    /// The app has too many connections.
    QUOTA,
    /// The server is stopping.
    SHUTDOWN;

    /// Returns the value of the label `reason`.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
