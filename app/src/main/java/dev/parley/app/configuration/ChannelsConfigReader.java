// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.app.strict.InvalidValueException;
import dev.parley.app.strict.StrictJsonObject;
import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.config.Timeouts;
import dev.parley.protocol.AppCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads `CHANNELS_CONFIG` and brings its apps together with the one of the variables of Pusher.
final class ChannelsConfigReader {
    private static final String NAME = Variable.CHANNELS_CONFIG.name();
    private static final Duration RECONNECT_WINDOW = Duration.ofSeconds(5);
    private static final long MOST_BYTES = 64 << 20;

    private ChannelsConfigReader() {}

    static Pusher.Local local(
            Environment environment, RunMode mode, SecretReader secrets, int port, Admin admin) {
        var source = environment.text(Variable.CHANNELS_CONFIG);
        var file = source.filter(text -> !text.startsWith("{")).map(ChannelsConfigReader::path);
        try {
            var text = file.map(ChannelsConfigReader::content).or(() -> source).orElse("{}");
            var root = root(text, mode);
            var appId = environment.text(Variable.PUSHER_APP_ID).orElse(Defaults.APP_ID);
            var chat = find(root.apps(), appId);
            if (chat.isEmpty() && mode == RunMode.CHANNELS && !root.apps().isEmpty()) {
                chat = Optional.of(root.apps().getFirst());
            }
            var credentials =
                    mode == RunMode.CHANNELS && chat.isPresent()
                            ? chat.get().keys().getLast()
                            : credentials(environment, secrets, chat);
            return new Pusher.Local(
                    chat.map(App::id).orElse(appId),
                    credentials,
                    port,
                    admin,
                    tree(root, file, chat.map(App::id).orElse(appId), credentials),
                    environment.flag(Variable.PUSHER_WATCHLIST, false));
        } catch (InvalidValueException e) {
            throw wrong(e);
        }
    }

    /// Reads the tree again while its server runs.
    ///
    /// @throws ConfigurationException when it cannot be used
    static ChannelsTree again(Pusher.Local running, String text, RunMode mode) {
        try {
            return tree(
                    root(text, mode),
                    running.tree().file(),
                    running.appId(),
                    running.credentials());
        } catch (InvalidValueException e) {
            throw wrong(e);
        }
    }

    /// What the text alone says.
    private record Root(List<App> apps, ServerSettings server, boolean serveChat) {}

    private static Root root(String text, RunMode mode) {
        var root = StrictJsonObject.parse(text);
        return root.build(() -> {
            var apps = root.objects("apps").stream().map(AppReader::app).toList();
            if (root.has("apps") && apps.isEmpty()) {
                throw root.wrong("apps", "empty", "a list of at least one app");
            }
            return new Root(
                    apps,
                    ServerSettingsReader.read(root, limits(mode)),
                    apps.isEmpty() || mode != RunMode.CHANNELS);
        });
    }

    private static ChannelsTree tree(
            Root root, Optional<Path> file, String appId, AppCredentials credentials) {
        var apps = new ArrayList<>(root.apps());
        var chat = find(apps, appId);
        if (root.serveChat() && chat.isEmpty()) {
            apps.add(App.of(appId, credentials));
        }
        if (root.serveChat() && chat.isPresent() && !chat.get().keys().contains(credentials)) {
            throw new InvalidValueException(
                    "apps: app %s has no key %s with the secret that Parley itself signs with"
                            .formatted(appId, credentials.key()));
        }
        check(apps, root.server());
        return new ChannelsTree(
                file,
                root.apps().stream().map(App::id).collect(Collectors.toSet()),
                apps,
                root.server());
    }

    /// Lets the server's own records refuse what only they know.
    private static void check(List<App> apps, ServerSettings server) {
        try {
            var config =
                    ChannelsConfig.of(
                            Defaults.BIND_ADDRESS, 0, apps, InstantSource.fixed(Instant.EPOCH));
            var _ = config.withPathPrefix(server.pathPrefix());
            var _ = server.loops().map(config::withLoops);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(String.valueOf(e.getMessage()));
        }
    }

    /// The key that Parley signs with: the one that is set, else the newest of the app in the tree.
    private static AppCredentials credentials(
            Environment environment, SecretReader secrets, Optional<App> chat) {
        var key = environment.text(Variable.PUSHER_KEY);
        if (chat.isPresent() && key.isEmpty() && !environment.has(Variable.PUSHER_SECRET)) {
            return chat.get().keys().getLast();
        }
        return new AppCredentials(
                key.orElse(Defaults.KEY),
                secrets.read(Variable.PUSHER_SECRET, LocalSecrets::pusher));
    }

    private static Optional<App> find(List<App> apps, String id) {
        return apps.stream().filter(app -> app.id().equals(id)).findFirst();
    }

    /// A server of its own lets its clients come back one after the other; under `parley up` nobody
    /// waits for that.
    private static ServerLimits limits(RunMode mode) {
        var limits = ServerLimits.defaults();
        if (mode != RunMode.CHANNELS) {
            return limits;
        }
        var timeouts = limits.timeouts();
        return limits.with(
                new Timeouts(
                        timeouts.activityTimeout(),
                        timeouts.pongTimeout(),
                        timeouts.closeTimeout(),
                        RECONNECT_WINDOW));
    }

    private static Path path(String text) {
        try {
            return Path.of(text).toAbsolutePath();
        } catch (InvalidPathException _) {
            throw new ConfigurationException(
                    NAME + " is " + text + ", must be the path of a file, or JSON");
        }
    }

    private static String content(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new InvalidValueException(file + " is too large");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigurationException(
                    NAME
                            + " names "
                            + file
                            + ", which cannot be read: "
                            + e.getClass().getSimpleName());
        }
    }

    private static ConfigurationException wrong(InvalidValueException e) {
        return new ConfigurationException(NAME + ": " + e.getMessage());
    }
}
