// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.rig;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests the one [WorkerHarness] of the run, started when first asked for.
public final class SharedHarness implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == WorkerHarness.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(Namespace.create(SharedHarness.class))
                .computeIfAbsent(
                        WorkerHarness.class, _ -> WorkerHarness.whole("rig"), WorkerHarness.class);
    }
}
