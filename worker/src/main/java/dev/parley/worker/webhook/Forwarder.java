// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.webhook;

import dev.parley.worker.meter.WorkerMeters;
import dev.parley.worker.publish.EventWithFallback;
import dev.parley.worker.publish.PublishMeters;
import dev.parley.worker.publish.RetryingPublisher;
import dev.parley.worker.publish.Target;
import dev.parley.worker.publish.TargetHealth;
import dev.parley.worker.retry.Backoff;
import dev.parley.worker.retry.Sleeper;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers what webhooks say, in the order it came, to every target.
///
/// What waits is in memory only and is lost when the process ends. One virtual thread per target;
/// any thread may forward.
public final class Forwarder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Forwarder.class);
    private static final int MAX_WAITING = 10_000;
    private static final int MAX_BATCH = 10;

    private final List<TargetQueue> queues;

    /// Starts forwarding.
    ///
    /// @param random jitter of waiting times
    /// @param meters where deliveries are counted
    public Forwarder(
            List<Target> targets,
            InstantSource clock,
            RandomGenerator random,
            WorkerMeters meters) {
        var backoff = new Backoff(random, Duration.ofMillis(100), Duration.ofSeconds(5));
        this.queues =
                targets.stream()
                        .map(t ->
                                new RetryingPublisher(
                                        t,
                                        new TargetHealth(t.name(), clock),
                                        backoff,
                                        Sleeper.realTime(),
                                        new PublishMeters(meters, t.name())))
                        .map(TargetQueue::new)
                        .toList();
        queues.forEach(queue -> queue.thread.start());
    }

    /// Takes an event for delivery to every target.
    ///
    /// @return false when a target has fallen so far behind that there is no room; then no target got it
    boolean forward(EventWithFallback event) {
        synchronized (queues) {
            if (queues.stream().anyMatch(queue -> queue.waiting.remainingCapacity() == 0)) {
                return false;
            }
            queues.forEach(queue -> queue.waiting.add(event));
            return true;
        }
    }

    @Override
    public void close() {
        queues.forEach(queue -> queue.thread.interrupt());
    }

    /// One target's queue and thread.
    private static final class TargetQueue {
        private final BlockingQueue<EventWithFallback> waiting =
                new ArrayBlockingQueue<>(MAX_WAITING);
        private final RetryingPublisher publisher;
        private final Thread thread =
                Thread.ofVirtual().name("parley-forward").unstarted(this::run);

        TargetQueue(RetryingPublisher publisher) {
            this.publisher = publisher;
        }

        private void run() {
            try {
                while (true) {
                    deliver(waiting.take());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // closing
            }
        }

        private void deliver(EventWithFallback first) throws InterruptedException {
            var batch = new ArrayList<EventWithFallback>();
            batch.add(first);
            waiting.drainTo(batch, MAX_BATCH - 1);
            try {
                var _ = publisher.deliver(batch); // what is refused has been logged
            } catch (RuntimeException e) { // top of the thread: a defect must not end forwarding
                log.atError().setCause(e).log("defect while forwarding, events left out");
            }
        }
    }
}
