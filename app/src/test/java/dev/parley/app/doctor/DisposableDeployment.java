// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor;

import dev.parley.app.assembly.DataFolder;
import dev.parley.app.assembly.DeploymentFinder;
import dev.parley.app.assembly.Service;
import dev.parley.app.assembly.StartupProgress;
import dev.parley.app.client.ClientSettings;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import dev.parley.app.doctor.check.Check;
import dev.parley.app.doctor.check.Complaint;
import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.deployment.Deployment;
import dev.parley.app.doctor.webapp.WebAppChecks;
import dev.parley.database.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The whole product on free ports, to be spoilt and examined.
final class DisposableDeployment implements AutoCloseable {
    private static final Map<String, String> FREE_PORTS =
            Map.of(
                    "PORT", "0",
                    "CHANNELS_PORT", "0",
                    "CHANNELS_ADMIN_PORT", "0",
                    "GATEWAY_PORT", "0",
                    "DATABASE_PORT", "0");

    private final DataFolder folder;
    private final Service service;
    private final ClientSettings settings;

    DisposableDeployment(Path temporary) throws IOException {
        var page = Files.createDirectories(temporary.resolve("page"));
        Files.writeString(page.resolve("index.html"), "the page");
        this.folder = DataFolder.open(temporary.resolve("data"));
        var environment = new HashMap<>(FREE_PORTS);
        environment.put("PARLEY_DATA", folder.path().toString());
        var configuration =
                Configuration.read(environment, RunMode.EVERYTHING, DataFolder::secrets);
        this.service = Service.everything(configuration, folder, page, silence());
        this.settings = ClientSettings.of(configuration, service.start().ports(), "127.0.0.1");
    }

    ClientSettings settings() {
        return settings;
    }

    /// Examines it as an operator would who has set these variables.
    DoctorReport examine(Map<String, String> variables) throws InterruptedException {
        return examine(environment(variables), Optional.empty());
    }

    /// Has a doctor examine only what an app that runs at an address needs.
    DoctorReport examine(Map<String, String> variables, URI app) throws InterruptedException {
        try (var deployment = deployment(environment(variables))) {
            return new Doctor(WebAppChecks.all(app)).examine(deployment);
        }
    }

    private Map<String, String> environment(Map<String, String> variables) {
        var environment = new HashMap<>(FREE_PORTS);
        environment.put("PARLEY_DATA", folder.path().toString());
        environment.putAll(variables);
        return environment;
    }

    /// Examines what the variables name, in full or for one complaint.
    static DoctorReport examine(Map<String, String> environment, Optional<Complaint> about)
            throws InterruptedException {
        try (var deployment = deployment(environment)) {
            return new Doctor().examine(deployment, about, new Unheard());
        }
    }

    private static Deployment deployment(Map<String, String> environment) {
        return DeploymentFinder.find(
                Configuration.read(environment, RunMode.TOOL, DataFolder::knownSecrets));
    }

    /// Runs a statement with all rights.
    void execute(String sql) {
        var url = EmbeddedDatabase.superuser(folder.database(), settings.databaseUrl().port());
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// Returns the first value of a query.
    String value(String sql) throws SQLException {
        var url = settings.databaseUrl();
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public void close() {
        service.close();
        folder.close();
    }

    /// Returns what one check found.
    static Finding found(DoctorReport report, String name) {
        return report.results().stream()
                .filter(result -> result.check().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no check " + name))
                .finding();
    }

    static StartupProgress silence() {
        return new StartupProgress() {
            @Override
            public void starting(String part) {
                // nobody watches
            }

            @Override
            public void started(String part, String detail) {
                // nobody watches
            }
        };
    }

    /// Listens to nothing.
    static final class Unheard implements Doctor.Listener {
        @Override
        public void looking(Check check) {
            // the report tells all
        }

        @Override
        public void found(Check check, Finding finding) {
            // the report tells all
        }
    }
}
