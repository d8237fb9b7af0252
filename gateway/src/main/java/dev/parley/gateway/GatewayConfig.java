// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import dev.parley.database.DatabaseUrl;
import dev.parley.gateway.auth.AuthSettings;
import dev.parley.http.HttpServerConfig;
import dev.parley.protocol.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a gateway runs.
///
/// @param server where it listens, and what strangers may take of it
/// @param publicUrl address clients know it by, named in tokens and in mails; absent for the one it listens on
/// @param database whose role may act as `anon`, `authenticated` and `service_role` and write schema
///     `auth`, as `postgres` does
/// @param jwtSecret signs keys and tokens, at least 32 bytes
/// @param schema the one schema that is exposed
/// @param limits how much one request may take
/// @param auth what sign-in allows
public record GatewayConfig(
        HttpServerConfig server,
        @Nullable URI publicUrl,
        DatabaseUrl database,
        Secret jwtSecret,
        String schema,
        Limits limits,
        AuthSettings auth) {
    private static final int MIN_SECRET_BYTES = 32;

    /// Refuses values out of range.
    public GatewayConfig {
        var bytes = jwtSecret.reveal().getBytes(StandardCharsets.UTF_8).length;
        if (bytes < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "the JWT secret has %d bytes, must have %d or more"
                            .formatted(bytes, MIN_SECRET_BYTES));
        }
        if (schema.isBlank()) {
            throw new IllegalArgumentException("the schema must not be empty");
        }
    }

    /// Returns the configuration of a gateway on this machine: schema `public`, Supabase's limits.
    public static GatewayConfig local(int port, DatabaseUrl database, Secret jwtSecret) {
        return new GatewayConfig(
                HttpServerConfig.of("gateway", "127.0.0.1", port),
                null,
                database,
                jwtSecret,
                "public",
                Limits.defaults(),
                AuthSettings.defaults());
    }

    /// How much one request may take.
    ///
    /// @param maxRows most rows of a table in one answer, 1 to 100000
    /// @param maxBodyBytes largest body of a request, 1 kB to 64 MB
    /// @param connections database connections, 1 to 100
    /// @param connectionWait how long a request waits for one of them, 250 ms to 1 minute
    public record Limits(int maxRows, int maxBodyBytes, int connections, Duration connectionWait) {
        /// Refuses values out of range.
        public Limits {
            between("max rows", maxRows, 1, 100_000);
            between("max body bytes", maxBodyBytes, 1_024, 64 * 1_024 * 1_024);
            between("gateway database connections", connections, 1, 100);
            between("connection wait in ms", connectionWait.toMillis(), 250, 60_000);
        }

        /// Returns Supabase's row limit, 1 MB, ten connections and 5 s.
        public static Limits defaults() {
            return new Limits(1_000, 1_024 * 1_024, 10, Duration.ofSeconds(5));
        }

        private static void between(String name, long value, long low, long high) {
            if (value < low || value > high) {
                throw new IllegalArgumentException(
                        "%s is %d, must be %d to %d".formatted(name, value, low, high));
            }
        }
    }
}
