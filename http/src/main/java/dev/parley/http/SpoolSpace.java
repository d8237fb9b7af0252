// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import java.nio.file.Path;

/// Where answers lie that are written faster than their clients read: so much memory and so much disk
/// for all of them, a quarter of each for one client. Thread-safe.
public final class SpoolSpace {
    private static final int HEAP_SHARE = 16;
    private static final long DISK_BYTES = 1L << 30;
    private static final int CLIENT_SHARE = 4;

    private final SharedBudget memory;
    private final SharedBudget disk;
    private final Path folder;

    /// @param memoryBytes how much may lie in memory
    /// @param diskBytes how much may lie in temporary files
    /// @param folder where these are made
    public SpoolSpace(long memoryBytes, long diskBytes, Path folder) {
        this.memory = new SharedBudget(memoryBytes, memoryBytes / CLIENT_SHARE);
        this.disk = new SharedBudget(diskBytes, diskBytes / CLIENT_SHARE);
        this.folder = folder;
    }

    /// Returns the space a process gives: a sixteenth of its heap, and 1 GiB of disk.
    public static SpoolSpace ofThisProcess() {
        return new SpoolSpace(
                Runtime.getRuntime().maxMemory() / HEAP_SHARE,
                DISK_BYTES,
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    /// Returns how many bytes lie in memory.
    public long memoryBytes() {
        return memory.used();
    }

    /// Returns how many bytes lie in temporary files.
    public long diskBytes() {
        return disk.used();
    }

    SharedBudget memory() {
        return memory;
    }

    SharedBudget disk() {
        return disk;
    }

    Path folder() {
        return folder;
    }
}
