// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import dev.parley.channels.meter.ServerMeters;
import dev.parley.channels.wire.TextFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one way from any thread to the sockets of an event loop.
///
/// Work is done in the order it was posted. All of it that is due in one turn of the loop costs one
/// task: frames for the same channel are joined and written with one call per socket, and each socket
/// is flushed once at the end. [#post], [#call] and [#backlogBytes] are for any thread; everything
/// else belongs to the loop.
public final class LoopTaskQueue {
    private static final Logger log = LoggerFactory.getLogger(LoopTaskQueue.class);

    /// Bounds of one turn, so that the loop comes back to its sockets while much is published.
    private static final int TURN_WORKS = 4_096;

    private static final long TURN_BYTES = 256 << 10;

    private final Executor loop;
    private final ByteBufAllocator allocator;
    private final ServerMeters meters;
    private final Queue<LoopTask> posted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final AtomicLong backlog = new AtomicLong();

    private final List<LoopSubscribers> waiting = new ArrayList<>();
    private final List<Subscriber> unflushed = new ArrayList<>();

    /// @param loop runs tasks one after the other on the event loop's thread
    /// @param allocator where the loop's buffers come from
    /// @param meters where deliveries are counted
    public LoopTaskQueue(Executor loop, ByteBufAllocator allocator, ServerMeters meters) {
        this.loop = loop;
        this.allocator = allocator;
        this.meters = meters;
    }

    /// Returns how many bytes of events wait for the loop.
    public long backlogBytes() {
        return backlog.get();
    }

    /// Runs an action on the loop, after everything posted before.
    public void call(Runnable action) {
        post(new LoopTask.Call(action));
    }

    void post(LoopTask task) {
        if (task instanceof LoopTask.Deliver deliver) {
            backlog.addAndGet(deliver.frame().length());
        }
        posted.add(task);
        wake();
    }

    /// Does what was posted until `subscription` has its place, so that what a session sends next
    /// comes after the reply to its subscribe.
    void add(Subscription subscription) {
        while (subscription.index() < 0) {
            var task = posted.poll();
            if (task == null) {
                return;
            }
            perform(task);
        }
    }

    /// Asks for [Subscriber#flush] at the end of the turn.
    public void flushLater(Subscriber subscriber) {
        unflushed.add(subscriber);
        wake();
    }

    void deliverLater(LoopSubscribers subscribers) {
        waiting.add(subscribers);
    }

    ServerMeters meters() {
        return meters;
    }

    ByteBuf buffer(int bytes) {
        return allocator.directBuffer(bytes, bytes);
    }

    /// Returns a frame as it goes to a socket.
    public ByteBuf encode(TextFrame frame) {
        var buffer = buffer(frame.length());
        frame.writeTo(buffer);
        return buffer;
    }

    private void wake() {
        if (!awake.get() && awake.compareAndSet(false, true)) {
            try {
                loop.execute(this::turn);
            } catch (RejectedExecutionException e) {
                // The server has stopped, and with it every socket this could have reached.
                posted.clear();
            }
        }
    }

    private void turn() {
        awake.set(false);
        long bytes = 0;
        for (int works = 0; works < TURN_WORKS && bytes < TURN_BYTES; works++) {
            var task = posted.poll();
            if (task == null) {
                break;
            }
            bytes += perform(task);
        }
        // Writing may call back into this task queue, so both lists may grow while they are walked.
        for (int i = 0; i < waiting.size(); i++) {
            waiting.get(i).deliver();
        }
        waiting.clear();
        for (int i = 0; i < unflushed.size(); i++) {
            flush(unflushed.get(i));
        }
        unflushed.clear();
        if (!posted.isEmpty()) {
            wake();
        }
    }

    private static void flush(Subscriber subscriber) {
        try {
            subscriber.flush();
        } catch (RuntimeException e) {
            abandon(subscriber, e);
        }
    }

    /// Ends a connection that a defect kept from being served, so that nothing is left out in
    /// silence; all others are served as if nothing had happened.
    static void abandon(Subscriber subscriber, Throwable defect) {
        log.atError().setCause(defect).log("connection closed by a defect of the server");
        subscriber.abandon();
    }

    /// Does one piece of work; a defect in it costs the connection it is for, and nothing else.
    private int perform(LoopTask task) {
        try {
            return begin(task);
        } catch (RuntimeException | OutOfMemoryError e) {
            switch (task) {
                case LoopTask.Take(var subscription, _) -> abandon(subscription.subscriber(), e);
                case LoopTask.Leave(var subscription) -> abandon(subscription.subscriber(), e);
                case LoopTask.Deliver _, LoopTask.Call _ ->
                        log.atError()
                                .setCause(e)
                                .log("work on an event loop failed by a defect of the server");
            }
            return 0;
        }
    }

    private int begin(LoopTask task) {
        switch (task) {
            case LoopTask.Deliver(var subscribers, var frame, var except) -> {
                backlog.addAndGet(-frame.length());
                subscribers.add(frame, except);
                return frame.length();
            }
            case LoopTask.Take(var subscription, var replies) -> {
                subscription.subscribers().take(subscription);
                for (var reply : replies) {
                    subscription.subscriber().write(encode(reply));
                }
            }
            case LoopTask.Leave(var subscription) -> subscription.subscribers().leave(subscription);
            case LoopTask.Call(var action) -> action.run();
        }
        return 0;
    }
}
