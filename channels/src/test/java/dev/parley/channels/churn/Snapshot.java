// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.churn;

import java.util.Arrays;
import java.util.stream.Collectors;

/// What a server process holds on to while nobody is there.
///
/// @param heapBytes live heap, after full collections
/// @param bufferBytes pooled buffers that are in use
/// @param descriptors open files and sockets
/// @param threads live threads
/// @param connections what the server counts as connections
record Snapshot(
        long heapBytes, long bufferBytes, long descriptors, long threads, long connections) {

    /// Reads what [#toLine] wrote.
    static Snapshot parse(String line) {
        var numbers = Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
        return new Snapshot(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    String toLine() {
        return Arrays.stream(new long[] {heapBytes, bufferBytes, descriptors, threads, connections})
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" "));
    }
}
