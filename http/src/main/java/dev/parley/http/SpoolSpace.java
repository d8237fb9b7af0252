package dev.parley.http;

/// Where answers lie that are written faster than their clients read: so much memory and so much disk
/// for all of them. Thread-safe.
public final class SpoolSpace {
    private static final int HEAP_SHARE = 16;
    private static final long DISK_BYTES = 1L << 30;

    private final SharedBudget memory;
    private final SharedBudget disk;

    /// @param memoryBytes how much may lie in memory
    /// @param diskBytes how much may lie in temporary files
    public SpoolSpace(long memoryBytes, long diskBytes) {
        this.memory = new SharedBudget(memoryBytes, memoryBytes);
        this.disk = new SharedBudget(diskBytes, diskBytes);
    }

    /// Returns the space a process gives: a sixteenth of its heap, and 1 GiB of disk.
    public static SpoolSpace ofThisProcess() {
        return new SpoolSpace(Runtime.getRuntime().maxMemory() / HEAP_SHARE, DISK_BYTES);
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
}
