// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.delivery;

/// Is told what the targets took. Many threads call it, each between two requests, so it must return
/// at once and may not throw.
@FunctionalInterface
public interface DeliveryListener {
    /// Takes note.
    void arrived(DeliveryReport report);

    /// Returns one that tells this and then the other.
    default DeliveryListener and(DeliveryListener other) {
        return report -> {
            arrived(report);
            other.arrived(report);
        };
    }
}
