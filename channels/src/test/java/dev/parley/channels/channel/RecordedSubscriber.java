// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A connection that notes the events of each write, and the flushes.
final class RecordedSubscriber implements Subscriber {
    private static final Pattern EVENT = Pattern.compile("\"event\":\"([^\"]+)\"");

    private final LoopTaskQueue taskQueue;
    private final List<String> writes = new ArrayList<>();
    private int flushes;
    private boolean abandoned;

    RecordedSubscriber(LoopTaskQueue taskQueue) {
        this.taskQueue = taskQueue;
    }

    /// Returns the events of each write, joined by a space, and forgets them.
    List<String> takeWrites() {
        var taken = List.copyOf(writes);
        writes.clear();
        return taken;
    }

    int flushes() {
        return flushes;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    @Override
    public LoopTaskQueue taskQueue() {
        return taskQueue;
    }

    @Override
    public void write(ByteBuf frames) {
        if (writes.isEmpty()) {
            taskQueue.flushLater(this);
        }
        writes.add(
                String.join(
                        " ",
                        EVENT.matcher(frames.toString(StandardCharsets.UTF_8))
                                .results()
                                .map(match -> match.group(1))
                                .toList()));
        frames.release();
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public void abandon() {
        abandoned = true;
    }
}
