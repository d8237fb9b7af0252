// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.slot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.trials.rig.WorkerHarness;

/// What the worker says of itself.
final class Worker {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Worker() {}

    /// Returns how it captures changes; empty when it does not answer.
    static String mode(WorkerHarness harness) {
        return harness.node()
                .get("/ready")
                .map(answer -> {
                    try {
                        return JSON.readTree(answer.body()).path("mode").asText();
                    } catch (JsonProcessingException e) {
                        throw new IllegalStateException("no JSON: " + answer, e);
                    }
                })
                .orElse("");
    }
}
