// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.pusher;

import dev.parley.protocol.AppCredentials;
import java.util.List;

/// A Pusher server on this machine that remembers what it took. Thread-safe.
public interface Recorder extends AutoCloseable {
    /// Returns the port that takes publishes, without TLS.
    int port();

    /// Returns the id of the app.
    String appId();

    /// Returns the app's key and secret.
    AppCredentials app();

    /// Returns how many events it took.
    int count();

    /// Returns how many events of room logs it took.
    long logCount();

    /// Returns what it took after the first so many events, in the order they arrived.
    List<Received> takenAfter(int first);

    @Override
    void close();
}
