// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.wiretap;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// One way of one connection: a thread that reads runs [#read], one that writes runs [#write].
///
/// Between them is a queue of 64 portions of up to 16 KiB: what is in it is in flight.
final class Pipe {
    private static final int IN_FLIGHT = 64;
    private static final int PORTION_BYTES = 16 * 1024;

    private final Socket from;
    private final Socket to;
    private final Wire wire;
    private final ProxyStats stats;
    private final Corruption corruption;
    private final BlockingQueue<Portion> inFlight = new ArrayBlockingQueue<>(IN_FLIGHT);
    private volatile boolean ended;
    private volatile boolean broken;

    /// What the writer counts bytes for, and how many it has counted.
    private Optional<Fault.Cut> cut = Optional.empty();

    private long carried;

    Pipe(Socket from, Socket to, Wire wire, ProxyStats stats) {
        this.from = from;
        this.to = to;
        this.wire = wire;
        this.stats = stats;
        this.corruption = new Corruption(stats);
    }

    /// Bytes and when they came in; none at all mark the end of the way.
    private static final class Portion {
        private final byte[] bytes;
        private final long arrivedNanos = System.nanoTime();

        Portion(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /// Takes in what the sender sends until it ends its way or resets the connection.
    void read() throws InterruptedException {
        var buffer = new byte[PORTION_BYTES];
        try {
            var in = from.getInputStream();
            for (var read = in.read(buffer); read > 0; read = in.read(buffer)) {
                inFlight.put(new Portion(Arrays.copyOf(buffer, read)));
            }
        } catch (IOException e) {
            broken = true; // the writer passes that on, unless it is in a hole
        }
        inFlight.put(new Portion(new byte[0]));
    }

    /// Passes on what was taken in, and the end.
    ///
    /// @return whether the connection is to be reset now
    boolean write() throws IOException, InterruptedException {
        for (var portion = inFlight.take(); portion.bytes.length > 0; portion = inFlight.take()) {
            wire.awaitLatency(portion.arrivedNanos);
            corruption.spoil(portion.bytes, wire);
            if (!pass(portion.bytes)) {
                return true;
            }
        }
        wire.awaitPassage();
        end();
        return broken;
    }

    /// Ends this way for the receiver; the sender does not learn of it and what it sends is lost.
    void end() throws IOException {
        if (!ended) {
            ended = true;
            to.shutdownOutput();
        }
    }

    /// @return false when the connection is to be cut
    private boolean pass(byte[] bytes) throws IOException, InterruptedException {
        var out = to.getOutputStream();
        for (int at = 0, length; at < bytes.length; at += length) {
            wire.awaitPassage();
            length = wire.portion(bytes.length - at);
            if (length < bytes.length && wire.find(Fault.Slices.class).isPresent()) {
                stats.count(ProxyEvent.SLICED);
            }
            wire.awaitLine(length);
            var left = untilCut();
            var whole = left >= length;
            if (!ended) {
                // before: whoever reads them finds them counted
                stats.count(ProxyEvent.BYTES, whole ? length : left);
                out.write(bytes, at, whole ? length : (int) left);
                out.flush();
            }
            carried += length;
            if (!whole) {
                stats.count(ProxyEvent.RESETS);
                return false;
            }
        }
        return true;
    }

    private long untilCut() {
        var now = wire.find(Fault.Cut.class);
        if (!now.equals(cut)) {
            cut = now;
            carried = 0;
        }
        return now.map(fault -> Math.max(0, fault.bytes() - carried)).orElse(Long.MAX_VALUE);
    }
}
