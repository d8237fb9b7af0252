// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.background;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A virtual thread that runs one round after the other until it is ended. A round that throws does not
/// end it: its owner is told, and the next round begins. Any thread may call the methods.
public final class BackgroundLoop {
    private static final Duration END_OF_THREAD = Duration.ofSeconds(2);

    private final Thread thread;
    private volatile boolean ending;

    /// @param name of the thread, for logs and thread dumps
    /// @param round returns or throws before the next one begins; waits interruptibly
    /// @param onDefect is handed what a round threw; waits where the next round could throw at once
    public BackgroundLoop(String name, Round round, DefectHandler onDefect) {
        thread = Thread.ofVirtual().name(name).unstarted(() -> run(round, onDefect));
    }

    /// One round. It is interrupted when the loop is ended.
    @FunctionalInterface
    public interface Round {
        void run() throws InterruptedException;
    }

    /// Takes what no round should throw.
    @FunctionalInterface
    public interface DefectHandler {
        void handle(RuntimeException defect) throws InterruptedException;
    }

    /// Begins with the first round. Called once.
    public void start() {
        thread.start();
    }

    /// Returns the name of its thread.
    public String name() {
        return thread.getName();
    }

    /// Ends the loop, which was started: interrupts it and waits for it, up to two seconds.
    ///
    /// @return false when it goes on, because something does not let its thread go; true when the caller is
    ///     interrupted, which stays so
    public boolean end() {
        return end(List.of(this)).isEmpty();
    }

    /// Ends loops that were started: all are interrupted, then each is waited for, up to two seconds.
    ///
    /// @return those that go on, because something does not let their threads go; none when the caller is
    ///     interrupted, which stays so
    public static List<BackgroundLoop> end(Collection<BackgroundLoop> loops) {
        for (var loop : loops) {
            loop.ending = true;
            loop.thread.interrupt();
        }
        var left = new ArrayList<BackgroundLoop>();
        try {
            for (var loop : loops) {
                if (!loop.thread.join(END_OF_THREAD)) {
                    left.add(loop);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
        return left;
    }

    private void run(Round round, DefectHandler onDefect) {
        try {
            while (!ending) {
                try {
                    round.run();
                } catch (RuntimeException e) { // top of the thread
                    onDefect.handle(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // ended
        }
    }
}
