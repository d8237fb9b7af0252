// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.worker.fixture.RecordingTarget;
import dev.parley.worker.publish.Failure;
import dev.parley.worker.publish.OutgoingEvent;
import dev.parley.worker.publish.PublishException;
import dev.parley.worker.publish.SubscriptionRevoker;
import dev.parley.worker.publish.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/// A target that writes down whom it was told to put out, and fails as it is told.
final class GuardedTarget implements Target, SubscriptionRevoker {
    private final RecordingTarget events;
    private final boolean watchesTime;

    @GuardedBy("this")
    private final List<String> told = new ArrayList<>();

    @GuardedBy("this")
    private Optional<Failure> failure = Optional.empty();

    @GuardedBy("this")
    private int failed;

    /// @param watchesTime whether it sees itself to it that nobody stays too long
    GuardedTarget(String name, boolean watchesTime) {
        this.events = new RecordingTarget(name);
        this.watchesTime = watchesTime;
    }

    synchronized void failing(Failure next) {
        failure = Optional.of(next);
    }

    synchronized void recover() {
        failure = Optional.empty();
    }

    synchronized int failed() {
        return failed;
    }

    synchronized List<String> told() {
        return List.copyOf(told);
    }

    /// Waits until it was told so much.
    List<String> await(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> told().size() >= count);
        return told();
    }

    List<OutgoingEvent> notices() {
        return events.taken();
    }

    @Override
    public String name() {
        return events.name();
    }

    @Override
    public void deliver(List<OutgoingEvent> batch) {
        events.deliver(batch);
    }

    @Override
    public Optional<SubscriptionRevoker> revokers() {
        return Optional.of(this);
    }

    @Override
    public synchronized boolean registerConnection(String socketId, String userId, Instant end) {
        return watchesTime;
    }

    @Override
    public void revoke(String userId, List<String> channels, String reason) {
        write("revoke " + userId + " " + String.join(" ", channels) + ": " + reason);
    }

    @Override
    public void dismiss(String userId) {
        write("dismiss " + userId);
    }

    private synchronized void write(String what) {
        if (failure.isPresent()) {
            failed++;
            throw new PublishException(failure.get(), "as told", null);
        }
        told.add(what);
    }
}
