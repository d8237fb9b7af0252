// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.protocol.MasterKey;
import dev.parley.worker.CaptureMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// All that an operator can decide, from the environment.
///
/// @param bindAddress the address that every server of ours listens on
/// @param http what strangers may take of the servers but channels
/// @param port TCP port of the page and the worker's HTTP routes, 0 for a free one
/// @param data folder of the embedded database and the log
/// @param database where the rows are
/// @param supabase which HTTP API the browser talks to
/// @param pusher which server brings events to the browsers
/// @param channels our Pusher-compatible server when it starts: that one, or another one beside it
/// @param encryption with what the events of private rooms are encrypted; empty when they are not
/// @param retention how old rows of the log grow before they are removed; empty for never
/// @param webhook what a database webhook must show
/// @param capture how committed rows reach the worker
/// @param forwarding what is published when webhooks alone tell of rows
/// @param slot what it reads the log through, where it does
/// @param monitoring how it is watched
public record Configuration(
        String bindAddress,
        HttpSettings http,
        int port,
        Path data,
        DatabaseSettings database,
        Supabase supabase,
        Pusher pusher,
        Optional<Pusher.Local> channels,
        Optional<MasterKey> encryption,
        Optional<Duration> retention,
        Webhook webhook,
        CaptureMode capture,
        Forwarding forwarding,
        SlotSettings slot,
        Monitoring monitoring) {

    /// Reads the environment; secrets that are not set are made up, and nobody else gets to know them.
    ///
    /// @param environment names and values, as `System.getenv()` returns them
    /// @param mode what the configuration is for
    /// @throws ConfigurationException when a value cannot be used or is missing, or when a secret
    ///     everybody knows would serve other machines
    public static Configuration read(Map<String, String> environment, RunMode mode) {
        return read(environment, mode, _ -> LocalSecrets.random());
    }

    /// Reads the environment.
    ///
    /// @param secrets gives those of a data folder, which take the place of secrets that are not set
    /// @throws ConfigurationException as [#read(Map, RunMode)] does
    public static Configuration read(
            Map<String, String> environment, RunMode mode, Function<Path, LocalSecrets> secrets) {
        var configuration = ConfigurationReader.read(new Environment(environment), mode, secrets);
        configuration.checkLegacyChannel();
        if (mode == RunMode.WORKER) {
            configuration.checkWorker();
        }
        DefaultSecretCheck.check(configuration, mode);
        return configuration;
    }

    /// Reads `CHANNELS_CONFIG` again, for a server that runs.
    ///
    /// @param running what it was started with
    /// @param text the whole file
    /// @param mode what the configuration was read for
    /// @throws ConfigurationException when the text cannot be used
    public ChannelsTree reread(Pusher.Local running, String text, RunMode mode) {
        var tree = ChannelsConfigReader.again(running, text, mode);
        DefaultSecretCheck.check(bindAddress, tree, running.credentials());
        return tree;
    }

    /// Returns where the embedded database keeps its rows.
    public Path databaseFolder() {
        return databaseFolder(data);
    }

    /// Returns where the embedded database of a data folder keeps its rows.
    public static Path databaseFolder(Path data) {
        return data.resolve("postgres");
    }

    /// Returns whether only this machine reaches what listens on the bind address.
    public boolean isLoopback() {
        return DefaultSecretCheck.isLoopback(bindAddress);
    }

    private void checkLegacyChannel() {
        if (forwarding.legacyChannel() && encryption.isPresent()) {
            throw new ConfigurationException(
                    "PARLEY_LEGACY_CHANNEL is on, which publishes private rooms for everybody to read, and PUSHER_ENCRYPTION_MASTER_KEY is set: unset one of them");
        }
    }

    private void checkWorker() {
        if (database instanceof DatabaseSettings.Embedded && capture != CaptureMode.FORWARD) {
            throw new ConfigurationException(
                    "set DATABASE_URL: the worker reads the database it names (only CAPTURE=forward works without)");
        }
        if (pusher instanceof Pusher.Hosted && channels.isPresent()) {
            throw new ConfigurationException(
                    "CHANNELS is on, but the worker alone starts no server: unset it, or run everything with ./parley up");
        }
        if (pusher instanceof Pusher.Local) {
            throw new ConfigurationException(
                    "set PUSHER_CLUSTER or PUSHER_HOST: the worker publishes to the server it names");
        }
    }
}
