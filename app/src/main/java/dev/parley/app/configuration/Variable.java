// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.app.strict.Spelling;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The environment variables that Parley reads; `docs/configuration.md` explains each.
enum Variable {
    BIND_ADDRESS,
    TRUSTED_PROXIES,
    HTTP_MAX_CONNECTIONS,
    HTTP_MAX_CONNECTIONS_PER_ADDRESS,
    HTTP_MAX_HEADER_BYTES,
    HTTP_MAX_HEADER_SECONDS,
    HTTP_MAX_BODY_SECONDS,
    HTTP_MAX_IDLE_SECONDS,
    HTTP_MAX_WRITE_SECONDS,
    PORT,
    CHANNELS,
    CHANNELS_PORT,
    CHANNELS_ADMIN_PORT,
    CHANNELS_ADMIN_TOKEN,
    CHANNELS_CONFIG,
    GATEWAY_PORT,
    GATEWAY_ANONYMOUS_SIGN_UPS,
    GATEWAY_SIGN_INS,
    GATEWAY_REFRESHES,
    GATEWAY_WRONG_PASSWORDS,
    GATEWAY_USER_CHANGES,
    GATEWAY_MAILS,
    GATEWAY_URL,
    GATEWAY_SITE_URL,
    GATEWAY_REDIRECT_URLS,
    GATEWAY_SMTP_HOST,
    GATEWAY_SMTP_PORT,
    GATEWAY_SMTP_TLS,
    GATEWAY_SMTP_USER,
    GATEWAY_SMTP_PASSWORD,
    GATEWAY_SMTP_FROM,
    DATABASE_PORT,
    PARLEY_DATA,
    /// This and the next are read by the scripts that start us.
    PARLEY_JDK,
    PARLEY_JDK_URL,
    PARLEY_RETENTION,
    PARLEY_WELL_KNOWN_SECRETS,
    DATABASE_URL,
    SUPABASE_URL,
    SUPABASE_ANON_KEY,
    SUPABASE_JWT_SECRET,
    PUSHER_APP_ID,
    PUSHER_KEY,
    PUSHER_SECRET,
    PUSHER_CLUSTER,
    PUSHER_HOST,
    PUSHER_PORT,
    PUSHER_TLS,
    PUSHER_WATCHLIST,
    PUSHER_ENCRYPTION_MASTER_KEY,
    WEBHOOK_SECRET,
    WEBHOOK_SECRET_PREVIOUS,
    CAPTURE,
    PARLEY_WEBHOOK_SCHEMA,
    PARLEY_LEGACY_CHANNEL,
    PARLEY_SLOT,
    PARLEY_PUBLICATION,
    PARLEY_SLOT_LAG,
    METRICS_TOKEN,
    METRICS_PORT,
    LOG_FORMAT,
    OTEL_EXPORTER_OTLP_ENDPOINT,
    REDIS_URL;

    /// Whoever sets a variable that starts so means Parley or Pusher, so a name we do not know is a slip.
    private static final List<String> OURS =
            List.of("PARLEY_", "PUSHER_", "CHANNELS_", "GATEWAY_", "METRICS_", "WEBHOOK_SECRET");

    /// Returns whether `name` looks like a variable of ours and is none.
    static boolean isMisspelt(String name) {
        return OURS.stream().anyMatch(name::startsWith)
                && Stream.of(values()).noneMatch(known -> known.name().equals(name));
    }

    /// Returns the variable that was probably meant by `name`: of those few letters away, the one that
    /// ends in the same word.
    static Optional<Variable> nearest(String name) {
        return Stream.of(values())
                .filter(known -> Spelling.distance(known.name(), name) <= 4)
                .min(
                        Comparator.comparing((Variable known) ->
                                        !lastWord(known.name()).equals(lastWord(name)))
                                .thenComparingInt(known -> Spelling.distance(known.name(), name)));
    }

    private static String lastWord(String name) {
        return name.substring(name.lastIndexOf('_') + 1);
    }
}
