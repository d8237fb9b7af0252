package dev.parley.app.configuration;

import dev.parley.app.logging.LogFormat;
import dev.parley.database.DatabaseUrl;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Turns the environment into a [Configuration], variable by variable.
final class Reader {
    private static final int LEAST_JWT_SECRET_BYTES = 32;
    private static final int LEAST_TOKEN_CHARACTERS = 16;
    private static final long LEAST_SLOT_LAG = 1L << 20;

    private Reader() {}

    static Configuration read(Environment environment, Purpose purpose) {
        if (environment.has(Variable.REDIS_URL)) {
            throw new ConfigurationException(
                    "REDIS_URL is set, but this version runs as one node: unset it");
        }
        return new Configuration(
                environment.text(Variable.BIND_ADDRESS).orElse(Defaults.BIND_ADDRESS),
                environment.listenPort(Variable.PORT, Defaults.PORT),
                Path.of(environment.text(Variable.PARLEY_DATA).orElse(Defaults.DATA)),
                database(environment),
                supabase(environment),
                pusher(environment, purpose),
                new Webhook(
                        environment
                                .secret(Variable.WEBHOOK_SECRET)
                                .orElseGet(() -> new Secret(Defaults.WEBHOOK_SECRET)),
                        environment.secret(Variable.WEBHOOK_SECRET_PREVIOUS)),
                capture(environment),
                slot(environment),
                monitoring(environment));
    }

    private static Database database(Environment environment) {
        var url = environment.text(Variable.DATABASE_URL);
        if (url.isEmpty()) {
            return new Database.Embedded(
                    environment.listenPort(Variable.DATABASE_PORT, Defaults.DATABASE_PORT));
        }
        try {
            return new Database.External(DatabaseUrl.parse(url.get()));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("DATABASE_URL is wrong: " + e.getMessage());
        }
    }

    private static Supabase supabase(Environment environment) {
        var url = environment.httpUrl(Variable.SUPABASE_URL);
        var jwtSecret = environment.secret(Variable.SUPABASE_JWT_SECRET);
        jwtSecret.ifPresent(secret ->
                checkLength(Variable.SUPABASE_JWT_SECRET, secret, LEAST_JWT_SECRET_BYTES));
        if (url.isPresent()) {
            return new Supabase.Hosted(
                    url.get(), environment.text(Variable.SUPABASE_ANON_KEY).orElse(""), jwtSecret);
        }
        return new Supabase.Local(
                environment.listenPort(Variable.GATEWAY_PORT, Defaults.GATEWAY_PORT),
                jwtSecret.orElseGet(() -> new Secret(Defaults.JWT_SECRET)));
    }

    private static Pusher pusher(Environment environment, Purpose purpose) {
        var cluster = environment.text(Variable.PUSHER_CLUSTER);
        var host = environment.text(Variable.PUSHER_HOST);
        if (cluster.isPresent() && host.isPresent()) {
            throw new ConfigurationException(
                    "PUSHER_CLUSTER and PUSHER_HOST are both set: keep the one that names your server");
        }
        return cluster.isPresent() || host.isPresent()
                ? hosted(environment, cluster, host)
                : local(environment, purpose);
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

    private static Pusher local(Environment environment, Purpose purpose) {
        return TreeReader.local(
                environment,
                purpose,
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

    private static Capture capture(Environment environment) {
        return switch (environment.text(Variable.CAPTURE).orElse("auto").toLowerCase(Locale.ROOT)) {
            case "auto" -> Capture.AUTO;
            case "wal" -> Capture.WAL;
            case "poll" -> Capture.POLL;
            case "forward" -> Capture.FORWARD;
            default -> throw environment.wrong(Variable.CAPTURE, "auto, wal, poll or forward");
        };
    }

    private static Slot slot(Environment environment) {
        return new Slot(
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
