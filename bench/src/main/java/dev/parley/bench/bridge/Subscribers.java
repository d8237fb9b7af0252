// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

/// Who receives the messages of a measurement, until closed.
@FunctionalInterface
interface Subscribers extends AutoCloseable {
    @Override
    void close();
}
