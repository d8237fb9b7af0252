// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import dev.parley.app.client.ClientSettings;
import dev.parley.app.client.Ports;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.doctor.deployment.Deployment;
import java.time.Clock;

/// Finds the deployment that a configuration means: what runs on its data folder, and what it names
/// elsewhere.
public final class DeploymentFinder {
    private DeploymentFinder() {}

    /// Returns the deployment, which the caller closes.
    public static Deployment find(Configuration configuration) {
        var running = DataFolder.runningOn(configuration.data());
        var ports = running.orElseGet(() -> Ports.configured(configuration));
        return deployment(configuration, ports, running.isPresent());
    }

    /// Returns the deployment that this process runs, which the caller closes. It does not look at the data
    /// folder: to close its lock file once more would give up the lock that this process holds on it.
    static Deployment own(Configuration configuration, Ports ports) {
        return deployment(configuration, ports, true);
    }

    private static Deployment deployment(
            Configuration configuration, Ports ports, boolean running) {
        var host = ClientSettings.localHost(configuration.bindAddress());
        var settings = ClientSettings.of(configuration, ports, host);
        return new Deployment(configuration, settings, running, Clock.systemUTC());
    }
}
