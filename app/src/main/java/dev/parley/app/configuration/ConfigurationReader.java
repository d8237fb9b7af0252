// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.app.logging.LogFormat;
import dev.parley.app.strict.Quantities;
import dev.parley.database.DatabaseUrl;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.MasterKey;
import dev.parley.protocol.Secret;
import dev.parley.worker.CaptureMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Turns the environment into a [Configuration], variable by variable.
final class ConfigurationReader {
    private static final Duration LEAST_RETENTION = Duration.ofHours(1);
    private static final int LEAST_JWT_SECRET_BYTES = 32;
    private static final int LEAST_TOKEN_CHARACTERS = 16;
    private static final long LEAST_SLOT_LAG = 1L << 20;

    private ConfigurationReader() {}

    static Configuration read(
            Environment environment, RunMode mode, Function<Path, LocalSecrets> kept) {
        if (environment.has(Variable.REDIS_URL)) {
            throw new ConfigurationException(
                    "REDIS_URL is set, but this version runs as one node: unset it");
        }
        var address = environment.text(Variable.BIND_ADDRESS).orElse(Defaults.BIND_ADDRESS);
        var data = Path.of(environment.text(Variable.PARLEY_DATA).orElse(Defaults.DATA));
        var secrets = new SecretReader(environment, mode, address, () -> kept.apply(data));
        var pusher = pusher(environment, mode, secrets);
        var configuration =
                new Configuration(
                        address,
                        HttpReader.read(environment),
                        environment.listenPort(Variable.PORT, Defaults.PORT),
                        data,
                        database(environment),
                        supabase(environment, address, secrets),
                        pusher,
                        channels(environment, mode, pusher, secrets),
                        masterKey(environment),
                        retention(environment),
                        new Webhook(
                                secrets.read(Variable.WEBHOOK_SECRET, LocalSecrets::webhook),
                                environment.secret(Variable.WEBHOOK_SECRET_PREVIOUS),
                                environment.has(Variable.WEBHOOK_SECRET)),
                        capture(environment),
                        forwarding(environment),
                        slot(environment),
                        monitoring(environment));
        secrets.check(address);
        return configuration;
    }

    private static DatabaseSettings database(Environment environment) {
        var url = environment.text(Variable.DATABASE_URL);
        if (url.isEmpty()) {
            return new DatabaseSettings.Embedded(
                    environment.listenPort(Variable.DATABASE_PORT, Defaults.DATABASE_PORT));
        }
        try {
            return new DatabaseSettings.External(DatabaseUrl.parse(url.get()));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("DATABASE_URL is wrong: " + e.getMessage());
        }
    }

    private static Supabase supabase(
            Environment environment, String address, SecretReader secrets) {
        var url = environment.httpUrl(Variable.SUPABASE_URL);
        var jwtSecret = environment.secret(Variable.SUPABASE_JWT_SECRET);
        jwtSecret.ifPresent(secret ->
                checkLength(Variable.SUPABASE_JWT_SECRET, secret, LEAST_JWT_SECRET_BYTES));
        if (url.isPresent()) {
            return new Supabase.Hosted(
                    url.get(), environment.text(Variable.SUPABASE_ANON_KEY).orElse(""), jwtSecret);
        }
        return GatewayReader.read(
                environment,
                secrets.read(Variable.SUPABASE_JWT_SECRET, LocalSecrets::jwt),
                DefaultSecretCheck.isLoopback(address));
    }

    private static Optional<Pusher.Local> channels(
            Environment environment, RunMode mode, Pusher pusher, SecretReader secrets) {
        var only = Optional.of(pusher).filter(Pusher.Local.class::isInstance);
        return switch (word(environment, Variable.CHANNELS)) {
            case "auto" -> only.map(Pusher.Local.class::cast);
            case "on" ->
                    Optional.of(
                            pusher instanceof Pusher.Local local
                                    ? local
                                    : local(environment, mode, secrets));
            case "off" -> {
                if (only.isPresent()) {
                    throw new ConfigurationException(
                            "CHANNELS is off: set PUSHER_CLUSTER or PUSHER_HOST to the server that takes its place");
                }
                yield Optional.empty();
            }
            default -> throw environment.wrong(Variable.CHANNELS, "auto, on or off");
        };
    }

    private static Optional<MasterKey> masterKey(Environment environment) {
        try {
            return environment.text(Variable.PUSHER_ENCRYPTION_MASTER_KEY).map(MasterKey::parse);
        } catch (IllegalArgumentException _) { // its text is not shown: most of a key is still one
            throw new ConfigurationException(
                    "PUSHER_ENCRYPTION_MASTER_KEY must be 32 bytes in base64: make one with openssl rand -base64 32");
        }
    }

    private static Optional<Duration> retention(Environment environment) {
        var text = environment.text(Variable.PARLEY_RETENTION).orElse(Defaults.RETENTION);
        if (text.equals("never")) {
            return Optional.empty();
        }
        var keep = Quantities.duration(text).filter(t -> t.compareTo(LEAST_RETENTION) >= 0);
        if (keep.isEmpty()) {
            throw environment.wrong(
                    Variable.PARLEY_RETENTION, "a time of 1h or more, such as 7d, or never");
        }
        return keep;
    }

    private static String word(Environment environment, Variable name) {
        return environment.text(name).orElse("auto").toLowerCase(Locale.ROOT);
    }

    private static Pusher pusher(Environment environment, RunMode mode, SecretReader secrets) {
        var cluster = environment.text(Variable.PUSHER_CLUSTER);
        var host = environment.text(Variable.PUSHER_HOST);
        if (cluster.isPresent() && host.isPresent()) {
            throw new ConfigurationException(
                    "PUSHER_CLUSTER and PUSHER_HOST are both set: keep the one that names your server");
        }
        return cluster.isPresent() || host.isPresent()
                ? hosted(environment, cluster, host)
                : local(environment, mode, secrets);
    }

    private static Pusher hosted(
            Environment environment, Optional<String> cluster, Optional<String> host) {
        var why = "the Pusher app that PUSHER_CLUSTER or PUSHER_HOST names needs it";
        var tls = environment.flag(Variable.PUSHER_TLS, true);
        return new Pusher.Hosted(
                environment.required(Variable.PUSHER_APP_ID, why),
                new AppCredentials(
                        environment.required(Variable.PUSHER_KEY, why),
                        new Secret(environment.required(Variable.PUSHER_SECRET, why))),
                host.orElseGet(() -> "api-" + cluster.orElseThrow() + ".pusher.com"),
                host.orElseGet(() -> "ws-" + cluster.orElseThrow() + ".pusher.com"),
                environment.remotePort(Variable.PUSHER_PORT, tls ? 443 : 80),
                tls,
                cluster,
                environment.flag(Variable.PUSHER_WATCHLIST, false));
    }

    private static Pusher.Local local(Environment environment, RunMode mode, SecretReader secrets) {
        return ChannelsConfigReader.local(
                environment,
                mode,
                secrets,
                environment.listenPort(Variable.CHANNELS_PORT, Defaults.CHANNELS_PORT),
                new Admin(
                        environment.listenPort(
                                Variable.CHANNELS_ADMIN_PORT, Defaults.CHANNELS_ADMIN_PORT),
                        token(environment, Variable.CHANNELS_ADMIN_TOKEN)));
    }

    private static Monitoring monitoring(Environment environment) {
        return new Monitoring(
                token(environment, Variable.METRICS_TOKEN),
                environment.has(Variable.METRICS_PORT)
                        ? Optional.of(environment.listenPort(Variable.METRICS_PORT, 0))
                        : Optional.empty(),
                logFormat(environment),
                environment.has(Variable.OTEL_EXPORTER_OTLP_ENDPOINT)
                        ? Optional.of(new Tracing(environment.beginningWith("OTEL_")))
                        : Optional.empty());
    }

    private static LogFormat logFormat(Environment environment) {
        return switch (environment
                .text(Variable.LOG_FORMAT)
                .orElse("text")
                .toLowerCase(Locale.ROOT)) {
            case "text" -> LogFormat.TEXT;
            case "json" -> LogFormat.JSON;
            default -> throw environment.wrong(Variable.LOG_FORMAT, "text or json");
        };
    }

    private static Optional<Secret> token(Environment environment, Variable name) {
        var token = environment.secret(name);
        token.ifPresent(secret -> checkLength(name, secret, LEAST_TOKEN_CHARACTERS));
        return token;
    }

    private static CaptureMode capture(Environment environment) {
        return switch (word(environment, Variable.CAPTURE)) {
            case "auto" -> CaptureMode.AUTO;
            case "wal" -> CaptureMode.WAL;
            case "poll" -> CaptureMode.POLL;
            case "forward" -> CaptureMode.FORWARD;
            default -> throw environment.wrong(Variable.CAPTURE, "auto, wal, poll or forward");
        };
    }

    private static Forwarding forwarding(Environment environment) {
        return new Forwarding(
                identifier(environment, Variable.PARLEY_WEBHOOK_SCHEMA, Defaults.WEBHOOK_SCHEMA),
                switch (environment
                        .text(Variable.PARLEY_LEGACY_CHANNEL)
                        .orElse("off")
                        .toLowerCase(Locale.ROOT)) {
                    case "on" -> true;
                    case "off" -> false;
                    default -> throw environment.wrong(Variable.PARLEY_LEGACY_CHANNEL, "on or off");
                });
    }

    private static SlotSettings slot(Environment environment) {
        return new SlotSettings(
                identifier(environment, Variable.PARLEY_SLOT, Defaults.SLOT),
                identifier(environment, Variable.PARLEY_PUBLICATION, Defaults.PUBLICATION),
                environment.bytes(Variable.PARLEY_SLOT_LAG, LEAST_SLOT_LAG, Defaults.SLOT_LAG));
    }

    private static String identifier(Environment environment, Variable name, String otherwise) {
        var text = environment.text(name).orElse(otherwise);
        if (!text.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw environment.wrong(name, "1 to 63 of a to z, 0 to 9 and _, the first no digit");
        }
        return text;
    }

    private static void checkLength(Variable name, Secret secret, int least) {
        var length = secret.reveal().length();
        if (length < least) {
            throw new ConfigurationException(
                    "%s has %d characters, must have %d or more".formatted(name, length, least));
        }
    }
}
