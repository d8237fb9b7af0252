// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import dev.parley.app.configuration.Configuration;
import dev.parley.database.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.time.Duration;

/// What one process runs: everything, the worker alone, or channels alone.
///
/// One thread calls [#start()]; any thread may close, also while the start is still under way.
public final class Service implements AutoCloseable {
    private final Components components;
    private final StartupPlan plan;

    private Service(Configuration configuration, StartupProgress progress, StartupPlan plan) {
        this.components = new Components(configuration, progress);
        this.plan = plan;
    }

    /// Database, channels, gateway, worker and page, each only when nobody else provides it.
    ///
    /// @param folder the data folder, which stays the caller's to close
    /// @param page the folder of the built page
    public static Service everything(
            Configuration configuration, DataFolder folder, Path page, StartupProgress progress) {
        return new Service(configuration, progress, new StartupPlan.Everything(folder, page));
    }

    /// The worker alone, between a database and a Pusher server that others run.
    public static Service workerAlone(Configuration configuration, StartupProgress progress) {
        return new Service(configuration, progress, new StartupPlan.WorkerAlone());
    }

    /// The Pusher-compatible server alone.
    public static Service channelsAlone(Configuration configuration, StartupProgress progress) {
        return new Service(configuration, progress, new StartupPlan.ChannelsAlone());
    }

    /// Stops a database server that an earlier run, ended by force, left behind on a folder.
    public static void stopLeftover(DataFolder folder) {
        if (folder.leftoverDatabasePort() != 0) {
            EmbeddedDatabase.stopLeftover(folder.database());
        }
    }

    /// Starts everything in order; what a failed start leaves open, [#close()] closes.
    ///
    /// @throws StartException when a person must change something first
    public Started start() {
        var began = components.clock().instant();
        var ports = plan.start(components);
        return new Started(
                ports,
                Duration.between(began, components.clock().instant()),
                components.capturing());
    }

    /// Waits until the service is closed.
    public void awaitClose() throws InterruptedException {
        components.awaitClose();
    }

    /// Stops everything, last started first. May be called again.
    @Override
    public void close() {
        components.close();
    }
}
