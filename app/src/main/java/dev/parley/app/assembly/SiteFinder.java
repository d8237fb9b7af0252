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
        return site(configuration, ports, running.isPresent());
    }

    /// Returns the deployment that this process runs, which the caller closes. It does not look at the data
    /// folder: to close its lock file once more would give up the lock that this process holds on it.
    static Site own(Configuration configuration, Ports ports) {
        return site(configuration, ports, true);
    }

    private static Site site(Configuration configuration, Ports ports, boolean running) {
        var host = ClientSettings.localHost(configuration.bindAddress());
        var settings = ClientSettings.of(configuration, ports, host);
        return new Site(configuration, settings, running, Clock.systemUTC());
    }
}
