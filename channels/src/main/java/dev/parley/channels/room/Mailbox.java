package dev.parley.channels.room;

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
/// task: frames for the same room are joined and written with one call per socket, and each socket
/// is flushed once at the end. [#post], [#call] and [#backlogBytes] are for any thread; everything
/// else belongs to the loop.
public final class Mailbox {
    private static final Logger log = LoggerFactory.getLogger(Mailbox.class);

    /// Bounds of one turn, so that the loop comes back to its sockets while much is published.
    private static final int TURN_WORKS = 4_096;

    private static final long TURN_BYTES = 256 << 10;

    private final Executor loop;
    private final ByteBufAllocator allocator;
    private final ServerMeters meters;
    private final Queue<Work> posted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final AtomicLong backlog = new AtomicLong();

    private final List<Seats> waiting = new ArrayList<>();
    private final List<Seat> unflushed = new ArrayList<>();

    /// @param loop runs tasks one after the other on the event loop's thread
    /// @param allocator where the loop's buffers come from
    /// @param meters where deliveries are counted
    public Mailbox(Executor loop, ByteBufAllocator allocator, ServerMeters meters) {
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
        post(new Work.Call(action));
    }

    void post(Work work) {
        if (work instanceof Work.Deliver deliver) {
            backlog.addAndGet(deliver.frame().length());
        }
        posted.add(work);
        wake();
    }

    /// Does what was posted until `subscription` has its place, so that what a session sends next
    /// comes after the reply to its subscribe.
    void seat(Subscription subscription) {
        while (subscription.index() < 0) {
            var work = posted.poll();
            if (work == null) {
                return;
            }
            perform(work);
        }
    }

    /// Asks for [Seat#flush] at the end of the turn.
    public void flushLater(Seat seat) {
        unflushed.add(seat);
        wake();
    }

    void deliverLater(Seats seats) {
        waiting.add(seats);
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
            var work = posted.poll();
            if (work == null) {
                break;
            }
            bytes += perform(work);
        }
        // Writing may call back into this mailbox, so both lists may grow while they are walked.
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

    private static void flush(Seat seat) {
        try {
            seat.flush();
        } catch (RuntimeException e) {
            abandon(seat, e);
        }
    }

    /// Ends a connection that a defect kept from being served, so that nothing is left out in
    /// silence; all others are served as if nothing had happened.
    static void abandon(Seat seat, Throwable defect) {
        log.atError().setCause(defect).log("connection closed by a defect of the server");
        seat.abandon();
    }

    /// Does one piece of work; a defect in it costs the connection it is for, and nothing else.
    private int perform(Work work) {
        try {
            return begin(work);
        } catch (RuntimeException | OutOfMemoryError e) {
            switch (work) {
                case Work.Take(var subscription, _) -> abandon(subscription.seat(), e);
                case Work.Leave(var subscription) -> abandon(subscription.seat(), e);
                case Work.Deliver _, Work.Call _ ->
                        log.atError()
                                .setCause(e)
                                .log("work on an event loop failed by a defect of the server");
            }
            return 0;
        }
    }

    private int begin(Work work) {
        switch (work) {
            case Work.Deliver(var seats, var frame, var except) -> {
                backlog.addAndGet(-frame.length());
                seats.add(frame, except);
                return frame.length();
            }
            case Work.Take(var subscription, var replies) -> {
                subscription.seats().take(subscription);
                for (var reply : replies) {
                    subscription.seat().write(encode(reply));
                }
            }
            case Work.Leave(var subscription) -> subscription.seats().leave(subscription);
            case Work.Call(var action) -> action.run();
        }
        return 0;
    }
}
