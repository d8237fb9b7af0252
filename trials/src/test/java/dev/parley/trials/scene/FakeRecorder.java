// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.scene;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.protocol.AppCredentials;
import dev.parley.trials.checker.Entry;
import dev.parley.trials.pusher.FakePusher;
import dev.parley.trials.pusher.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A [FakePusher] whose record is read as changes of rooms.
public final class FakeRecorder implements Recorder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakePusher pusher;

    @GuardedBy("this")
    private final List<Entry> entries = new ArrayList<>();

    @GuardedBy("this")
    private int read;

    public FakeRecorder(FakePusher pusher) {
        this.pusher = pusher;
    }

    /// Returns the server, to give it a script.
    public FakePusher pusher() {
        return pusher;
    }

    @Override
    public int port() {
        return pusher.port();
    }

    @Override
    public String appId() {
        return FakePusher.APP_ID;
    }

    @Override
    public AppCredentials app() {
        return pusher.app();
    }

    @Override
    public synchronized int count() {
        catchUp();
        return entries.size();
    }

    @Override
    public synchronized List<Entry> takenAfter(int first) {
        catchUp();
        return List.copyOf(entries.subList(Math.min(first, entries.size()), entries.size()));
    }

    @Override
    public void close() {
        pusher.close();
    }

    @GuardedBy("this")
    private void catchUp() {
        var news = pusher.takenAfter(read);
        read += news.size();
        news.forEach(event -> entry(event).ifPresent(entries::add));
    }

    private static Optional<Entry> entry(Received event) {
        try {
            return Entry.published(event.name(), JSON.readTree(event.data()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("published data is no JSON: " + event, e);
        }
    }
}
