package dev.parley.app.assembly;

import dev.parley.app.client.ClientSettings;
import dev.parley.app.client.Ports;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.doctor.site.Site;
import java.time.Clock;

/// Finds the deployment that a configuration means: what runs on its data folder, and what it names
/// elsewhere.
public final class SiteFinder {
    private SiteFinder() {}

    /// Returns the deployment, which the caller closes.
    public static Site find(Configuration configuration) {
        var running = DataFolder.runningOn(configuration.data());
        var ports = running.orElseGet(() -> Ports.configured(configuration));
        var host = ClientSettings.localHost(configuration.bindAddress());
        var settings = ClientSettings.of(configuration, ports, host);
        return new Site(configuration, settings, running.isPresent(), Clock.systemUTC());
    }
}
