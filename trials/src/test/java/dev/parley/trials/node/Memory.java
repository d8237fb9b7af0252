// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Reads how much memory a process uses, where Linux tells it.
final class Memory {
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
    private static final long KIBIBYTE = 1024;

    private Memory() {}

    static long residentBytes(long pid) {
        try {
            var status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
            var found = RESIDENT.matcher(status);
            if (!found.find()) {
                throw new IllegalStateException("process %d has ended".formatted(pid));
            }
            return Long.parseLong(found.group(1)) * KIBIBYTE;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the memory of process " + pid, e);
        }
    }
}
