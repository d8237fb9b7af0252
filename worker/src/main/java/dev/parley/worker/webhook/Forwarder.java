// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.webhook;

import dev.parley.worker.background.BackgroundLoop;
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
        queues.forEach(queue -> queue.loop.start());
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
        var _ = BackgroundLoop.end(queues.stream().map(queue -> queue.loop).toList());
    }

    /// One target's queue and thread.
    private static final class TargetQueue {
        private final BlockingQueue<EventWithFallback> waiting =
                new ArrayBlockingQueue<>(MAX_WAITING);
        private final RetryingPublisher publisher;
        private final BackgroundLoop loop =
                new BackgroundLoop(
                        "parley-forward",
                        this::deliver,
                        defect ->
                                log.atError()
                                        .setCause(defect)
                                        .log("defect while forwarding, events left out"));

        TargetQueue(RetryingPublisher publisher) {
            this.publisher = publisher;
        }

        private void deliver() throws InterruptedException {
            var batch = new ArrayList<EventWithFallback>();
            batch.add(waiting.take());
            waiting.drainTo(batch, MAX_BATCH - 1);
            var _ = publisher.deliver(batch); // what is refused has been logged
        }
    }
}
