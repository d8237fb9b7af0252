// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A process and everything it has started, as Linux shows them under `/proc`.
///
/// @param root the first process
public record ProcessTree(ProcessHandle root) {
    private static final Path PROC = Path.of("/proc");
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final long BYTES_PER_KIB = 1_024;

    /// Where user and system time stand in `/proc/<pid>/stat`, counted after the name.
    private static final int USER_TICKS = 11;

    /// Where the time of waiting for a core stands in `schedstat`.
    private static final int WAITED = 1;

    /// Returns this process and its children.
    public static ProcessTree own() {
        return new ProcessTree(ProcessHandle.current());
    }

    /// Returns the processor time used so far, user and system, children that have ended left out.
    public Duration processorTime() {
        return Duration.ofNanos(processes().mapToLong(ProcessTree::processorNanos).sum());
    }

    /// Returns the processor time used so far by the first process alone.
    public Duration rootProcessorTime() {
        return Duration.ofNanos(processorNanos(root.pid()));
    }

    /// Returns how long its threads were ready to run while their core did something else.
    public Duration waitingTime() {
        return Duration.ofNanos(processes().mapToLong(ProcessTree::waitingNanos).sum());
    }

    /// Returns how long the threads of the first process alone were ready while their core did something
    /// else.
    public Duration rootWaitingTime() {
        return Duration.ofNanos(waitingNanos(root.pid()));
    }

    /// Returns the resident memory in bytes; what processes share is counted once.
    public long residentBytes() {
        return processes().mapToLong(ProcessTree::residentBytes).sum();
    }

    private Stream<Long> processes() {
        return Stream.concat(Stream.of(root), root.descendants()).map(ProcessHandle::pid);
    }

    private static long processorNanos(long pid) {
        var stat = read(PROC.resolve(pid + "/" + "stat")).stream().findFirst().orElse("");
        var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        if (fields.length <= USER_TICKS + 1) {
            return 0;
        }
        return NANOS_PER_TICK
                * (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]));
    }

    private static long waitingNanos(long pid) {
        try (var threads = Files.list(PROC.resolve(pid + "/task"))) {
            return threads.map(thread -> read(thread.resolve("schedstat")))
                    .flatMap(List::stream)
                    .mapToLong(line -> Long.parseLong(line.split(" ", -1)[WAITED]))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static long residentBytes(long pid) {
        return read(PROC.resolve(pid + "/" + "smaps_rollup")).stream()
                        .filter(line -> line.startsWith("Pss:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                * BYTES_PER_KIB;
    }

    /// Returns a file's lines, none if the process or thread has just ended.
    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            if (Files.exists(file)) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
            return List.of();
        }
    }
}
