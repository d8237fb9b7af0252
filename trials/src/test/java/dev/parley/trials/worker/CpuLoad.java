// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Processes that use all the processor time they get. For one thread.
final class CpuLoad implements AutoCloseable {
    private final int count;
    private final List<Process> processes = new ArrayList<>();

    CpuLoad(int count) {
        this.count = count;
    }

    String start() throws IOException {
        for (var i = 0; i < count; i++) {
            processes.add(
                    new ProcessBuilder("sh", "-c", "while :; do :; done").inheritIO().start());
        }
        return count + " processes";
    }

    String stop() {
        if (processes.isEmpty() || !processes.stream().allMatch(Process::isAlive)) {
            throw new IllegalStateException("not all busy loops were running");
        }
        close();
        return count + " processes";
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        processes.clear();
    }
}
