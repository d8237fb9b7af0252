package dev.parley.trials.scene;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/// How much slower than usual this machine is right now because others use its processors.
final class Machine {
    private static final long WORK_NANOS = Duration.ofMillis(100).toNanos();

    private Machine() {}

    /// Returns how many times as long as on a quiet machine work takes now, 1 or more: a piece of work is
    /// done, and the time that passed is compared with the processor time it took.
    static double slowness() {
        var threads = ManagementFactory.getThreadMXBean();
        var began = System.nanoTime();
        var beganWorking = threads.getCurrentThreadCpuTime();
        var worked = 0L;
        while (worked < WORK_NANOS) {
            worked = threads.getCurrentThreadCpuTime() - beganWorking;
        }
        return Math.max(1, (double) (System.nanoTime() - began) / worked);
    }
}
