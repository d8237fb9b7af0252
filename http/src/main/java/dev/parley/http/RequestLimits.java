// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.parley.protocol.Range;
import java.lang.management.ManagementFactory;

/// How much strangers may take of a server.
///
/// @param targetBytes bytes of a request line; more is answered 414
/// @param headerBytes bytes of all headers of a request; more is answered 431
/// @param connections open connections; one more is answered 503
/// @param connectionsPerAddress how many of them one address may have
/// @param bufferedBytes bytes of requests that are kept in memory, the first 16 KiB of each left out;
///     what would need more is answered 503. One address may have a quarter of them.
public record RequestLimits(
        int targetBytes,
        int headerBytes,
        int connections,
        int connectionsPerAddress,
        long bufferedBytes) {
    /// How much of a request is not counted: what a chat sends stays below it, so that nobody's large
    /// requests keep out the small ones. The number of connections bounds it.
    static final int FREE_BYTES = 16 << 10;

    private static final int MOST_CONNECTIONS = 10_000;
    private static final int FEWEST_CONNECTIONS = 32;
    private static final int HEAP_BYTES_PER_CONNECTION = 64 << 10;
    private static final int HEAP_SHARE = 8;
    private static final int FILE_SHARE = 4;
    private static final int TARGET_BYTES = 64 << 10;
    private static final int HEADER_BYTES = 32 << 10;

    /// Refuses values outside their ranges.
    public RequestLimits {
        Range.check("target bytes", targetBytes, 512, 1 << 20);
        Range.check("header bytes", headerBytes, 512, 1 << 20);
        Range.check("connections", connections, 1, 1_000_000);
        Range.check("connections per address", connectionsPerAddress, 1, 1_000_000);
        Range.check("buffered bytes", bufferedBytes, 0, Long.MAX_VALUE);
    }

    /// Returns what this process can bear: connections by its open files and its heap, 10,000 at most,
    /// and an eighth of the heap for requests.
    public static RequestLimits ofThisProcess() {
        var heap = Runtime.getRuntime().maxMemory();
        var bearable = Math.min(heap / HEAP_BYTES_PER_CONNECTION, openFiles() / FILE_SHARE);
        var connections = Math.clamp(bearable, FEWEST_CONNECTIONS, MOST_CONNECTIONS);
        return new RequestLimits(
                TARGET_BYTES, HEADER_BYTES, connections, half(connections), heap / HEAP_SHARE);
    }

    /// Returns these limits with other headers.
    public RequestLimits withHeaderBytes(int bytes) {
        return new RequestLimits(
                targetBytes, bytes, connections, connectionsPerAddress, bufferedBytes);
    }

    /// Returns these limits with other connections, half of which one address may have.
    public RequestLimits withConnections(int most) {
        return new RequestLimits(targetBytes, headerBytes, most, half(most), bufferedBytes);
    }

    private static int half(int connections) {
        return Math.max(1, connections / 2);
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
                ? os.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
