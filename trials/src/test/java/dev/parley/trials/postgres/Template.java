// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.postgres;

import dev.parley.database.Migrations;
import dev.parley.database.embedded.Bootstrap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/// A stopped server with all migrations, made once a run for each version; every cluster begins as a copy.
///
/// Copies share their system identifier, as a database and its backup do.
final class Template {
    private static final Map<Version, Path> MADE = new EnumMap<>(Version.class);

    private Template() {}

    /// Copies the template of a version to a folder that does not exist yet.
    static void copy(Version version, Path to) {
        try {
            Folders.copy(of(version), to);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the template to " + to, e);
        }
    }

    private static Path of(Version version) {
        synchronized (MADE) {
            return MADE.computeIfAbsent(version, Template::make);
        }
    }

    private static Path make(Version version) {
        try {
            var folder = Files.createTempDirectory("parley-template");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(folder)));
            var data = folder.resolve("data");
            new Server(version.home()).makeFolder(data);
            Settings.defaults().write(data);
            // not closed, which would delete the folder: should this fail, the run's end stops the
            // server
            var cluster = new Cluster(version, folder);
            cluster.start();
            Bootstrap.apply(cluster.superuser());
            Migrations.apply(cluster.url());
            cluster.stop();
            return data;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a template of " + version, e);
        }
    }
}
