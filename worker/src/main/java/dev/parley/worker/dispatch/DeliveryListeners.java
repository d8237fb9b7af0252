// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import dev.parley.worker.delivery.DeliveryListener;
import dev.parley.worker.meter.WorkerMeters;

/// Who is told how deliveries go.
///
/// @param listener told what the targets took
/// @param meters where deliveries are counted
public record DeliveryListeners(DeliveryListener listener, WorkerMeters meters) {}
